"""How texts are cleaned, counted, shortened and compared: rules that hold for every source and every screen.

Lengths come in several units, each named where it is used: code points (Python), UTF-16 code units (Telegram),
grapheme clusters (what a person sees as one character) and X's weighted length. Nothing here knows Telegram's
markup, and only `clean` decides what a kept text may hold.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

import regex

from threads.hashtag import Span, mentions, urls
from threads.letters import caseless

WORDS_A_MINUTE = 230
CHARACTERS_A_MINUTE = 400
"""Reading pace for scripts with spaces, and for those without."""

UNITS_A_CLUSTER = 2
LEAST_UNITS = 64
"""UTF-16 units that a cluster of an opening may take on the average, and what any opening may take in all: a flag
takes four, a family eleven."""
LINK_WEIGHT = 23
"""What X counts for a link of any length."""

# Scripts written without spaces between words; the long-vowel marks belong to no single script.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u30FC\uFF70"
_UNSPACED_CHARACTER = regex.compile(rf"[{_UNSPACED}]")
_WORD = regex.compile(rf"(?V1)[[\p{{L}}\p{{N}}]--[{_UNSPACED}]][^\s{_UNSPACED}]*+")

# Flags within a run come first: \X alone counts back through the run at each of them, in quadratic time.
_CLUSTER = regex.compile(r"\p{Regional_Indicator}{2}(?=\p{Regional_Indicator})|\X")

_DROPPED = regex.compile(r"[\x00-\x08\x0E-\x1F\x7F\uFFFE\uFFFF]")
_SURROGATE = regex.compile(r"[\uD800-\uDFFF]")

# twitter-text v3: the ranges that weigh one (all else weighs two), and emoji sequences, two each. The two
# pictures among the light characters, © and ®, are emoji only when the selector says so.
_HEAVY = regex.compile(r"[^\u0000-\u10FF\u2000-\u200D\u2010-\u201F\u2032-\u2037]")
_PICTURE = (
    r"(?:[©®]\uFE0F|[\p{Extended_Pictographic}--[©®]]"
    r"[\U0001F3FB-\U0001F3FF]?+\uFE0F?+[\U000E0020-\U000E007F]*+)"
)
_EMOJI = regex.compile(rf"(?V1)\p{{Regional_Indicator}}{{2}}|[0-9#*]\uFE0F?\u20E3|{_PICTURE}(?:\u200D{_PICTURE})*+")

# Taken away before the sign of omission; ! and ? carry meaning and stay.
_BEFORE_ELLIPSIS = " .,;:-–—…、，。"


def clean(text: str) -> str:
    """The text as it is kept: `\\n` line ends, no control characters but `\\n` and tab, no noncharacters, no BOM.

    A surrogate becomes part of its pair's character, or U+FFFD when it stands alone. A vertical tab, the line break
    of word processors, becomes a line end, a form feed a space, so that words stay apart. Joiners, selectors and
    special spaces stay: words and emoji need them. Cleaning a clean text changes nothing.
    """
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", " ")
    cleaned: str = _DROPPED.sub("", text)
    return cleaned.lstrip("\ufeff")


def utf16_length(text: str) -> int:
    """The length in UTF-16 code units, in which Telegram measures messages and entities."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def weighted_length(text: str) -> int:
    """The length as X counts it (twitter-text v3, over NFC): most scripts 1, CJK 2, an emoji 2, a link 23.

    Only links with a protocol count as links. Emoji are told by their shape, so also those newer than X's list.
    """
    text = unicodedata.normalize("NFC", text)
    links = urls(text)
    return LINK_WEIGHT * len(links) + sum(_plain_weight(part) for part in _between(text, links))


def graphemes(text: str) -> list[str]:
    """The text in grapheme clusters (UAX 29), the characters that a person sees; joined, they are the text."""
    return [match.group() for match in _CLUSTER.finditer(text)]


def cluster_ends(text: str, start: int, end: int) -> list[int]:
    """Where the clusters of `text` end after `start` and up to `end`, in code points; one must begin at `start`."""
    # A boundary is known from the text before it and one character after it: that one is looked at too.
    return [match.end() for match in _CLUSTER.finditer(text, start, end + 1) if match.end() <= end]


def opening(text: str, limit: int) -> str:
    """The first words on one line, at most `limit` grapheme clusters with the `…` that marks a cut.

    At most twice as many UTF-16 units too, or 64, since Telegram measures in them. It ends with a word; in scripts
    without spaces, and within a first word that is too long, with a cluster.
    Raises ValueError when `limit` is below 1.
    """
    if limit < 1:
        raise ValueError("an opening needs room for one character")
    line = " ".join(text.split())
    if line.isascii():
        # Each character is a cluster and a unit of its own.
        return line if len(line) <= limit else _whole_words(list(line[:limit])) + "…"
    clusters = [match.group() for match in islice(_CLUSTER.finditer(line), limit + 1)]
    fitting = _fitting(clusters[:limit], max(limit * UNITS_A_CLUSTER, LEAST_UNITS))
    return line if len(fitting) == len(clusters) else _whole_words(fitting) + "…"


def _fitting(clusters: list[str], units: int) -> list[str]:
    """The first clusters that take no more than so many UTF-16 units: one alone may hold thousands of marks."""
    total = 0
    for place, cluster in enumerate(clusters):
        total += utf16_length(cluster)
        if total > units:
            return clusters[:place]
    return clusters


def reading_minutes(texts: Iterable[str]) -> int:
    """Minutes to read all of `texts`, to the nearest and at least 1; scripts add up, each at its own pace."""
    minutes = 0.0
    for text in texts:
        if text.isascii():
            minutes += len(text.split()) / WORDS_A_MINUTE
        else:
            minutes += len(_WORD.findall(text)) / WORDS_A_MINUTE
            minutes += len(_UNSPACED_CHARACTER.findall(text)) / CHARACTERS_A_MINUTE
    return max(1, int(minutes + 0.5))


def match_key(text: str) -> str:
    """The key by which the same tweet is known again: NFKC, case folded, whitespace made single spaces."""
    return " ".join(caseless(text).split())


def is_rtl(text: str) -> bool:
    """Whether the text runs right to left: its first strong character (UAX 9) outside links and mentions says.

    A hashtag counts as the word it is; its sign has no direction.
    """
    if text.isascii():
        return False
    skipped = sorted((*urls(text), *mentions(text)), key=lambda span: span.start)
    directions = (unicodedata.bidirectional(character) for part in _between(text, skipped) for character in part)
    return next((direction != "L" for direction in directions if direction in ("L", "R", "AL")), False)


def _plain_weight(text: str) -> int:
    if text.isascii():
        return len(text)
    rest, emoji = _EMOJI.subn("", text)
    return len(rest) + len(_HEAVY.findall(rest)) + 2 * int(emoji)


def _between(text: str, spans: Iterable[Span]) -> Iterator[str]:
    start = 0
    for span in spans:
        yield text[start : span.start]
        start = span.end
    yield text[start:]


def _whole_words(clusters: list[str]) -> str:
    """The words that end before the last of `clusters`; all but that one when no word does."""
    for length in range(len(clusters) - 1, 0, -1):
        last, after = clusters[length - 1 : length + 1]
        if after == " " or _UNSPACED_CHARACTER.match(last) or _UNSPACED_CHARACTER.match(after):
            words = "".join(clusters[:length]).rstrip(_BEFORE_ELLIPSIS)
            if words:
                return words
    return "".join(clusters[:-1])
