"""Whatever a query holds, the index understands what is made of it, and finds by any part of a story."""

import sqlite3
import time
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.finding.indexing import findable
from storage.finding.matching import any_of, expression
from tests.builders import story
from tests.threads.test_query import QUERIES
from tests.threads.test_words import PIECES
from threads.model import Thread
from threads.query import parse

MATCH = "SELECT rowid FROM story_word WHERE story_word MATCH ? ORDER BY rowid"


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    """An index as the migration makes it."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE story_word USING fts5 (words, content='', tokenize='ascii', prefix='2 3')")
    yield connection
    connection.close()


def found(index: sqlite3.Connection, query: str, *stories: Thread, shared: bool = False) -> list[int]:
    """Which of these stories a query finds, counted from 0; nothing else is in the index."""
    index.execute("INSERT INTO story_word (story_word) VALUES ('delete-all')")
    rows = [(number, findable(thread, "en").words) for number, thread in enumerate(stories)]
    index.executemany("INSERT INTO story_word (rowid, words) VALUES (?, ?)", rows)
    return [row[0] for row in index.execute(MATCH, (expression(parse(query), shared=shared),))]


@given(QUERIES, st.booleans())
@example("#a," * 160, True)
@example("a." * 250, False)
@example("-#a -b -@c -東", False)
@example("after:0001-01-02 before:9999-12-31 @a @b lang:ar lang:fa", True)
def test_the_index_understands_any_query(index: sqlite3.Connection, query: str, shared: bool) -> None:
    """Quotation marks, operators, brackets and zero bytes are data."""
    found(index, query, story("sea"), shared=shared)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join), st.data())
def test_a_story_is_found_by_any_part_of_it(index: sqlite3.Connection, text: str, data: st.DataObject) -> None:
    """By each word as it is written, and by what stands between two spaces in quotation marks."""
    written = text.split()
    thread = story("Nothing.", f"{text} .")
    for word in written:
        assert found(index, f"{word} .", thread) == [0] and found(index, word, thread) == [0]
    if written:
        start = data.draw(st.integers(0, len(written) - 1))
        end = data.draw(st.integers(start + 1, len(written)))
        assert found(index, f'"{" ".join(written[start:end])}"', thread) == [0]


@pytest.mark.parametrize(
    "text",
    [
        "The pier burns",
        "Старый причал",
        "الميناء القديم",
        "اسکله‌های قدیمی",
        "המזח הישן",
        "पुराना घाट",
        "今晚老码头着火了",
        "古い埠頭が燃える",
        "낡은 부두가 탄다",
        "ท่าเรือเก่าไฟไหม้",
        "ທ່າເຮືອເກົ່າ",
        "កំពង់ផែចាស់",
    ],
)
def test_each_script_is_found(index: sqlite3.Connection, text: str) -> None:
    """By any two characters of a script without spaces and by the beginning of any word of others; not by others."""
    thread, other = story(text), story("zzz")
    for word in text.split():
        assert found(index, word[:2], thread, other) == [0]
    if " " not in text:
        assert all(found(index, text[place : place + 2], thread, other) == [0] for place in range(len(text) - 1))


def test_a_lone_character_finds_pairs_that_begin_with_it(index: sqlite3.Connection) -> None:
    """Bare, in quotation marks, behind another word, and not wanted."""
    one, other = story("my iPhone 手机"), story("機 手")
    for query, wanted in {
        "手": [0, 1],
        '"手"': [0, 1],
        '"iphone 手"': [0],
        "-手": [],
        "機": [1],
        "机": [0],
        "-機": [0],
    }.items():
        assert found(index, query, one, other) == wanted, query


def test_what_is_not_to_be_passed_on_is_left_out(index: sqlite3.Connection) -> None:
    """Beside words that are not wanted, and alone."""
    one, other = story("sea", protected=True), story("sea fog")
    assert found(index, "sea", one, other, shared=True) == [1]
    assert found(index, "", one, other, shared=True) == [1]
    assert found(index, "sea -fog", one, other, shared=True) == []
    assert found(index, "sea -fog", one, other) == [0]


def test_no_phrase_runs_from_one_tweet_into_the_next(index: sqlite3.Connection) -> None:
    """A mark stands between them."""
    thread = story("old pier", "burns now")
    assert found(index, '"pier burns"', thread) == []
    assert found(index, '"old pier"', thread) == [0]


def test_any_of_some_words(index: sqlite3.Connection) -> None:
    """One is enough."""
    found(index, "", story("sea"), story("fog"), story("pier"))
    assert [row[0] for row in index.execute(MATCH, (any_of(["sea", "fog"]),))] == [0, 1]


@pytest.mark.parametrize(
    "query", ["a." * 5_000, "#a," * 3_000, '"' * 10_000, "(" * 10_000, "漢a" * 5_000, "NEAR(" * 2_000]
)
def test_a_hostile_query_is_answered_soon(index: sqlite3.Connection, query: str) -> None:
    """Ten thousand characters of whatever kind."""
    started = time.perf_counter()
    found(index, query, story("a " * 1000))
    assert time.perf_counter() - started < 30
