"""What a reader looks for: words, phrases, tags, authors, a language, dates, and what is not wanted.

A query is data. Whatever is written becomes one of these values, never an error; what no rule takes is a word.
"""

from dataclasses import dataclass, replace
from datetime import date

import regex

from threads.hashtag import Span, hashtags
from threads.letters import fold
from threads.words import is_running, phrase, wanted

LONGEST = 500
"""Characters of a query that are looked at."""
MOST = 16
"""Parts of a query that are looked for."""
SHORTEST_PREFIX = 2
"""Letters of a last word that may go on: of one letter it is a word, as it stands."""

_MINUS = r"(?P<minus>(?<!\S)[-\u2212\u2013])?"
_PART = regex.compile(
    rf'{_MINUS}(?:["\u201C\u201E\u00AB](?P<phrase>[^"\u201C-\u201E\u00AB\u00BB]*+)["\u201C\u201D\u00BB]|(?P<word>\S++))'
)
_HANDLE = regex.compile(r"[@＠](?P<handle>\w+(?:[.\-]\w+)*+(?:@\w+(?:[.\-]\w+)*+)?)")
_FILTER = regex.compile(r"(?P<name>lang|before|after)[:：](?P<value>\S+)", regex.IGNORECASE)
_LANGUAGE = regex.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", regex.IGNORECASE)
_DATE = regex.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Term:
    """Something that has to stand in a story: each of these phrases, in whatever order.

    `said` is how it was written. With `open_ended` the last word of its last phrase may go on.
    """

    said: str
    phrases: tuple[tuple[str, ...], ...]
    open_ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What has to be in a story, and what must not. Of several authors or languages one is enough.

    `text` is the query as it was written, on one line. `after` is the first day and `before` the day after the last.
    `shortened` says that there was more than is looked for.
    """

    text: str
    terms: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()
    tags: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    without_handles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    after: date | None = None
    before: date | None = None
    shortened: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked for: the query is blank, or of signs alone."""
        return self == Query(text=self.text, shortened=self.shortened)

    @property
    def only_tag(self) -> str | None:
        """The tag when nothing else is looked for."""
        return self.tags[0] if self == Query(text=self.text, tags=self.tags[:1]) and self.tags else None

    @property
    def only_handle(self) -> str | None:
        """The author's handle when nothing else is looked for."""
        return self.handles[0] if self == Query(text=self.text, handles=self.handles[:1]) and self.handles else None

    def respelled(self, spellings: dict[str, str]) -> "Query":
        """The query with words spelled otherwise; the words are named as they were written."""
        return parse(_PART.sub(lambda part: spellings.get(part[0], part[0]), self.text))


def parse(text: str) -> Query:
    """Read a query of any length and content. Never raises."""
    line = " ".join(text.split())
    query = Query(text=line[:LONGEST].rstrip(), shortened=len(line) > LONGEST)
    parts = list(_PART.finditer(query.text))
    for part in parts[:MOST]:
        query = _with(query, part)
    return replace(query, shortened=query.shortened or len(parts) > MOST)


def _with(query: Query, part: "regex.Match[str]") -> Query:
    """The query with one more part of it."""
    wanted_ = not part["minus"]
    if part["phrase"] is not None:
        return _with_term(query, _whole(part[0].lstrip("-\u2212\u2013"), part["phrase"]), wanted=wanted_)
    word = part["word"]
    if tags := hashtags(word):
        query = _with_tags(query, tuple(tag.label for tag in tags), wanted=wanted_)
        return _with_term(query, _term(_around(word, tags), last=False), wanted=wanted_)
    if found := _HANDLE.match(word):
        handle = (found["handle"],)
        if wanted_:
            return replace(query, handles=query.handles + handle)
        return replace(query, without_handles=query.without_handles + handle)
    if wanted_ and (filtered := _filtered(query, word)):
        return filtered
    last = part.end() == len(query.text)
    return _with_term(query, _term(word, last=last and wanted_), wanted=wanted_)


def _with_term(query: Query, term: Term, *, wanted: bool) -> Query:
    if not term.phrases:
        return query
    return replace(query, terms=(*query.terms, term)) if wanted else replace(query, without=(*query.without, term))


def _with_tags(query: Query, tags: tuple[str, ...], *, wanted: bool) -> Query:
    if wanted:
        return replace(query, tags=query.tags + tags)
    return replace(query, without_tags=query.without_tags + tags)


def _around(word: str, tags: list[Span]) -> str:
    """What is written before, between and behind the tags of a word without spaces: `fog,#sea`."""
    ends = [0, *(tag.end for tag in tags)]
    starts = [*(tag.start for tag in tags), len(word)]
    return " ".join(word[end:start] for end, start in zip(ends, starts, strict=True)).strip()


def _whole(said: str, text: str) -> Term:
    """A phrase in quotation marks."""
    found = tuple(phrase(text))
    return Term(said, (found,), _is_half(found[-1])) if found else Term(said, ())


def _is_half(word: str) -> bool:
    """Whether it is a lone character of a script without spaces, the beginning of a pair."""
    return len(word) == 1 and is_running(word)


def _term(word: str, *, last: bool) -> Term:
    """A bare word. Of the last one, and of one with a star behind it, only the beginning may be there."""
    phrases = tuple(tuple(run) for run in wanted(word))
    if not phrases:
        return Term(word, ())
    end = phrases[-1][-1]
    goes_on = len(end) >= SHORTEST_PREFIX and not is_running(end) and (last or word.endswith("*"))
    return Term(word, phrases, goes_on or _is_half(end))


def _filtered(query: Query, word: str) -> Query | None:
    """The query with `lang:`, `before:` or `after:`; None when the word is none of these."""
    match = _FILTER.fullmatch(word)
    if match is None:
        return None
    name, value = match["name"].lower(), fold(match["value"])
    if name == "lang":
        language = _LANGUAGE.fullmatch(value)
        return replace(query, languages=(*query.languages, language[1])) if language else None
    day = _day(value)
    if day is None:
        return None
    return replace(query, before=day) if name == "before" else replace(query, after=day)


def _day(text: str) -> date | None:
    """The first day of a year, a month or a day as people write it, `2024`, `2024-03` or `2024-03-09`."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None
