"""The pages of a book and what its package says of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from threads.exports import markup
from threads.exports.addresses import linkable
from threads.exports.edition import Edition
from threads.exports.html_page import tag_line
from threads.exports.pictures import MIME
from threads.model import Moment, Precision, Tweet
from threads.text import opening

HEADING = 50
"""Clusters of a chapter's first words in the table of contents."""
_UNDATED = "2000-01-01T00:00:00Z"
"""A book has to say when it was last changed; a story of which nobody knows says this."""

_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"{attributes}>
<head>
<meta charset="utf-8"/>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body{kind}>
{content}
</body>
</html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A run of tweets: its page, and the place of its first tweet in the story, counted from 1."""

    name: str
    first: int
    tweets: tuple[Tweet, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the book: where it came from, its file below the package, its kind."""

    url: str
    name: str
    ending: str


Pictures = Mapping[str, Picture]


def _page(edition: Edition, title: str, content: str, *, kind: str = "") -> str:
    return _PAGE.format(
        attributes=f'{markup.language(edition.language)} dir="{_direction(rtl=edition.rtl)}"',
        title=markup.text(title),
        kind=f' epub:type="{kind}"' if kind else "",
        content=content,
    )


def _direction(*, rtl: bool) -> str:
    return "rtl" if rtl else "ltr"


def cover_page(edition: Edition) -> str:
    """The page of the cover."""
    image = f'<img src="cover.svg" alt="{markup.text(edition.title)}"/>'
    return _page(edition, edition.title, f'<div class="cover">{image}</div>', kind="cover")


def title_page(edition: Edition, pictures: Pictures) -> str:
    """Who, when, how long, where from."""
    portrait = pictures.get(edition.thread.author.avatar_url or "")
    image = f'<p><img src="{portrait.name}" alt="" width="96"/></p>\n' if portrait else ""
    heading = f'<h1 dir="auto">{markup.text(edition.title)}</h1>'
    return _page(
        edition, edition.title, f"{image}{heading}\n{markup.about(edition)}\n{tag_line(edition)}", kind="titlepage"
    )


def chapter_page(edition: Edition, chapter: Chapter, pictures: Pictures) -> str:
    """The tweets of a chapter."""

    def source(url: str) -> str | None:
        return pictures[url].name if url in pictures else None

    tweets = "\n".join(
        markup.article(edition, tweet, ordinal, source) for ordinal, tweet in enumerate(chapter.tweets, chapter.first)
    )
    return _page(edition, heading_of(edition, chapter), tweets, kind="bodymatter")


def heading_of(edition: Edition, chapter: Chapter) -> str:
    """A chapter's line in the table of contents: which tweets, and how the first open one begins."""
    number = edition.wording.number
    last = chapter.first + len(chapter.tweets) - 1
    span = number(chapter.first) if last == chapter.first else f"{number(chapter.first)}–{number(last)}"
    texts = (tweet.text for tweet in chapter.tweets if not (tweet.content_warning or tweet.gap))
    begins = next((words for text in texts if (words := opening(text, HEADING))), "")
    return " · ".join(part for part in (span, begins) if part)


def navigation(edition: Edition, chapters: tuple[Chapter, ...]) -> str:
    """The table of contents, and the landmarks."""
    contents = markup.text(edition.wording.contents)
    entries = [("title.xhtml", edition.title)]
    entries += [(chapter.name, heading_of(edition, chapter)) for chapter in chapters]
    items = "\n".join(f'<li><a href="{name}" dir="auto">{markup.text(label)}</a></li>' for name, label in entries)
    first = markup.text(edition.title)
    landmarks = (
        f'<li><a epub:type="titlepage" href="title.xhtml">{first}</a></li>\n'
        f'<li><a epub:type="bodymatter" href="{chapters[0].name}">{first}</a></li>'
    )
    content = (
        f'<nav epub:type="toc" id="toc">\n<h1{markup.language(edition.wording.language)}>{contents}</h1>\n'
        f"<ol>\n{items}\n</ol>\n</nav>\n"
        f'<nav epub:type="landmarks" hidden="hidden">\n<ol>\n{landmarks}\n</ol>\n</nav>'
    )
    return _page(edition, edition.title, content)


def package(edition: Edition, identity: str, chapters: tuple[Chapter, ...], pictures: Pictures) -> str:
    """The package document: what the book is, what is in it, and in what order and direction it is read."""
    spine = "\n".join(f'<itemref idref="c{place}"/>' for place, _ in enumerate(chapters, 1))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
{_metadata(edition, identity)}
</metadata>
<manifest>
{_manifest(chapters, pictures)}
</manifest>
<spine page-progression-direction="{_direction(rtl=edition.rtl)}">
<itemref idref="cover"/>
<itemref idref="title"/>
{spine}
</spine>
</package>
"""


def _metadata(edition: Edition, identity: str) -> str:
    thread = edition.thread
    lines = [
        f'<dc:identifier id="id">{identity}</dc:identifier>',
        f"<dc:title>{markup.text(edition.title)}</dc:title>",
        f"<dc:language>{edition.language}</dc:language>",
        f'<meta property="dcterms:modified">{_changed(thread.written)}</meta>',
        '<meta property="schema:accessMode">textual</meta>',
        '<meta property="schema:accessMode">visual</meta>',
        '<meta property="schema:accessibilityFeature">tableOfContents</meta>',
        '<meta property="schema:accessibilityFeature">readingOrder</meta>',
    ]
    if author := markup.text(thread.author.shown).strip():
        lines.append(f"<dc:creator>{author}</dc:creator>")
    if thread.written:
        lines.append(f"<dc:date>{_dated(thread.written)}</dc:date>")
    if source := linkable(thread.source_url):
        lines.append(f"<dc:source>{markup.text(source)}</dc:source>")
    return "\n".join(lines)


def _changed(written: Moment | None) -> str:
    return f"{written.at.replace(tzinfo=None).isoformat()}Z" if written else _UNDATED


def _dated(written: Moment) -> str:
    return written.at.date().isoformat() if written.precision is Precision.DAY else _changed(written)


def _manifest(chapters: tuple[Chapter, ...], pictures: Pictures) -> str:
    pages = [("nav", "nav.xhtml", ' properties="nav"'), ("cover", "cover.xhtml", ""), ("title", "title.xhtml", "")]
    pages += [(f"c{place}", chapter.name, "") for place, chapter in enumerate(chapters, 1)]
    items = [
        f'<item id="{name}" href="{page}" media-type="application/xhtml+xml"{more}/>' for name, page, more in pages
    ]
    items.append('<item id="style" href="style.css" media-type="text/css"/>')
    items.append('<item id="image" href="cover.svg" media-type="image/svg+xml" properties="cover-image"/>')
    for place, picture in enumerate(pictures.values(), 1):
        # WebP is younger than many reading programs: those show the picture that it falls back to.
        fallback = ' fallback="none"' if picture.ending == "webp" else ""
        items.append(f'<item id="p{place}" href="{picture.name}" media-type="{MIME[picture.ending]}"{fallback}/>')
    if any(picture.ending == "webp" for picture in pictures.values()):
        items.append('<item id="none" href="pictures/none.png" media-type="image/png"/>')
    return "\n".join(items)
