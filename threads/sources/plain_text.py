"""Stories as people write them in plain text and Markdown: tweets between separators, perhaps front matter before.

The strongest separator that the text uses divides it, and only that one: a line of dashes or the like, else three
blank lines, else two, else one, else numbered lines. Blank lines and dashes inside fenced code divide nothing.
Tweets stay as they were written, with their numbers, single line ends, indentation and quotes; only pictures with a
web address leave the text.

A first block that is a heading of its own (`# Title`) is the story's title, and a line `by @handle` or `@handle`
alone after it its author, unless the front matter names them.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice, pairwise

from threads.errors import InvalidThread, UnreadableSource
from threads.model import MAX_TWEETS, Author, Thread, Tweet, TweetNumber, is_blank
from threads.sources import front_matter, markdown, numbering
from threads.sources.document import Document
from threads.sources.front_matter import FrontMatter
from threads.sources.guards import SEPARATOR, unguarded
from threads.sources.status_links import status_url

NAME = "text"

LONG_TWEET = 25_000
"""The longest post that X takes, in characters: a longer block is probably several tweets."""

MAX_LINES = 500_000
"""Refused before anything slow is done with them."""

_GAPS = tuple(re.compile(rf"\n(?:[^\S\n]*+\n){{{blank},}}") for blank in (3, 2, 1))
_BLANK = re.compile(r"[^\S\n]*+(?:\n|\Z)")
_LEADING_BLANKS = re.compile(r"(?:[^\S\n]*+\n)++")
_HEADING = re.compile(
    r"(?:[^\S\n]*+\n)*+ {0,3}#[ \t]++(?P<title>\S[^\n]*+)"
    r"(?:\n(?:[^\S\n]*+\n)*+(?:by[ \t]++)?@(?P<handle>[\w.-]+(?:@[\w.-]+)?)[ \t]*+)?"
    r"(?=\n[^\S\n]*+\n)",
    re.IGNORECASE,
)


def detects(document: Document) -> bool:
    """Always: any text is plain text, so this format is asked last."""
    return True


def read(document: Document, today: date) -> Iterator[Thread]:
    """The one story of the document. Raises UnreadableSource when there is none, or it breaks the model's limits."""
    matter, text = front_matter.split(document.text())
    try:
        story = _story(matter, text, document.name)
    except InvalidThread as error:
        raise UnreadableSource(why=str(error)) from error
    yield story


def _story(matter: FrontMatter, text: str, name: str) -> Thread:
    author, status = matter.author, matter.status_id
    title, handle, text = _headed(text) if not matter.get("title") else (matter.get("title"), "", text)
    if text.count("\n") > MAX_LINES:
        raise UnreadableSource(why=f"{name} has more than {MAX_LINES:,} lines: bring it in as several stories.")
    blocks = _blocks(text) if matter.tweets != 1 else _whole(text)
    if not blocks:
        raise UnreadableSource(why=f"{name} holds no text: there is no story in it.")
    if len(blocks) > MAX_TWEETS:
        raise UnreadableSource(
            why=f"{name} has more than {MAX_TWEETS:,} blocks of text: bring it in as several stories."
        )
    declared, doubts = _counted(blocks, matter.tweets)
    return Thread(
        source="x" if status else "text",
        source_id=status,
        source_url=status_url(author.handle, status) or matter.link,
        own_id=matter.get("id") or None,
        title=title,
        author=Author(handle=author.handle or handle, name=author.name),
        written=matter.written,
        lang=matter.lang,
        declared_count=declared,
        protected=matter.protected,
        review=(*_date_doubt(matter), *doubts, *_long_blocks(blocks)),
        tweets=tuple(_tweet(number, block) for number, block in enumerate(blocks, 1)),
    )


def _tweet(number: int, block: str) -> Tweet:
    text, media = markdown.take_pictures(block)
    return Tweet(number=TweetNumber(number), text=unguarded(_trimmed(text)), media=media)


def _headed(text: str) -> tuple[str, str, str]:
    """Title, author's handle and the text after them; a heading with nothing after it is no title."""
    found = _HEADING.match(text)
    if not found or is_blank(text[found.end() :]):
        return "", "", text
    return found["title"].strip(), found["handle"] or "", text[found.end() :]


def _blocks(text: str) -> list[str]:
    """The tweets' texts, by the strongest separator that gives more than one; past MAX_TWEETS it stops counting."""
    text = text.rstrip()
    blocks = _divided(text, (line for line in SEPARATOR.finditer(text) if _separates(line, text)))
    for gap in _GAPS:
        if len(blocks) != 1:
            return blocks
        blocks = _divided(blocks[0], gap.finditer(blocks[0]))
    return _at_numbers(blocks[0]) if len(blocks) == 1 else blocks


