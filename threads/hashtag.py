"""What stands in a tweet besides words: hashtags, mentions and links, and the key a hashtag is indexed by.

The rules are those of twitter-text, measured against its conformance suite; readers in every script rely on
them. Every function here takes linear time, since the text comes from strangers: patterns are possessive and
never try a shorter run. Nothing here changes a text, and nothing asks whether a link leads anywhere.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import regex

from threads.letters import tag_form


@dataclass(frozen=True, slots=True)
class Span:
    """A find in a text: `start` and `end` in code points, sign included; `label` as written, without sign."""

    start: int
    end: int
    label: str


MAX_HOST_LABEL = 63
"""The longest part of a host name, counted as it goes over the wire (RFC 1035, RFC 5890)."""

MAX_SHORT_LINK = 40
"""twitter-text takes no `t.co` link with a longer code for a link."""

# Scripts whose words stand without spaces, or (Korean) take endings directly: where one of them follows a
# link, the link has ended and the sentence goes on.
_RUNNING = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u30FC"
_SPACED = rf"[[\p{{L}}\p{{M}}\p{{N}}]--[{_RUNNING}]]"

# A host part is of one kind, so that `example.com` ends where Japanese follows; only the first may mix.
_PART = rf"(?:[{_SPACED}_\-]++|[{_RUNNING}0-9_\-]++)"
_HOST = rf"[\p{{L}}\p{{M}}\p{{N}}\p{{So}}_\-]++(?:\.{_PART})++"
_BARE_HOST = rf"[{_SPACED}_\-]++(?:\.[{_SPACED}_\-]++)++"

# Brackets belong to a link in pairs, two deep; a single one ends it.
_PLAIN = rf"[{_SPACED}!#$%&'*+,\-./:;=?@_~|\u2013]"
_PAIR = rf"\({_PLAIN}*+\)|\[{_PLAIN}*+\]"
_PATH = rf"(?:{_PLAIN}|\((?:{_PLAIN}|{_PAIR})*+\)|\[(?:{_PLAIN}|{_PAIR})*+\])*+"
_NOT_LAST = "!?.,;:'*$%@~|–"

_URL = regex.compile(
    r"(?V1)(?<![A-Za-z0-9@＠$#＃])[hH][tT][tT][pP][sS]?://"
    rf"(?:[tT]\.[cC][oO]/(?P<code>[A-Za-z0-9]++)(?P<tail>\?{_PATH})?"
    rf"|(?P<host>{_HOST})(?::[0-9]++)?(?P<tail>[/?#]{_PATH})?)"
)
_BARE = regex.compile(rf"(?V1)(?<![{_SPACED}_@＠$#＃.:/\-])(?P<host>{_BARE_HOST})(?::[0-9]++)?/{_PATH}")

_LETTER = r"\p{L}\p{M}"
_OTHER = r"\p{Nd}_\u200C\u200D\uA67E\u05BE\u05F3\u05F4\uFF5E\u301C\u309B\u309C\u30A0\u30FB\u3003\u0F0B\u0F0C\u00B7"
_HASHTAG = regex.compile(
    rf"(?V1)(?:(?<![&{_LETTER}{_OTHER}])|(?<=[\uFE0E\uFE0F]))[#＃](?![\uFE0F\u20E3])"
    rf"(?P<label>[{_OTHER}]*+[{_LETTER}][{_LETTER}{_OTHER}]*+)(?![#＃]|://)"
)

_MENTION = regex.compile(
    r"(?V1)(?:(?<![A-Za-z0-9_!#$%&*@＠])|(?<=(?<![A-Za-z0-9_+~.\-])[rR][tT]))[@＠]"
    rf"(?P<label>[A-Za-z0-9_]++(?:[.\-]++[A-Za-z0-9_]++)*+@(?P<host>{_HOST})(?!://)"
    r"|[A-Za-z0-9_]{1,20}+(?![@＠]|://|[\p{Latin}--[A-Za-z]]|[\u0300-\u036F]))"
)
_SIGN = regex.compile("[#＃@＠]")


def hashtags(text: str) -> list[Span]:
    """The hashtags of a text in order, as twitter-text finds them; none inside a link (protocol or not)."""
    return _outside_links(text, [_span(match) for match in _HASHTAG.finditer(text)])


def mentions(text: str) -> list[Span]:
    """The mentions of a text in order: `@name` as twitter-text finds it, `@name@host` (Mastodon) whole.

    As there, a name ends after 20 characters, and a list's name (`@name/list`) is not part of it.
    """
    matches = [match for match in _MENTION.finditer(text) if not match["host"] or _is_host(match["host"])]
    return _outside_links(text, [_span(match) for match in matches])


def urls(text: str) -> list[Span]:
    """The http and https links of a text in order; the label is the link itself.

    Punctuation at its end and a bracket without its partner are not part of a link. A host needs a dot and a
    last part of two letters or more; whether such a domain exists is not asked.
    """
    found = []
    for match in _URL.finditer(text):
        if len(match["code"] or "") <= MAX_SHORT_LINK and (match["code"] or _is_host(match["host"])):
            end = match.end() - len(match["tail"] or "") + len((match["tail"] or "").rstrip(_NOT_LAST))
            found.append(Span(match.start(), end, text[match.start() : end]))
    return found


def tag_key(label: str) -> str:
    """The key under which spellings of a hashtag meet: case, width, forms of one letter. A key is its own key."""
    return tag_form(label)


def _span(match: regex.Match[str]) -> Span:
    return Span(match.start(), match.end(), match["label"])


def _is_host(host: str) -> bool:
    *parents, domain, top = host.split(".")
    whole = all(_is_host_label(label) for label in (*parents, domain, top))
    return whole and "_" not in domain and len(top) > 1 and _is_top(top)


def _is_top(label: str) -> bool:
    # Marks are letters' company in Hindi or Tamil names; `xn--` is such a name as it goes over the wire.
    named = all(unicodedata.category(character)[0] in "LM" for character in label)
    return named or label[:4].casefold() == "xn--"


def _is_host_label(label: str) -> bool:
    if label[0] in "-_" or label[-1] in "-_" or len(label) > MAX_HOST_LABEL:
        return False
    if label.isascii():
        return True
    return not label.startswith("xn--") and len(label.encode("punycode")) + len("xn--") <= MAX_HOST_LABEL


def _outside_links(text: str, found: list[Span]) -> list[Span]:
    if not found:
        return []
    linked = _signs(text, ((link.start, link.end) for link in urls(text)))
    linked |= _signs(text, (match.span() for match in _BARE.finditer(text) if _is_host(match["host"])))
    return [span for span in found if span.start not in linked]


def _signs(text: str, ranges: Iterable[tuple[int, int]]) -> set[int]:
    return {sign.start() for start, end in ranges for sign in _SIGN.finditer(text, start, end)}
