"""Whether a story has one of the words or hashtags that somebody does not want to hear of. Literal, never a pattern."""

from collections.abc import Collection, Iterable

import regex

from threads.hashtag import tag_key
from threads.model import Thread
from threads.text import match_key

# Scripts whose words stand apart, so that "cat" is not meant by "concatenate". Elsewhere any place is a word's place.
_APART = regex.compile(r"[\w--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]", regex.VERSION1)


def leaves_out(words: Iterable[str], thread: Thread, tags: Collection[str]) -> bool:
    """Whether one of the words stands in the story, in any case; a `#tag` is looked for among its `tags` (keys)."""
    text = " ".join(match_key(said) for said in (thread.title, *(tweet.text for tweet in thread)))
    return any(tag_key(word[1:]) in tags if word.startswith("#") else _stands(match_key(word), text) for word in words)


def _stands(word: str, text: str) -> bool:
    start = text.find(word) if word else -1
    while start >= 0:
        end = start + len(word)
        if not (_runs_on(text[start - 1 : start], word[0]) or _runs_on(word[-1], text[end : end + 1])):
            return True
        start = text.find(word, start + 1)
    return False


def _runs_on(left: str, right: str) -> bool:
    """Whether two neighbours belong to one word."""
    return bool(left and right and _APART.match(left) and _APART.match(right))
