"""Where a query stands in a story: the tweet that holds most of it, and the words around it."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from threads.hashtag import tag_key
from threads.letters import fold
from threads.model import Tweet, TweetNumber
from threads.query import Query
from threads.text import graphemes, opening
from threads.words import is_running, phrase, words

BEFORE = 24
"""Clusters of an excerpt that stand before what was found."""

_PIECE = regex.compile(r"[\p{L}\p{M}\p{N}\p{Cf}'\u2019\u0640]++")


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
    """About `limit` grapheme clusters of the text around the first of what is looked for, on one line."""
    line = " ".join(text.split())
    start, end = _first(line, [needle.strip() for needle in _needles(query)])
    before = _ending(line[:start])
    rest = opening(line[start:], max(limit - len(graphemes(before)), 1)) if start < len(line) else ""
    return Excerpt(before, rest[: end - start], rest[end - start :])


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
    """Where the first of the words looked for stands in a text; (0, 0) when none is met as it stands."""
    for piece in _PIECE.finditer(line):
        folded = fold(piece[0].replace("'", "").replace("\u2019", ""))
        for needle in needles:
            word = needle.partition(" ")[0]
            if is_running(word):
                word = _joined(needle)
                at = folded.find(word)
                if at >= 0 and len(folded) == len(piece[0]):
                    return piece.start() + at, piece.start() + at + len(word)
            elif folded.startswith(word):
                return piece.span()
    return 0, 0


def _joined(needle: str) -> str:
    """The characters that a phrase of pairs stands for, up to the first word that is none."""
    pairs = needle.split(" ")
    joined = pairs[0]
    for pair in pairs[1:]:
        if not (is_running(pair) and pair[0] == joined[-1] and len(pair) > 1):
            break
        joined += pair[1:]
    return joined


def _ending(text: str) -> str:
    """The last few clusters of a text, begun with a whole word where there is one, with `…` for what is left out."""
    clusters = graphemes(text[-BEFORE * 8 :])
    if len(clusters) <= BEFORE and len(text) <= BEFORE * 8:
        return text
    last = "".join(clusters[-BEFORE:])
    _, blank, whole = last.partition(" ")
    return "…" + (whole if blank else last)
