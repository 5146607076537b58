"""Callback data: typed, small, readable for ever, and harmless when forged."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.callback_data import ACTS, MAX_BYTES, MAX_PAGE, decode, encode
from handlers.callbacks import (
    Again,
    Choice,
    Choose,
    End,
    Follow,
    FollowList,
    Frame,
    Jump,
    Listing,
    Next,
    OpenList,
    OpenStory,
    Press,
    Previous,
    Save,
    Share,
    Show,
    ShowTags,
    Speak,
    Title,
    Turn,
    Unfollow,
)
from handlers.presses.acts import Decide, Decision, Host, Hosting, Time, Timing
from handlers.presses.reports import Objected, Objection
from tests.builders import story
from tests.driver import Telegram, labels
from threads.model import MAX_ID, AuthorId, ThreadId, TweetNumber
from threads.reading import Place

_ids = st.integers(1, MAX_ID)
_frames = st.builds(
    lambda thread, number, page, revealed: Frame(ThreadId(thread), Place(TweetNumber(number), page), revealed),
    _ids,
    _ids,
    st.integers(0, MAX_PAGE - 1),
    st.booleans(),
)
_titles = _ids.map(lambda thread: Title(ThreadId(thread)))
_ends = _ids.map(lambda thread: End(ThreadId(thread)))
_presses: st.SearchStrategy[Press] = st.one_of(
    *(st.builds(kind, st.one_of(_frames, _titles, _ends)) for kind in (Show, ShowTags, Share, Save, Follow, OpenStory)),
    *(st.builds(kind, _frames) for kind in (Next, Previous, Jump)),
    st.builds(Again, _ends),
    st.builds(OpenList, st.sampled_from(Listing), st.integers(0, MAX_ID)),
    st.builds(Turn, st.sampled_from(Listing), st.integers(0, MAX_ID), st.integers(0, MAX_PAGE - 1)),
    st.builds(FollowList, st.sampled_from(Listing), st.integers(0, MAX_ID), st.integers(0, MAX_PAGE - 1)),
    st.builds(
        Unfollow,
        st.sampled_from(Listing),
        st.integers(0, MAX_ID),
        st.integers(0, MAX_PAGE - 1),
        st.integers(0, MAX_ID),
    ),
    *(
        st.builds(kind, st.sampled_from(kind.ACTS), *[st.integers(0, MAX_ID)] * (len(fields(kind)) - 1))
        for kind in ACTS.values()
    ),
    st.builds(Choose, st.sampled_from(Choice)),
    st.builds(Speak, st.none() | st.from_regex(r"[a-z]{2}", fullmatch=True)),
)


@given(_presses)
def test_every_press_comes_back_as_it_was_within_64_bytes(press: Press) -> None:
    """Encoding and decoding are inverse, at the largest ids too."""
    data = encode(press)
    assert 1 <= len(data.encode()) <= MAX_BYTES
    assert decode(data) == press


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")) | st.from_regex(r"\A1[a-z][0-9.e]{0,40}\Z"))
def test_arbitrary_data_never_raises(data: str) -> None:
    """What can be read is one of the known forms, everything else is None."""
    press = decode(data)
    assert press is None or decode(encode(press)) == press


@given(_presses, st.data())
def test_truncated_data_never_raises(press: Press, data: st.DataObject) -> None:
    """A cut at any place gives a press of a known form or None."""
    whole = encode(press)
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    assert decode(cut) is None or isinstance(decode(cut), Press)


_FRAME = Frame(ThreadId(12), Place(TweetNumber(4), 1))


@pytest.mark.parametrize(
    ("data", "press"),
    [
        ("1s12", Show(Title(ThreadId(12)))),
        ("1s12.4.1", Show(_FRAME)),
        ("1s12.e", Show(End(ThreadId(12)))),
        ("1n12.4.1", Next(_FRAME)),
        ("1p12.4.1", Previous(_FRAME)),
        ("1j12.4.1", Jump(_FRAME)),
        ("1t12.4.1", ShowTags(_FRAME)),
        ("1h12", Share(Title(ThreadId(12)))),
        ("1v12.4.1", Save(_FRAME)),
        ("1a12.e", Again(End(ThreadId(12)))),
        ("1o12", OpenStory(Title(ThreadId(12)))),
        ("1ll0", OpenList(Listing.LATEST)),
        ("1lg7", OpenList(Listing.TAG, 7)),
        ("1lb3", OpenList(Listing.AUTHOR, 3)),
        ("1uc0.2", Turn(Listing.CONTINUE, 0, 2)),
        ("1cp", Choose(Choice.PLAIN_ON)),
        ("1cy", Choose(Choice.FORGET_SURELY)),
        ("1Gc0.0.2", Host(Hosting.MINE, 0, 0, 2)),
        ("1Go12.0.1", Host(Hosting.LIST, 12, 0, 1)),
        ("1Gg12.7.1", Host(Hosting.NOT_TAG, 12, 7, 1)),
        ("1Gu12.345.0", Host(Hosting.UNDO, 12, 345)),
        ("1Gf12.1320.420", Host(Hosting.QUIET_UNTIL, 12, 1320, 420)),
        ("1zo1650.1", Time(Timing.CITIES, 1650, 1)),
        ("1Ay5", Decide(Decision.OPT_OUT_SURELY, AuthorId(5))),
        ("1Ra12", Objected(Objection.ASK, 12)),
        ("1Rd7", Objected(Objection.DISMISS, 7)),
    ],
)
def test_data_once_given_out_is_read_for_ever(data: str, press: Press) -> None:
    """These stand on cards in people's chats since the first version: rows may be added here, never changed."""
    assert decode(data) == press


