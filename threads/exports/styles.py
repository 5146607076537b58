"""How files look. Fonts are those of the reader's own device: a file that brought some would be large, and wrong for
most scripts.
"""

_FONTS = (
    "Georgia, 'Noto Serif', 'Noto Naskh Arabic', 'Noto Serif CJK JP', 'Noto Serif Devanagari', 'Noto Serif Thai', "
    "'Noto Color Emoji', serif"
)

_TWEETS = """
h1 { font-size: 1.7em; line-height: 1.25; margin: 0 0 .4em; overflow-wrap: anywhere; }
.about, .bio, .tags { margin: .3em 0; }
.bio p { margin: .2em 0; }
.tags bdi { margin-inline-end: .5em; }
.tweet { margin: 0; padding: 1.1em 0 .9em; overflow-wrap: anywhere; }
.place { font-size: .75em; font-weight: normal; margin: 0 0 .5em; }
.text { margin: 0 0 .7em; white-space: pre-wrap; }
.gap { font-style: italic; }
figure { margin: .8em 0; }
figcaption { font-size: .85em; margin-top: .3em; white-space: pre-line; }
img { max-width: 100%; height: auto; }
blockquote { margin: .8em 0; padding: .1em 0; padding-inline-start: 1em; border-inline-start: 3px solid #8a8f98; }
blockquote .text { margin-bottom: .4em; }
.by { margin: .2em 0; font-size: .9em; }
.poll { padding-inline-start: 1.2em; }
summary { font-weight: bold; }
"""

PAGE = f"""
:root {{ color-scheme: light dark; --ink: #1d2126; --faint: #5f6670; --line: #dcdfe4;
--paper: #fdfcf9; --lead: #0b57a4; }}
@media (prefers-color-scheme: dark) {{
:root {{ --ink: #e4e2dd; --faint: #a2a7b0; --line: #383c43; --paper: #16181b; --lead: #8ebdf0; }}
}}
body {{ margin: 0 auto; padding: 1.5em 1.2em 4em; max-width: 38em; font: 1.125em/1.6 {_FONTS};
color: var(--ink); background: var(--paper); }}
a {{ color: var(--lead); text-decoration-thickness: 1px; text-underline-offset: .15em; }}
.story {{ padding-bottom: 1.2em; }}
.portrait {{ width: 4em; height: 4em; border-radius: 50%; object-fit: cover; }}
.place, .about, .bio, figcaption {{ color: var(--faint); }}
.tweet {{ border-top: 1px solid var(--line); }}
img {{ border-radius: .4em; }}
{_TWEETS}
@media print {{
:root {{ --ink: #000; --faint: #444; --line: #bbb; --paper: #fff; --lead: #000; }}
body {{ max-width: none; padding: 0; font-size: 11pt; }}
a {{ text-decoration: none; }}
h1, .place {{ break-after: avoid; }}
figure, blockquote, .poll {{ break-inside: avoid; }}
img {{ max-height: 18cm; }}
details::details-content {{ content-visibility: visible; display: block; block-size: auto; }}
}}
@page {{ margin: 2cm; }}
"""
"""The stylesheet of the HTML page."""

BOOK = f"""
body {{ margin: 0 .6em; line-height: 1.5; }}
.tweet {{ border-top: 1px solid #8a8f98; }}
.cover {{ text-align: center; margin: 0; padding: 0; }}
.cover img {{ max-height: 100%; }}
.place {{ color: #5f6670; }}
{_TWEETS}
"""
"""The stylesheet of the book. Colours and fonts are the reading program's, by day and by night."""
