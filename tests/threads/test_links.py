"""Deep links: what is given out is read back for ever, and nothing a stranger sends can break the reader."""

import re
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from threads.links import (
    MAX_PAYLOAD,
    AuthorLink,
    ReportLink,
    StoryLink,
    TagIdLink,
    TagLink,
    author_payload,
    decode,
    report_payload,
    story_payload,
    tag_payload,
)
from threads.model import MAX_ID, AuthorId, TagId, ThreadId, TweetNumber

NUMBERS = st.integers(1, MAX_ID)
KEYS = st.text(min_size=1)
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
LONG_THAI = "เรื่องเล่าจากทะเล"


@given(NUMBERS.map(ThreadId), st.none() | NUMBERS.map(TweetNumber))
def test_a_story_link_comes_back(thread: ThreadId, number: TweetNumber | None) -> None:
    """A story, and a tweet of it, are found again by their payload."""
    payload = story_payload(thread, number)
    assert PAYLOAD.fullmatch(payload)
    assert decode(payload) == StoryLink(thread, number)


@given(NUMBERS.map(AuthorId))
def test_an_author_link_comes_back(author: AuthorId) -> None:
    """An author is found again by the payload."""
    payload = author_payload(author)
    assert PAYLOAD.fullmatch(payload)
    assert decode(payload) == AuthorLink(author)


@given(NUMBERS.map(ThreadId))
def test_a_link_to_report_a_story_comes_back(thread: ThreadId) -> None:
    """The story is found again by the payload."""
    payload = report_payload(thread)
    assert PAYLOAD.fullmatch(payload)
    assert decode(payload) == ReportLink(thread)


@given(KEYS, NUMBERS.map(TagId))
@example("a" * 46, TagId(MAX_ID))
@example("a" * 47, TagId(MAX_ID))
def test_a_tag_link_comes_back(key: str, tag: TagId) -> None:
    """A tag is found again by its key, or by its id when the key is too long."""
    payload = tag_payload(key, tag)
    assert PAYLOAD.fullmatch(payload)
    assert decode(payload) == (TagLink(key) if len(key.encode()) <= 46 else TagIdLink(tag))


def test_forms_that_were_given_out_stay() -> None:
    """Links live in forwarded messages: these very payloads have to be read by every later version."""
    assert story_payload(ThreadId(12)) == "t_12"
    assert story_payload(ThreadId(12), TweetNumber(3)) == "t_12_3"
    assert author_payload(AuthorId(5)) == "a_5"
    assert report_payload(ThreadId(12)) == "r_12"
    assert tag_payload("harbour", TagId(9)) == "h_aGFyYm91cg"
    assert tag_payload("港町", TagId(9)) == "h_5riv55S6"


def test_a_long_thai_tag_goes_by_its_id() -> None:
    """Seventeen Thai letters are 51 bytes, more than a payload holds: the id stands for them."""
    assert tag_payload(LONG_THAI, TagId(77)) == "g_77"
    assert decode("g_77") == TagIdLink(TagId(77))


def test_a_tag_without_a_key_goes_by_its_id() -> None:
    """There is no `h_` with nothing behind it."""
    assert tag_payload("", TagId(3)) == "g_3"


@pytest.mark.parametrize(
    "payload",
    [
        *("", "t", "t_", "t_0", "t_01", "t_1_", "t_1_0", "t_1_02", "t_-1", "t_1_2_3", "t_1.2", " t_1", "t_1\n", "T_1"),
        *("a_", "a_0", "a_07", "g_00", "g_x", "x_1", "h_", "h_a", "h_abcde", "h_====", "h_!!!!", "h_gICA", "h_YQ=="),
        *("t_٣", "t_１", "a_１", "hello", "h_" + "a" * 63),
        *(f"{kind}_{MAX_ID + 1}" for kind in "tag"),
        f"t_1_{MAX_ID + 1}",
        "t_" + "9" * 30,
    ],
)
def test_a_broken_payload_is_none(payload: str) -> None:
    """Leading zeros, ids no database holds, wrong letters and mangled tags stand for nothing."""
    assert decode(payload) is None


@given(st.text() | st.text(string.ascii_letters + string.digits + "_-", max_size=70).map(lambda rest: "h_" + rest))
def test_decoding_never_raises(payload: str) -> None:
    """Whatever stands behind `?start=`, the answer is a link or None."""
    decode(payload)


@given(st.from_regex(r"\A[tagh]_[0-9A-Za-z_]{1,20}\Z"))
def test_what_decodes_is_in_range(payload: str) -> None:
    """No id is handed on that a database can't hold."""
    match decode(payload):
        case StoryLink(thread, number):
            assert 1 <= thread <= MAX_ID
            assert number is None or 1 <= number <= MAX_ID
        case AuthorLink(identity) | TagIdLink(identity):
            assert 1 <= identity <= MAX_ID
        case TagLink(key):
            assert key
        case None:
            pass


def test_the_limit_is_telegrams() -> None:
    """Telegram takes start parameters of up to 64 characters."""
    assert MAX_PAYLOAD == 64
