"""Stories copied from Thread Reader pages, as text or by a Markdown clipper.

Blank lines stand between the tweets and also inside most of them, so the page's own count is the judge: blocks that
are not as many make a draft, split at the blank lines, with nothing merged or dropped. Copied text lacks what the
page shows as pictures, and shows links shortened; neither is guessed. A page that has only its footer is a draft too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from threads.errors import InvalidThread, UnreadableSource
from threads.model import MAX_TWEETS, Media, Thread, Tweet, TweetNumber, is_blank
from threads.sources import front_matter, markdown, numbering, thread_reader_page
from threads.sources.document import Document
from threads.sources.front_matter import FrontMatter
from threads.sources.status_links import find_unrolled, status_url
from threads.sources.thread_reader_page import Page

NAME = "thread-reader"

MAX_BLOCKS = 2 * MAX_TWEETS
"""Most blocks a page may have: its tweets, and what clippers add."""

# What is left of a tweet's tag when tags were stripped up to the first ">", which stands inside an attribute.
_TAG_REMAINS = re.compile(r"^[ \t]*+thread#showTweet\"[^\n>]*?data-tweet=\"([0-9]{1,20})\"[^\n>]*+>", re.MULTILINE)
_GAP = re.compile(r"\n(?:[^\S\n]*+\n)++")
_CLIPPED = re.compile(r"\]\(https?://|^[ \t]*+[0-9]{1,4}\\[.)]|<video\b", re.MULTILINE)
"""Signs of a clipper's Markdown; a lone backslash is none, since a shrug (`\\_(ツ)_/`) has it too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A part of the page that is a tweet, or a part of one."""

    text: str
    media: tuple[Media, ...] = ()
    status: str | None = None


def detects(document: Document) -> bool:
    """Whether there is a page's header with date and count, or a footer at the end; else a text is plain text."""
    _, text = front_matter.split(document.head)
    if text.lstrip().startswith("<"):
        return False
    return thread_reader_page.find(text, date.max) is not None or thread_reader_page.has_footer(document.tail)


def read(document: Document, today: date) -> Iterator[Thread]:
    """The one story of the page. Raises UnreadableSource without header and footer, and without tweets.

    `today` gives the year to dates without one: the latest that does not put the date in the future.
    """
    matter, text = front_matter.split(document.text())
    page = thread_reader_page.find(text, today)
    if not page:
        raise UnreadableSource(
            why=f"{document.name} has no Thread Reader header with date and number of tweets, nor a page's footer: "
            "copy the whole page, or bring it in as plain text with --format text."
        )
    try:
        story = _story(matter, text, page, document.name)
    except InvalidThread as error:
        raise UnreadableSource(why=str(error)) from error
    yield story


def _story(matter: FrontMatter, text: str, page: Page, name: str) -> Thread:
    blocks = _blocks(text[page.start : page.end], is_clipped=bool(matter.values))
    if not blocks:
        raise UnreadableSource(why=f"{name} has no tweets beside a page's header and footer: copy the whole page.")
    if len(blocks) > MAX_BLOCKS:
        raise UnreadableSource(
            why=f"{name} has more than {MAX_BLOCKS:,} blocks of text: bring it in as several stories."
        )
    blocks, doubts = _counted(blocks, page.declared_count)
    around = text[: page.start], text[page.end :]
    root = blocks[0].status or matter.status_id or next(filter(None, map(find_unrolled, around)), None)
    author = replace(page.author, handle=page.author.handle or matter.author.handle)
    return Thread(
        source="x",
        source_id=root,
        source_url=status_url(author.handle, root),
        author=author,
        written=page.written or matter.written,
        declared_count=page.declared_count,
        review=(*page.doubts, *doubts),
        tweets=tuple(_tweet(number, block, author.handle) for number, block in enumerate(blocks, 1)),
    )


def _tweet(number: int, block: _Block, handle: str) -> Tweet:
    return Tweet(
        number=TweetNumber(number),
        text=block.text,
        media=block.media,
        source_id=block.status,
        source_url=status_url(handle, block.status),
    )


def _blocks(body: str, *, is_clipped: bool) -> list[_Block]:
    """The blocks of the page, each a tweet for all we know; past MAX_BLOCKS it stops counting."""
    blocks = list(islice(_parts(body), MAX_BLOCKS + 1))
    return _unclipped(blocks) if is_clipped or _CLIPPED.search(body) else blocks


def _parts(body: str) -> Iterator[_Block]:
    """Between the remains of the tweets' tags where there are any, else between blank lines."""
    cuts = _TAG_REMAINS if _TAG_REMAINS.search(body) else _GAP
    start, status = 0, None
    for cut in cuts.finditer(body):
        if not is_blank(text := body[start : cut.start()].strip()):
            yield _Block(text=text, status=status)
        start, status = cut.end(), cut[1] if cut.re.groups else None
    if not is_blank(text := body[start:].strip()):
        yield _Block(text=text, status=status)


def _unclipped(blocks: list[_Block]) -> list[_Block]:
    """A clipper's Markdown as the page's text. A link card is no tweet: it leaves its address with the words before."""
    kept: list[_Block] = []
    spoken = 0
    for block in blocks:
        link = markdown.card_link(block.text)
        if not kept or not link:
            kept.append(_without_markdown(block))
            spoken = len(kept) - 1 if kept[-1].text else spoken
        elif link not in kept[spoken].text:
            kept[spoken] = _joined([kept[spoken], _Block(text=link)])
    return kept


def _without_markdown(block: _Block) -> _Block:
    text, pictures = markdown.take_pictures(block.text)
    text, films = markdown.take_films(text)
    text, media = markdown.plain(text).strip(), pictures + films
    return replace(block, text=text, media=media) if media or not is_blank(text) else block


def _counted(blocks: list[_Block], declared: int | None) -> tuple[list[_Block], tuple[str, ...]]:
    """The blocks in the one reading that has as many as the page says; else as they are, and why to look at them."""
    with_pictures = _with_pictures(blocks)
    if declared is None:
        return with_pictures, ()
    for reading in (with_pictures, blocks, _numbered(with_pictures)):
        if reading and len(reading) == declared:
            return reading, ()
    said = f"The page says {_many(declared, 'tweet')} and the text has {_many(len(blocks), 'block')}"
    if len(blocks) > declared:
        return blocks, (f"{said}: look whether blank lines inside a tweet split it.",)
    return blocks, (f"{said}: look whether blank lines were lost, or tweets that are only a picture.",)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _with_pictures(blocks: list[_Block]) -> list[_Block]:
    """Blocks of nothing but pictures go to the tweet before them, as clippers write them."""
    return _grouped(blocks, {place for place, block in enumerate(blocks) if block.text})


def _numbered(blocks: list[_Block]) -> list[_Block]:
    """Blocks without a number go to the numbered one before them; none when there is no run of numbers.

    Numbers that may be those of a list (`1.`) count only from the first block on.
    """
    run = numbering.numbering([numbering.start_mark(block.text) for block in blocks])
    if not run or (run.listed and (run.places[0] > 0 or run.first != 1)):
        return []
    return _grouped(blocks, set(run.places))


def _grouped(blocks: list[_Block], starts: set[int]) -> list[_Block]:
    groups: list[list[_Block]] = []
    for place, block in enumerate(blocks):
        if place in starts or not groups:
            groups.append([block])
        else:
            groups[-1].append(block)
    return [_joined(group) for group in groups]


def _joined(group: list[_Block]) -> _Block:
    text = "\n\n".join(block.text for block in group if block.text)
    return replace(group[0], text=text, media=tuple(item for block in group for item in block.media))
