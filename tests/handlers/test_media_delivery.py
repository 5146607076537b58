"""How a picture gets to Telegram: by its address, by its id, as an upload, or not at all."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.builders import story
from tests.driver import Telegram, labels, links, telegram_on, visible
from tests.handlers.leaves import PLACES, address, held, photo, reading_in, tweet
from threads.model import Media, MediaKind, Tweet, TweetNumber


def sent_as(telegram: Telegram, method: str = "editMessageMedia") -> list[Any]:
    """What the calls of a method named as the medium, oldest first."""
    calls = telegram.calls(method)
    return [call["media"]["media"] if isinstance(call["media"], dict) else call["media"] for call in calls]


async def test_a_picture_goes_by_its_address_once_and_by_its_id_from_then_on(telegram: Telegram) -> None:
    """The second reader, and anyone after a restart, gets it under the id that Telegram gave it."""
    await telegram.bring(story("One.", tweet(2, "photo")))
    for _ in range(2):
        reader = telegram.person()
        await reader.start("t_1_1")
        await reader.press("Next ▶")
    await telegram.restart()
    ben = telegram.person()
    (card,) = await ben.start("t_1_2")
    file = card["photo"][-1]["file_id"]
    assert sent_as(telegram) == [address(2, 1, "jpg"), file]
    assert telegram.calls("sendPhoto")[-1]["photo"] == file


async def test_another_bot_does_not_use_the_ids_of_this_one(telegram: Telegram) -> None:
    """A file id is good for one bot only: a second bot on the same database begins with the address."""
    await telegram.bring(story(tweet(1, "photo")))
    await telegram.person().start("t_1_1")
    await telegram.end()
    async with telegram_on(telegram.database, token="2000000002:other") as other:
        await other.person().start("t_1_1")
        assert [call["photo"] for call in other.calls("sendPhoto")] == [address(1, 1, "jpg")]


async def test_an_id_that_telegram_refuses_is_forgotten(telegram: Telegram) -> None:
    """The address is tried again, and what comes of it is remembered."""
    await telegram.bring(story("One.", tweet(2, "photo")))
    ada, ben = telegram.person(), telegram.person()
    await ada.start("t_1_2")
    await ben.start("t_1_1")
    refusal = "Bad Request: wrong file identifier/HTTP URL specified"
    telegram.world.faults.add(method="editMessageMedia", status=400, description=refusal)
    await ben.press("Next ▶")
    assert held(ben.last()) == "photo"
    assert sent_as(telegram)[-1] == address(2, 1, "jpg")


async def test_a_refused_id_stays_forgotten_when_nothing_takes_its_place(telegram: Telegram) -> None:
    """Another process does not begin with it again."""
    await telegram.bring(story(tweet(1, "photo")))
    await telegram.person().start("t_1_1")
    telegram.world.dead_urls.add(address(1, 1, "jpg"))
    refusal = "Bad Request: wrong file identifier/HTTP URL specified"
    telegram.world.faults.add(method="sendPhoto", status=400, description=refusal)
    (card,) = await telegram.person().start("t_1_1")
    assert held(card) == "text"
    await telegram.restart()
    before = len(telegram.calls("sendPhoto"))
    await telegram.person().start("t_1_1")
    assert [call["photo"] for call in telegram.calls("sendPhoto")[before:]] == [address(1, 1, "jpg")]


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000020806000000"
    "72b60d240000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)
BYTES = {
    MediaKind.PHOTO: PNG,
    MediaKind.VIDEO: b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 64,
    MediaKind.GIF: b"GIF89a\x02\x00\x02\x00" + b"\x00" * 64,
}


def served(telegram: Telegram, data: bytes, *, ending: str = "bin") -> str:
    """An address that the bot can reach and Telegram can't: the sandbox's own, as that of its sample pictures."""
    file = telegram.world.state.files.upload("document", data, f"file.{ending}")
    url = f"{telegram.address}/file/bot{telegram.world.token}/{file.path}"
    telegram.world.dead_urls.add(url)
    return url


@pytest.mark.parametrize("kind", list(MediaKind))
@pytest.mark.parametrize("edited", [False, True], ids=["sent", "edited"])
async def test_a_picture_that_telegram_can_not_fetch_is_uploaded(
    telegram: Telegram, kind: MediaKind, edited: bool
) -> None:
    """By its bytes, with its caption and keyboard; the next reader gets it by its id, without another upload."""
    url = served(telegram, BYTES[kind])
    media = (Media(kind=kind, url=url, alt="Rain.", sensitive=True),)
    await telegram.bring(story("One.", Tweet(number=TweetNumber(2), text="Two. #rain", media=media)))
    ada, ben = telegram.person(), telegram.person()
    await ada.start("t_1_1" if edited else "t_1_2")
    if edited:
        await ada.press("Next ▶")
    card = ada.last()
    shown = {MediaKind.PHOTO: "photo", MediaKind.VIDEO: "video", MediaKind.GIF: "animation"}[kind]
    assert held(card) == shown
    assert "Two. #rain" in visible(card)
    assert card["has_media_spoiler"]
    assert labels(card)[0] == ["◀ Prev", "2/2", "Finish ✓"]
    assert len(telegram.world.messages(ada.id)) == 2
    described = card[shown][-1] if kind is MediaKind.PHOTO else card[shown]
    assert telegram.world.file_url(described["file_id"]) is None
    before = len(telegram.world.calls)
    await ben.start("t_1_2")
    assert held(ben.last()) == shown
    sent = [call for call in list(telegram.world.calls)[before:] if call.method.startswith("send")]
    assert [call.ok for call in sent] == [True]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "make",
    [
        lambda telegram: "http://127.0.0.1:9/dead.jpg",
        lambda telegram: served(telegram, b"<html>no picture</html>"),
        lambda telegram: f"{telegram.address}/file/dead.jpg",
    ],
    ids=["unreachable", "no picture", "missing"],
)
async def test_a_picture_that_can_be_had_in_no_way_becomes_a_text_with_a_link(
    telegram: Telegram, place: str, make: Callable[[Telegram], str]
) -> None:
    """From text, from a photo, and as a new message; Next goes on from it, and one card is in the chat."""
    url = make(telegram)
    lost = Tweet(number=TweetNumber(3), text="Three.", media=(photo(url, alt="A lost harbour."),))
    await telegram.bring(story("One.", tweet(2, "photo"), lost, tweet(4, "gif"), lost_again(5, url), "Six."))
    reading = await reading_in(telegram, place, later=False)
    for kind in ("photo", "text", "animation", "text", "text"):
        await reading.press("Next ▶", kind)
    for kind in ("text", "animation", "text"):
        await reading.press("◀ Prev", kind)
    assert "Three." in visible(reading.card)
    assert "Picture: A lost harbour." in visible(reading.card)
    assert links(reading.card)["Picture"] == url
    if place != "inline":
        (card,) = await reading.person.start("t_1_3")
        assert links(card)["Picture"] == url


def lost_again(number: int, url: str) -> Tweet:
    """Another tweet with the same picture."""
    return Tweet(number=TweetNumber(number), text=f"Leaf {number}.", media=(photo(url),))


async def test_a_lost_picture_is_not_tried_again_at_every_step(telegram: Telegram) -> None:
    """Each try would keep a reader waiting: for some minutes it goes out as text at once."""
    await telegram.bring(story(lost_again(1, "http://127.0.0.1:9/dead.jpg"), "Two."))
    ada = telegram.person()
    for _ in range(3):
        await ada.start("t_1_1")
    assert len(telegram.calls("sendPhoto")) == 1
    assert len(telegram.calls("sendMessage")) == 3


async def test_a_group_that_allows_no_pictures_gets_text(telegram: Telegram) -> None:
    """The refusal says nothing of the picture, which others get as before."""
    await telegram.bring(story("One.", tweet(2, "photo")))
    ada = telegram.person()
    group = telegram.world.add_group("Readers", [ada.id], kind="supergroup")
    refusal = "Bad Request: not enough rights to send photos to the chat"
    telegram.world.faults.add(method="sendPhoto", chat=group, status=400, description=refusal)
    (card,) = await ada.start("t_1_2", chat=group)
    assert links(card)["Picture"] == address(2, 1, "jpg")
    await ada.start("t_1_2")
    assert held(ada.last()) == "photo"