def _whole(text: str) -> list[str]:
    """A text that says of itself that it is one tweet, whatever stands in it."""
    return [] if is_blank(text) else [_trimmed(text)]


def _divided(text: str, cuts: Iterable[re.Match[str]]) -> list[str]:
    """The parts between the cuts in which there is anything to see; cuts inside fenced code don't count."""
    blocks: list[str] = []
    code = iter(markdown.fences(text))
    fenced, done = next(code, None), 0
    for cut in cuts:
        while fenced and fenced[1] <= cut.start():
            fenced = next(code, None)
        if fenced and fenced[0] <= cut.start():
            continue
        if not is_blank(block := _trimmed(text[done : cut.start()])):
            blocks.append(block)
        done = cut.end()
        if len(blocks) > MAX_TWEETS:
            return blocks
    last = _trimmed(text[done:])
    return blocks if is_blank(last) else [*blocks, last]


def _trimmed(text: str) -> str:
    """Without blank lines around it; the first line keeps its indentation."""
    text = text.rstrip()
    blanks = _LEADING_BLANKS.match(text)
    return text[blanks.end() :] if blanks else text


def _separates(line: re.Match[str], text: str) -> bool:
    """Whether a line of signs stands between tweets: not when it underlines a heading (`Title` over `---`).

    A heading is one line with its underline right below it, then a blank line, or an underline just as long.
    One or two dashes separate only with blank lines on both sides.
    """
    run = line["dashes"] or line["equals"]
    if not run:
        return True
    above, start = _line_above(text, line.start())
    is_last = line.end() == len(text)
    is_open = _BLANK.match(text, line.end() + 1) is not None
    if len(run) < 3:
        return not above and (is_open or is_last)
    is_underlining = run[0] in "-=" and above and not SEPARATOR.match(above) and not _line_above(text, start)[0]
    return is_last or not is_underlining or not (is_open or len(run) == len(above) > 3)


def _line_above(text: str, start: int) -> tuple[str, int]:
    """The line before the one that begins at `start`, stripped, and where it begins."""
    end = max(start - 1, 0)
    begin = text.rfind("\n", 0, end) + 1
    return text[begin:end].strip(), begin


def _at_numbers(text: str) -> list[str]:
    """A text without blank lines, divided before its numbered lines when they form a run."""
    found = list(islice(numbering.numbered_lines(text), MAX_TWEETS + 1))
    run = numbering.numbering([mark for _, mark in found])
    starts = [found[place][0] for place in run.places] if run else []
    edges = [0, *starts, len(text)]
    return [block for start, end in pairwise(edges) if not is_blank(block := _trimmed(text[start:end]))]


def _counted(blocks: list[str], said: int | None) -> tuple[int | None, tuple[str, ...]]:
    """The total that the tweets' numbers give (`2/9`), and a doubt when the blocks don't bear it out.

    Where the front matter has `said` how many there are, only that counts.
    Unnumbered blocks before the first and after the last number are an opening and an end mark; between two
    numbers they may be an interjection, or a tweet that holds a blank line.
    """
    if said is not None:
        return None, _count_doubt(said, len(blocks))
    run = numbering.numbering([numbering.mark(block) for block in blocks])
    if not run or run.total is None:
        return None, ()
    is_unbroken = run.places[-1] - run.places[0] + 1 == len(run.places)
    if run.last == run.total and is_unbroken:
        return run.total if run.total == len(blocks) else None, ()
    return run.total, (
        f"The numbers say {run.total} tweets and the text has {len(blocks)} blocks: "
        "look whether tweets are missing, or blank lines inside a tweet split it.",
    )


def _count_doubt(said: int, found: int) -> tuple[str, ...]:
    if said == found:
        return ()
    return (f"The front matter says {said} tweets and the text has {found} blocks: look where they are divided.",)


def _date_doubt(matter: FrontMatter) -> tuple[str, ...]:
    if matter.written or not matter.get("date", "published"):
        return ()
    return ("The date in the front matter can't be read: write it as 2024-05-01.",)


def _long_blocks(blocks: list[str]) -> Iterator[str]:
    for number, block in enumerate(blocks, 1):
        if len(block) > LONG_TWEET:
            yield f"Tweet {number} has {len(block):,} characters: look whether it is several tweets in one."