FORGED = [
    "", "1", "1n", "1n1", "1n1.2", "1n1.e", "1n0.1.0", "1n1.0.0", "1n1.-1.0", "1n01.1.0", "1n1.1.0.0", "1a1", "1a1.1.0",
    "2n1.1.0", "1z1", "1n99999999999999999999.1.0", "1n1.1.99999999999999999999", "1lx0", "1ll", "1ul0", "1ul0.1000001",
    "1n1.1.r", "1n1.1.0.r.r", "1n1.1.0.e", "1a1.e.r", "1cz", "1c", "1s٣.1.0", "1s" + "9" * 70, "1ul0.-1", "../../etc",
    "\x00", "💥",
]  # fmt: skip


@pytest.mark.parametrize("data", FORGED)
def test_forged_data_is_refused(data: str) -> None:
    """Each of these is of no known form."""
    assert decode(data) is None


@pytest.mark.parametrize(
    ("data", "press"),
    [
        ("1n7.3.2", Next(Frame(ThreadId(7), Place(TweetNumber(3), 2)))),
        ("1s7.3.2.r", Show(Frame(ThreadId(7), Place(TweetNumber(3), 2), revealed=True))),
        ("1s7", Show(Title(ThreadId(7)))),
        ("1h7.e", Share(End(ThreadId(7)))),
    ],
)
def test_what_was_once_sent_out_is_read_for_ever(data: str, press: Press) -> None:
    """Forms that stand in somebody's chat, from before there were content warnings too."""
    assert decode(data) == press


async def test_forged_presses_get_a_sentence_and_change_nothing(telegram: Telegram) -> None:
    """Over HTTP: every one is answered, the card stays, and the bot goes on."""
    await telegram.bring(story())
    ada = telegram.person()
    (frame,) = await ada.start("t_1_2")
    for data in FORGED[1:]:
        if len(data.encode()) <= MAX_BYTES:
            answer = await ada.press_data(data, frame, forged=True)
            assert answer["text"] == "This button can't be read. Try /latest."
    assert ada.last() == frame
    await ada.press("Next ▶")
    assert labels(ada.last())[0][1] == "3/3"


@pytest.mark.parametrize(
    "data",
    ["1n99.1.0", "1s1.99.0", "1s1.2.99", "1p1.99.7", "1j1.77.0", "1h99", "1v99.e", "1t1", "1o99", "1o1.99.9", "1a99.e",
     "1lb99", "1lg0", "1ug99.5", "1ul0.999999", "1uc0.7", "1us5.3", "1j1.2.50", "1h1.3.9", "1h1.e", "1v1", "1t1.e"],
)  # fmt: skip
async def test_well_formed_presses_on_things_that_are_not_there_are_answered(telegram: Telegram, data: str) -> None:
    """Unknown stories, tweets past the end, pages past the last: an answer and a card, never an error."""
    await telegram.bring(story())
    ada = telegram.person()
    (frame,) = await ada.start("t_1_2")
    await ada.press_data(data, frame, forged=True)
    assert ada.last()["text"]
    assert not any(call.get("text", "").startswith("Something went wrong") for call in telegram.calls("sendMessage"))
    assert "Something went wrong" not in str(telegram.calls("answerCallbackQuery"))
