"""What holds of every format of the registry: new ones are tested here as soon as they have an example."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.threads.sources.examples import EXAMPLES
from tests.threads.sources.reading import TODAY
from threads.errors import SpoolError
from threads.identity import keys_of, merge, source_key
from threads.model import Thread
from threads.sources import registry, spool_json
from threads.sources.document import Document
from threads.text import clean

CASES = [(name, data) for name, examples in EXAMPLES.items() for data in examples]
NETWORKS = {"x-archive", "x-web", "x-api-v2", "x-api-v1", "bluesky", "mastodon", "mastodon-archive"}

every = pytest.mark.parametrize(("name", "data"), CASES, ids=[f"{name}-{n}" for n, (name, _) in enumerate(CASES)])


def read(data: bytes, format: str | None = None) -> list[Thread]:
    """The stories of these bytes."""
    return list(registry.read(Document.of("saved", data), today=TODAY, format=format))


def survives(data: bytes, format: str | None) -> None:
    """Stories, or a sentence: nothing else may come of any bytes."""
    try:
        for thread in registry.read(Document.of("saved", data), today=TODAY, format=format):
            assert all(clean(tweet.text) == tweet.text for tweet in thread)
    except SpoolError as error:
        assert str(error).strip().endswith((".", "!"))
        assert "\n" not in str(error)


def test_every_format_has_an_example() -> None:
    """None is left out of these tests."""
    assert set(EXAMPLES) == set(registry.names())


@every
def test_it_is_detected_and_read_by_name(name: str, data: bytes) -> None:
    """By nobody else, and with the same stories each time."""
    document = Document.of("saved", data)
    assert next(known.NAME for known in registry.FORMATS if known.detects(document)) == name
    assert read(data) == read(data, name) == read(data)


@every
def test_its_stories_are_whole(name: str, data: bytes) -> None:
    """Tweets counted from one, an author's name or a reason to look, an identity, and texts that are clean."""
    for thread in read(data):
        if not thread.numbers_given:
            assert [tweet.number for tweet in thread] == list(range(1, len(thread) + 1))
        assert keys_of(thread)
        assert all(clean(tweet.text) == tweet.text for tweet in thread)
        if name in NETWORKS:
            assert source_key(thread) == f"{thread.source}:{thread.tweets[0].source_id}"
            assert all(tweet.source_id for tweet in thread)
            assert thread.author.handle or thread.review


@every
def test_its_stories_go_out_and_come_back(name: str, data: bytes) -> None:
    """Written as Spool's JSON and read again they are the same."""
    for thread in read(data):
        (back,) = read(spool_json.dump(thread))
        assert spool_json.dump(back) == spool_json.dump(thread)


@every
def test_it_comes_again_without_a_change(name: str, data: bytes) -> None:
    """The same story, and every tweet the number that it had."""
    for old, new in zip(read(data), read(data), strict=True):
        assert keys_of(old) == keys_of(new)
        assert [tweet.number for tweet in merge(old, new, 100)] == [tweet.number for tweet in old]


@every
@given(chance=st.data())
def test_damage_is_told_in_a_sentence(name: str, data: bytes, chance: st.DataObject) -> None:
    """Bytes changed, cut out, doubled or put in anywhere."""
    changed = bytearray(data)
    for _ in range(chance.draw(st.integers(1, 4))):
        start = chance.draw(st.integers(0, len(changed)))
        end = min(len(changed), start + chance.draw(st.integers(0, 40)))
        changed[start:end] = chance.draw(st.binary(max_size=6) | st.just(bytes(changed[start:end] * 2)))
    survives(bytes(changed), chance.draw(st.sampled_from([None, name])))


JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**20) | st.text(max_size=8) | st.just("at://a/app.bsky.feed.post/b"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "text", "uri", "a"]), inner, max_size=3)
    ),
    max_leaves=4,
)
JSON_CASES = [
    (name, data[data.index(b"=") + 1 :] if data.startswith(b"window") else data, data.startswith(b"window"))
    for name, data in CASES
    if data.lstrip().startswith((b"{", b"[", b"window")) and b"}\n{" not in data
]


def replaced(value: Any, chance: st.DataObject) -> Any:
    """The value with something in it replaced by junk, dropped, doubled or turned round."""
    if not isinstance(value, dict | list) or not value or chance.draw(st.integers(0, 9)) == 0:
        return chance.draw(JUNK)
    if isinstance(value, list):
        place = chance.draw(st.integers(0, len(value) - 1))
        if chance.draw(st.booleans()):
            return [*value[:place], replaced(value[place], chance), *value[place + 1 :]]
        return chance.draw(st.sampled_from([value[::-1], value * 2, value[:place]]))
    key = chance.draw(st.sampled_from(sorted(value)))
    return value | {key: replaced(value[key], chance)}


@pytest.mark.parametrize(
    ("name", "data", "is_script"), JSON_CASES, ids=[f"{case[0]}-{n}" for n, case in enumerate(JSON_CASES)]
)
@given(chance=st.data())
def test_values_of_another_kind_are_told_in_a_sentence(
    name: str, data: bytes, is_script: bool, chance: st.DataObject
) -> None:
    """JSON of the right shape with anything at any place of it."""
    value = json.loads(data)
    for _ in range(chance.draw(st.integers(1, 3))):
        value = replaced(value, chance)
    begin = b"window.YTD.tweets.part0 = " if is_script else b""
    survives(begin + json.dumps(value).encode(), name)


HUGE: dict[str, Callable[[], str]] = {
    "lists, deep": lambda: "[" * 200_000,
    "objects, deep": lambda: '{"a":' * 200_000,
    "objects, many": lambda: "[" + "{}," * 200_000 + "{}]",
    "one text": lambda: '["' + "https://t.co/a " * 500_000 + '"]',
    "tweets in a circle": lambda: json.dumps(
        [
            {
                "id": str(n),
                "text": "a",
                "author_id": "1",
                "id_str": str(n),
                "user": {"id_str": "1"},
                "entities": {},
                "in_reply_to_status_id_str": str((n + 1) % 9_000),
                "in_reply_to_user_id_str": "1",
                "referenced_tweets": [{"type": "replied_to", "id": str((n + 1) % 9_000)}],
                "in_reply_to_user_id": "1",
            }
            for n in range(9_000)
        ]
    ),
    "links without end": lambda: json.dumps(
        [
            {
                "id": "1",
                "id_str": "1",
                "author_id": "1",
                "user": {"id_str": "1"},
                "text": "http" * 24_000,
                "entities": {"urls": [{"url": "http", "expanded_url": "https://a.example"}] * 20_000},
            }
        ]
    ),
}


@pytest.mark.parametrize("what", HUGE)
@pytest.mark.parametrize("name", registry.names())
@pytest.mark.timeout(60)
def test_nothing_hangs(name: str, what: str) -> None:
    """What is deep, long or turns in a circle comes to an end, by whichever format it is read."""
    begin = "window.YTD.tweets.part0 = " if name == "x-archive" else ""
    survives((begin + HUGE[what]()).encode(), name)
