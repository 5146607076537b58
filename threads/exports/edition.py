"""A story as files are made of it: the story, where it can be opened, the pictures that could be had, the words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import regex

from threads.exports.wording import Wording
from threads.model import Thread
from threads.text import is_rtl, opening

TITLE = 80
"""Clusters of a title that is made of a story's first words."""

_LETTER = regex.compile(r"\p{L}")
_LANGUAGE = regex.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What a file is made of; it can be handed to another process.

    `link` opens the story for its readers, `tag_links` have the addresses of its tags by index key; both may be
    missing. `pictures` are files by their address, of kinds that `pictures.ending_of` knows.
    """

    thread: Thread
    wording: Wording
    link: str = ""
    tag_links: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The story's title, else the first words that stand behind no content warning."""
        open_texts = (tweet.text for tweet in self.thread if not (tweet.content_warning or tweet.gap))
        named = " ".join(self.thread.title.split())
        return named or next((words for text in open_texts if (words := opening(text, TITLE))), self.wording.untitled)

    @property
    def language(self) -> str:
        """The story's language as a well-formed tag, `und` when nobody said."""
        said = (self.thread.lang, *(tweet.lang for tweet in self.thread))
        return next((tag for lang in said if (tag := language_tag(lang))), "und")

    @property
    def rtl(self) -> bool:
        """Whether the story runs right to left: most of its tweets with words do."""
        texts = [tweet.text for tweet in self.thread if _LETTER.search(tweet.text)]
        return sum(map(is_rtl, texts)) * 2 > len(texts)

    def direction(self, text: str) -> str:
        """`rtl` or `ltr`: the text's own direction, the story's where it has no letters."""
        return "rtl" if (is_rtl(text) if _LETTER.search(text) else self.rtl) else "ltr"

    def position(self, ordinal: int) -> str:
        """A place in the story, as `3/9`."""
        return f"{self.wording.number(ordinal)}/{self.wording.number(len(self.thread))}"


def language_tag(lang: str | None) -> str | None:
    """A language tag of language, script and region; None for everything else that sources say."""
    said = (lang or "").replace("_", "-")
    return said if _LANGUAGE.fullmatch(said) else None
