"""What each script needs to look right: its fonts, its size beside Latin, the distance of its lines; and which Debian
package has the fonts of a character for which none was found.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import regex

from threads.text import graphemes

CORE = "fonts-noto-core"
CJK = "fonts-noto-cjk"
EMOJI = "fonts-noto-color-emoji"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a script is set. `serif` and `sans` are families in order of preference, `scale` its size where Latin has
    one, `guest` the share of its size that Latin words among it take, `leading` the distance of lines in sizes."""

    serif: str
    sans: str
    scale: float = 1.0
    guest: float = 1.0
    leading: float = 1.5


LATIN = Style(serif="Noto Serif", sans="Noto Sans", leading=1.46)
_STYLES = (
    (r"\p{Arabic}", Style(serif="Noto Naskh Arabic", sans="Noto Sans Arabic", scale=1.14, guest=0.84, leading=1.66)),
    (r"\p{Hebrew}", Style(serif="Noto Serif Hebrew", sans="Noto Sans Hebrew", scale=1.04, leading=1.5)),
    (
        r"\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}\p{Oriya}\p{Tamil}\p{Telugu}\p{Kannada}\p{Malayalam}"
        r"\p{Sinhala}",
        Style(
            serif="Noto Serif Devanagari,Noto Serif Bengali,Noto Serif Gurmukhi,Noto Serif Gujarati,Noto Serif Tamil,"
            "Noto Serif Telugu,Noto Serif Kannada,Noto Serif Malayalam,Noto Serif Sinhala,Noto Sans Oriya",
            sans="Noto Sans Devanagari,Noto Sans Bengali,Noto Sans Gurmukhi,Noto Sans Gujarati,Noto Sans Tamil,"
            "Noto Sans Telugu,Noto Sans Kannada,Noto Sans Malayalam,Noto Sans Sinhala,Noto Sans Oriya",
            scale=1.04,
            leading=1.62,
        ),
    ),
    (
        r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}",
        Style(
            serif="Noto Serif Thai,Noto Serif Lao,Noto Serif Khmer,Noto Serif Myanmar,Noto Serif Tibetan",
            sans="Noto Sans Thai,Noto Sans Lao,Noto Sans Khmer,Noto Sans Myanmar,Noto Serif Tibetan",
            scale=1.04,
            leading=1.74,
        ),
    ),
)
_CJK = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Bopomofo}"
_COUNTED = [(regex.compile(f"[{characters}]"), style) for characters, style in _STYLES]
_HAN = regex.compile(f"[{_CJK}]")
_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_HANGUL = regex.compile(r"\p{Hangul}")
_LETTER = regex.compile(r"\p{L}")

_TRADITIONAL = ("zh-tw", "zh-hk", "zh-mo", "zh-hant", "yue")
_WITH_HAN = ("ja", "ko", "zh", "yue")
_FORMS = {"ja": "JP", "ko": "KR", "zh": "SC"}
# No emoji font: it has digits too, and Pango asks for it by itself where a run of emoji is.
_LAST = "Noto Sans Symbols2,Noto Sans Symbols,Noto Sans Math"


def style_of(text: str, language: str | None) -> Style:
    """The style of the script that most of the text is in.

    `language` is a BCP 47 tag: with it Han characters have the forms of their readers.
    """
    counts = [(len(pattern.findall(text)), style) for pattern, style in _COUNTED]
    # One Han character says as much as two letters.
    counts.append((2 * len(_HAN.findall(text)), _cjk_style(text, language)))
    counts.append((len(_LETTER.findall(text)) - sum(count for count, _ in counts[:-1]), LATIN))
    return max(counts, key=lambda count: count[0])[1]


def language_of(text: str, language: str | None) -> str:
    """The language by which letters take their form: the one told, else what the letters themselves say.

    Of Han letters only a language that is written with them says anything.
    """
    if language and (_tag(language).startswith(_WITH_HAN) or not _HAN.search(text)):
        return language
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    return "zh-cn" if _HAN.search(text) else "en"


def families(style: Style, language: str, *, sans: bool) -> str:
    """Every family a text may need, best first, as Pango takes them."""
    own = style.sans if sans else style.serif
    latin = LATIN.sans if sans else LATIN.serif
    others = ",".join(other.sans if sans else other.serif for _, other in _STYLES)
    return f"{own},{latin},{others},{_cjk_family(language, sans=sans)},{_LAST}"


def _cjk_style(text: str, language: str | None) -> Style:
    known = language_of(text, language)
    serif, sans = (_cjk_family(known, sans=sans) for sans in (False, True))
    return Style(serif=serif, sans=sans, scale=0.94, leading=1.66)


def _cjk_family(language: str, *, sans: bool) -> str:
    tag = _tag(language)
    form = "TC" if tag.startswith(_TRADITIONAL) else _FORMS.get(tag.partition("-")[0], "SC")
    return f"Noto {'Sans' if sans else 'Serif'} CJK {form}"


def _tag(language: str) -> str:
    return language.lower().replace("_", "-")


_PICTURE = regex.compile(r"[\p{Emoji_Presentation}\p{Regional_Indicator}\p{Extended_Pictographic}]")
_SIGN = regex.compile(r"[\p{Common}\p{Inherited}]")
MOST_EMOJI = 32
"""Code points of a text that may be all emoji: a family alone has up to eleven."""
_NAMED = {"HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean", "CJK": "Chinese", "BOPOMOFO": "Chinese"}


def is_emoji(text: str) -> bool:
    """Whether a text is a few emoji and nothing else."""
    together = "".join(text[:MOST_EMOJI].split())
    return len(text) < MOST_EMOJI and all(_PICTURE.match(cluster) for cluster in graphemes(together))


def named(clusters: Iterable[str]) -> tuple[str, str]:
    """The scripts of these grapheme clusters in English, and the packages that have fonts for them."""
    found = sorted({_script(cluster) for cluster in clusters})
    return _listed([script for script, _ in found]), _listed(sorted({package for _, package in found}))


def _script(cluster: str) -> tuple[str, str]:
    if _PICTURE.match(cluster):
        return "emoji", EMOJI
    if _SIGN.match(cluster):
        return "signs", CORE
    first = unicodedata.name(cluster[0], "rare signs").partition(" ")[0]
    return _NAMED.get(first, first.capitalize()), CJK if first in _NAMED else CORE


def _listed(words: list[str]) -> str:
    return ", ".join(dict.fromkeys(words))
