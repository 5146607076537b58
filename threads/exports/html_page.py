"""A story as one HTML file: it needs nothing beside it, runs no script and asks nobody for anything.

Readable on a screen by day and night, and on paper.
"""

import base64

from threads.exports import markup
from threads.exports.edition import Edition
from threads.exports.pictures import MIME, ending_of
from threads.exports.styles import PAGE
from threads.tags import tags_of

NAME = "html"
ENDING = "html"
MIME_TYPE = "text/html"

# Even a reader's program that would follow something finds that nothing may be loaded.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"


def write(edition: Edition) -> bytes:
    """The story as an HTML file."""
    title = markup.text(edition.title)
    author = markup.text(edition.thread.author.shown)
    tweets = "\n".join(
        markup.article(edition, tweet, ordinal, _source(edition)) for ordinal, tweet in enumerate(edition.thread, 1)
    )
    page = f"""<!DOCTYPE html>
<html{markup.language(edition.language)} dir="{"rtl" if edition.rtl else "ltr"}">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="{_POLICY}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta name="referrer" content="no-referrer"/>
<meta name="author" content="{author}"/>
<title>{title}</title>
<style>{PAGE}</style>
</head>
<body>
<header class="story">
{_portrait(edition)}<h1 dir="auto">{title}</h1>
{markup.about(edition)}
{tag_line(edition)}</header>
<main>
{tweets}
</main>
</body>
</html>
"""
    return page.encode()


def tag_line(edition: Edition) -> str:
    """The story's tags, each a link where it leads somewhere; nothing for a story without tags."""
    tags = [
        f"<bdi>{markup.link(f'#{label}', edition.tag_links.get(key))}</bdi>"
        for key, label in tags_of(edition.thread).items()
    ]
    return f'<p class="tags">{" ".join(tags)}</p>\n' if tags else ""


def _source(edition: Edition) -> markup.Sources:
    def source(url: str) -> str | None:
        data = edition.pictures.get(url)
        ending = ending_of(data) if data else None
        return f"data:{MIME[ending]};base64,{base64.b64encode(data).decode()}" if data and ending else None

    return source


def _portrait(edition: Edition) -> str:
    url = edition.thread.author.avatar_url
    source = _source(edition)(url) if url else None
    return f'<img class="portrait" src="{source}" alt=""/>\n' if source else ""
