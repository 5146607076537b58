"""Spellings near to a word: what it would be without one slip of the finger."""

from collections.abc import Iterator
from functools import lru_cache
from unicodedata import category

from threads.letters import fold

SHORTEST, LONGEST = 4, 24
"""Letters of a word that a slip is looked for in: any shorter one is near to too many others."""
_BLOCK = 0x80
"""A script's letters stand in one or two blocks of so many code points."""
_BESIDE = {0x600 // _BLOCK: "چڈڑژگںھ", 0x400 // _BLOCK: "ґғқңүұһәө"}
"""Letters that languages have in the next block, of which they use no others."""
_SECOND = {0x680 // _BLOCK: 0x600 // _BLOCK, 0x480 // _BLOCK: 0x400 // _BLOCK}
"""Blocks of such letters alone, and the blocks where the others stand."""


def near(word: str) -> list[str]:
    """Every spelling of a folded word with one letter left out, doubled, exchanged, added, or two in turn.

    The word itself is not among them. Empty for words too short or too long; some thousand for most.
    """
    if not SHORTEST <= len(word) <= LONGEST:
        return []
    return [spelling for spelling in dict.fromkeys(_spellings(word)) if spelling != word]


def _spellings(word: str) -> Iterator[str]:
    blocks = {ord(letter) // _BLOCK for letter in word}
    letters = "".join(dict.fromkeys("".join(_letters(_SECOND.get(block, block)) for block in sorted(blocks))))
    for place in range(len(word) + 1):
        before, behind = word[:place], word[place:]
        if behind:
            yield before + behind[1:]
            yield from (before + letter + behind[1:] for letter in letters)
        if len(behind) > 1:
            yield before + behind[1] + behind[0] + behind[2:]
        yield from (before + letter + behind for letter in letters)


@lru_cache(maxsize=100)
def _letters(block: int) -> str:
    """The letters and vowel signs of a block as they stand in folded words."""
    characters = map(chr, range(block * _BLOCK, (block + 1) * _BLOCK))
    own = "".join(sign for sign in characters if category(sign)[0] in "LM" and fold(sign) == sign)
    return own + _BESIDE.get(block, "")
