"""Words and tags that somebody does not want to hear of: literal, whole words where a script has them apart."""

import pytest

from tests.builders import story
from threads.leaving_out import leaves_out

STORY = story("The Concatenated tide (C++) rose.", "東京の猫", "It was 5 % salt_water. Ёлка!", title="Of gulls")


@pytest.mark.parametrize(
    "word", ["tide", "TIDE", "rose", "c++", "猫", "京の", "5 %", "salt_water", "ёлка", "gulls", "ｔｉｄｅ"]
)
def test_a_word_that_stands_there_is_found(word: str) -> None:
    """In any case and width, in text and title; signs are nothing but signs."""
    assert leaves_out([word], STORY, set())


@pytest.mark.parametrize("word", ["cat", "tid", "ide", "salt", "t.de", ".*", "gull", "лка", "", "犬"])
def test_a_part_of_a_word_and_a_pattern_are_not(word: str) -> None:
    """Where words stand apart a part is no word; a pattern is not one."""
    assert not leaves_out([word], STORY, set())


def test_a_word_is_found_behind_one_that_only_holds_it() -> None:
    """The first place may be a part of another word, the second the word itself."""
    assert leaves_out(["cat"], story("Concatenate the cat"), set())


def test_a_tag_is_found_among_the_storys_tags_only() -> None:
    """`#Ghosts` is the tag in any spelling, and not the word."""
    assert leaves_out(["no", "#Ghosts"], STORY, {"ghosts"})
    assert not leaves_out(["#tide"], STORY, {"ghosts"})


def test_nothing_left_out_leaves_everything_in() -> None:
    """Without words nothing is found."""
    assert not leaves_out([], STORY, {"ghosts"})
