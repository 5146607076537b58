"""Where a query stands in a story: the tweet that holds most of it, and the words around it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import regex

from threads.hashtag import tag_key
from threads.letters import fold
from threads.model import Tweet, TweetNumber
from threads.query import Query
from threads.text import graphemes, opening
from threads.words import is_running, phrase, pieces, words

BEFORE = 24
"""Clusters of an excerpt that stand before what was found."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A few words of a tweet, and those among them that were looked for; `found` is empty when they were not met."""

    before: str
    found: str
    after: str


def searched(tweet: Tweet) -> str:
    """All that is found of a tweet: its words, those it quotes, and what its pictures and answers say."""
    parts = [tweet.text]
    if tweet.quote:
        parts.append(tweet.quote.text)
    parts += [media.alt for media in tweet.media]
    if tweet.poll:
        parts += [option.label for option in tweet.poll.options]
    return "\n".join(part for part in parts if part)


def best_tweet(tweets: Sequence[Tweet], query: Query) -> TweetNumber | None:
    """The first tweet that holds the most of what is looked for; None when no tweet holds any of it."""
    needles = _needles(query)
    best, most = None, 0
    for tweet in tweets:
        line = f" {' '.join(words(searched(tweet)))} "
        held = sum(needle in line for needle in needles)
        if held > most:
            best, most = tweet.number, held
        if most == len(needles):
            break
    return best


def excerpt(text: str, query: Query, limit: int) -> Excerpt:
    """At most `limit` grapheme clusters of the text around the first of what is looked for, on one line.

    `limit` is greater than BEFORE.
    """
    line = " ".join(text.split())
    start, end = _first(line, _needles(query))
    before = _ending(line[:start])
    rest = opening(line[start:], limit - len(graphemes(before)))
    # The sign of omission is none of what was found.
    kept = len(rest) if rest == line[start:] else len(rest) - 1
    length = min(end - start, kept)
    return Excerpt(before, rest[:length], rest[length:])


def _needles(query: Query) -> list[str]:
    """What to look for in a line of folded words, a blank at each end of a word that is whole."""
    needles = []
    for term in query.terms:
        *whole, last = term.phrases
        needles += [f" {' '.join(run)} " for run in whole]
        needles.append(f" {' '.join(last)}{'' if term.open_ended else ' '}")
    needles += [f" {' '.join(run)} " for tag in query.tags if (run := phrase(tag_key(tag)))]
    return needles


def _first(line: str, needles: Sequence[str]) -> tuple[int, int]:
    """Where the first of what is looked for stands in a text, in whole words; (0, 0) when nothing of it does."""
    cut = [(piece, place, word) for piece in pieces(line) for place, word in enumerate(words(piece[0]))]
    held = f" {' '.join(word for _, _, word in cut)} "
    found = [(held.index(needle), -len(needle), needle) for needle in needles if needle in held]
    if not found:
        return 0, 0
    at, _, needle = min(found)
    wanted = needle.split()
    first = held.count(" ", 0, at)
    (piece, place, _), (last_piece, last_place, _) = cut[first], cut[first + len(wanted) - 1]
    return _place(piece, place, wanted[0])[0], _place(last_piece, last_place, wanted[-1])[1]


def _place(piece: "regex.Match[str]", place: int, word: str) -> tuple[int, int]:
    """Where a word stands that is so many words behind the beginning of its piece of a text.

    In scripts without spaces one begins with each folded character; other pieces are shown whole.
    """
    if not is_running(word):
        return piece.span()
    clusters = graphemes(piece[0])
    folded = list(accumulate(len(fold(cluster)) for cluster in clusters))
    first, last = bisect_right(folded, place), bisect_left(folded, place + len(word))
    start = piece.start() + len("".join(clusters[:first]))
    return start, start + len("".join(clusters[first : last + 1]))


def _ending(text: str) -> str:
    """The last few clusters of a text, begun with a whole word where there is one, with `…` for what is left out."""
    clusters = graphemes(text[-BEFORE * 8 :])
    if len(clusters) <= BEFORE and len(text) <= BEFORE * 8:
        return text
    last = "".join(clusters[-BEFORE:])
    _, blank, whole = last.partition(" ")
    return "…" + (whole if blank else last)
