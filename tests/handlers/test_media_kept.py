"""Pictures and films that are kept: they reach readers though their source is gone, and are uploaded once."""

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from storage.media.content_files import Refusal
from storage.media.kept import Kept
from tests.builders import story
from tests.driver import Telegram, links, telegram_on, visible
from tests.films import gif, mp4, png
from tests.handlers.leaves import PLACES, address, held, photo, reading_in, tweet
from tests.handlers.publisher import control, publisher
from tests.quiet import remember
from tests.threads.sources.mastodon_archives import create, outbox, tarred, zipped
from tests.threads.sources.x_archives import id_of, packed, picture
from tests.threads.sources.x_archives import tweet as x_tweet
from tests.threads.sources.x_archives import whole as archive_of
from threads.model import Media, MediaKind, Tweet, TweetNumber

BYTES = {MediaKind.PHOTO: png(40, 30), MediaKind.VIDEO: mp4(), MediaKind.GIF: gif(40, 30)}
SHOWN = {MediaKind.PHOTO: "photo", MediaKind.VIDEO: "video", MediaKind.GIF: "animation"}
WRONG = "Bad Request: wrong file identifier/HTTP URL specified"


async def keep(telegram: Telegram, url: str, data: bytes) -> Kept:
    """Keep a file; its source is gone from then on."""
    telegram.world.dead_urls.add(url)
    kept = await telegram.services.media.keep(url, data)
    assert not isinstance(kept, Refusal)
    return kept


def sent(telegram: Telegram) -> list[str]:
    """How each call of the bot named the picture or film that it carried: an upload, an address, or an id."""
    ways = []
    for call in telegram.world.calls:
        media: Any = call.params.get("media", {})
        named = (json.loads(media) if isinstance(media, str) else media).get("media")
        named = named or next(
            (call.params[kind] for kind in (*SHOWN.values(), "document") if kind in call.params), None
        )
        if named:
            is_upload = named.startswith(("attach://", "<"))
            ways.append("upload" if is_upload else "address" if named.startswith("http") else "id")
    return ways


def path_of(telegram: Telegram, kept: Kept) -> Path:
    """Where a kept file lies."""
    return telegram.database.parent / "media" / kept.hash[:2] / f"{kept.hash}.{kept.content.type}"


@pytest.mark.parametrize("kind", list(MediaKind))
@pytest.mark.parametrize("edited", [False, True], ids=["sent", "edited"])
async def test_what_is_kept_is_uploaded_once_and_goes_by_its_id_from_then_on(
    telegram: Telegram, kind: MediaKind, edited: bool
) -> None:
    """Also when two ask at the same moment, and after a restart; the address is never asked for."""
    url = address(2, 1, "bin")
    media = (Media(kind=kind, url=url, alt="Rain."),)
    await telegram.bring(story("One.", Tweet(number=TweetNumber(2), text="Two.", media=media)))
    await keep(telegram, url, BYTES[kind])
    ada, ben = telegram.person(), telegram.person()
    if edited:
        await ada.start("t_1_1")
        await ben.start("t_1_1")
        await asyncio.gather(ada.press("Next ▶"), ben.press("Next ▶"))
    else:
        await asyncio.gather(ada.start("t_1_2"), ben.start("t_1_2"))
    for reader in (ada, ben):
        assert held(reader.last()) == SHOWN[kind]
        assert "Two." in visible(reader.last())
    await telegram.restart()
    await telegram.person().start("t_1_2")
    assert sent(telegram) == ["upload", "id", "id"]


async def test_another_bot_uploads_for_itself(telegram: Telegram) -> None:
    """Ids are good for one bot; what is kept is there for each."""
    await telegram.bring(story(tweet(1, "photo")))
    await keep(telegram, address(1, 1, "jpg"), png())
    await telegram.person().start("t_1_1")
    await telegram.end()
    async with telegram_on(telegram.database, token="2000000002:other") as other:
        other.world.dead_urls.add(address(1, 1, "jpg"))
        for _ in range(2):
            await other.person().start("t_1_1")
        assert sent(other) == ["upload", "id"]


@pytest.mark.parametrize("restart", [False, True])
async def test_an_id_that_is_refused_is_followed_by_an_upload(telegram: Telegram, restart: bool) -> None:
    """Whether the id came out of memory or out of the database."""
    await telegram.bring(story(tweet(1, "photo")))
    await keep(telegram, address(1, 1, "jpg"), png())
    await telegram.person().start("t_1_1")
    if restart:
        await telegram.restart()
    telegram.world.faults.add(method="sendPhoto", status=400, description=WRONG)
    for _ in range(2):
        assert held((await telegram.person().start("t_1_1"))[0]) == "photo"
    assert sent(telegram) == ["upload", "id", "upload", "id"]


@pytest.mark.parametrize("harm", ["gone", "damaged"])
async def test_a_kept_file_that_is_lost_falls_back_to_the_address(telegram: Telegram, harm: str) -> None:
    """The reader sees the picture from its source, and it is to be fetched again."""
    await telegram.bring(story(tweet(1, "photo")))
    kept = await telegram.services.media.keep(address(1, 1, "jpg"), png())
    assert isinstance(kept, Kept)
    path = path_of(telegram, kept)
    await asyncio.to_thread(path.unlink) if harm == "gone" else await asyncio.to_thread(path.write_bytes, b"x")
    (card,) = await telegram.person().start("t_1_1")
    assert (held(card), sent(telegram)) == ("photo", ["address"])
    assert not await telegram.services.media.has(address(1, 1, "jpg"))


async def test_an_upload_that_telegram_refuses_is_followed_by_the_address(telegram: Telegram) -> None:
    """Headers may promise more than a file holds."""
    await telegram.bring(story(tweet(1, "photo")))
    await telegram.services.media.keep(address(1, 1, "jpg"), png())
    telegram.world.faults.add(method="sendPhoto", status=400, description="Bad Request: IMAGE_PROCESS_FAILED")
    (card,) = await telegram.person().start("t_1_1")
    assert (held(card), sent(telegram)) == ("photo", ["upload", "address"])


@pytest.mark.parametrize(
    ("kind", "data", "shown"),
    [
        (MediaKind.PHOTO, png(9_000, 1_001), "document"),
        (MediaKind.PHOTO, png(2_100, 100), "document"),
        (MediaKind.PHOTO, png(more=bytes(11_000_000)), "document"),
        (MediaKind.PHOTO, mp4(), "video"),
        (MediaKind.PHOTO, gif(), "animation"),
        (MediaKind.VIDEO, png(), "photo"),
    ],
    ids=["sides", "ratio", "size", "film", "gif", "picture"],
)
async def test_what_is_kept_is_shown_as_what_it_is(
    telegram: Telegram, kind: MediaKind, data: bytes, shown: str
) -> None:
    """Whatever the story calls it; a picture too large for a photo comes as a file. By its id from then on."""
    url = address(2, 1, "bin")
    media = (Media(kind=kind, url=url, alt="Rain."),)
    await telegram.bring(story("One.", Tweet(number=TweetNumber(2), media=media), "Three."))
    await keep(telegram, url, data)
    ada = telegram.person()
    await ada.start("t_1_1")
    await ada.press("Next ▶")
    assert shown in ada.last()
    assert "Picture: Rain." in visible(ada.last()) or kind is MediaKind.VIDEO
    await ada.press("Next ▶")
    assert "Three." in visible(ada.last())
    await telegram.restart()
    for _ in range(2):
        assert shown in (await telegram.person().start("t_1_2"))[0]
    assert sent(telegram) == ["upload", "id", "id"]
    telegram.world.faults.add(method=f"send{shown.title()}", status=400, description=WRONG)
    assert shown in (await telegram.person().start("t_1_2"))[0]
    assert sent(telegram)[3:] == ["id", "upload"]


async def test_a_sensitive_picture_is_never_a_file(telegram: Telegram) -> None:
    """No spoiler covers a file: it comes from its source, then as a link."""
    url = address(1, 1, "png")
    await telegram.bring(story(Tweet(number=TweetNumber(1), media=(photo(url, sensitive=True),))))
    await keep(telegram, url, png(2_100, 100))
    (card,) = await telegram.person().start("t_1_1")
    assert (held(card), url in links(card).values(), sent(telegram)) == ("text", True, ["address"])


@pytest.mark.parametrize("kind", [MediaKind.VIDEO, MediaKind.GIF])
async def test_an_uploaded_film_says_how_large_it_is(telegram: Telegram, kind: MediaKind) -> None:
    """Or people would see a square; sent and edited."""
    one, two = address(1, 1, "mp4"), address(2, 1, "mp4")
    films = [Tweet(number=TweetNumber(n), media=(Media(kind=kind, url=url),)) for n, url in ((1, one), (2, two))]
    await telegram.bring(story(*films))
    for n, url in ((1, one), (2, two)):
        await keep(telegram, url, mp4(640, 360, moved=n))
    ada = telegram.person()
    await ada.start("t_1_1")
    for label in ("Next ▶", "Finish ✓"):
        film = ada.last()[SHOWN[kind]]
        assert (film["width"], film["height"]) == (640, 360)
        await ada.press(label)


@pytest.mark.parametrize("place", PLACES)
async def test_kept_pictures_are_stepped_through_like_others(telegram: Telegram, place: str) -> None:
    """From text and back, in a group too; an inline card previews their address, as nothing can be uploaded to it."""
    await telegram.bring(story("One.", tweet(2, "photos"), tweet(3, "gif"), "Four."))
    for part in (1, 2, 3):
        await keep(telegram, address(2, part, "jpg"), png(part, 1))
    await keep(telegram, address(3, 1, "gif"), gif())
    reading = await reading_in(telegram, place, later=False)
    for kind in ("photo", "photo", "photo", "animation", "text"):
        await reading.press("Next ▶", kind)
    assert sent(telegram) == ([] if place == "inline" else ["upload"] * 4)
    for kind in ("animation", "photo"):
        await reading.press("◀ Prev", kind)
    if place == "inline":
        assert reading.card["link_preview_options"]["url"] == address(2, 3, "jpg")


async def test_two_stories_with_one_picture_upload_it_once(telegram: Telegram) -> None:
    """It is one address, and one file."""
    photo_again = Tweet(number=TweetNumber(2), media=(photo(address(1, 1, "jpg")),))
    await telegram.bring(story(tweet(1, "photo")), story("Again.", photo_again, source_id="s2"))
    await keep(telegram, address(1, 1, "jpg"), png())
    reader = telegram.person()
    await reader.start("t_1_1")
    await reader.start("t_2_2")
    assert sent(telegram) == ["upload", "id"]


async def test_a_group_that_allows_no_pictures_gets_text(telegram: Telegram) -> None:
    """Without a second upload by another way."""
    await telegram.bring(story(tweet(1, "photo")))
    await keep(telegram, address(1, 1, "jpg"), png())
    ada = telegram.person()
    group = telegram.world.add_group("Readers", [ada.id], kind="supergroup")
    refusal = "Bad Request: not enough rights to send photos to the chat"
    telegram.world.faults.add(method="sendPhoto", chat=group, status=400, description=refusal)
    (card,) = await ada.start("t_1_1", chat=group)
    assert (held(card), sent(telegram)) == ("text", ["upload"])


@pytest.mark.parametrize("pack", [zipped, tarred])
async def test_pictures_in_a_mastodon_archive_that_is_sent_are_kept(
    telegram: Telegram, pack: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    """They have no other address."""
    (olga,) = await publisher(telegram)
    item = {"type": "Document", "mediaType": "image/png", "url": "/media_attachments/files/1/dead.png"}
    remember("The quay.")
    posts = outbox(create(1, "<p>The quay.</p>", attachment=[item]), create(2, to=1))
    data = pack({"media_attachments/files/1/dead.png": png(), "outbox.json": posts})
    telegram.world.send_media(olga.id, "document", data=data, file_name="archive.bin", caption="/add")
    await telegram.settled()
    await olga.press("Publish", control(olga))
    (card,) = await telegram.person().start("t_1_1")
    assert (held(card), "The quay." in visible(card)) == ("photo", True)


async def test_what_was_lost_is_shown_as_soon_as_it_is_kept(telegram: Telegram) -> None:
    """An address that failed is not tried again for a while, and keeps nobody from what has come meanwhile."""
    url = address(1, 1, "dead.jpg")
    await telegram.bring(story(tweet(1, "text"), Tweet(number=TweetNumber(2), media=(photo(url),))))
    for _ in range(2):
        assert held((await telegram.person().start("t_1_2"))[0]) == "text"
    assert sent(telegram) == ["address"]
    await keep(telegram, url, png())
    assert held((await telegram.person().start("t_1_2"))[0]) == "photo"
    assert sent(telegram) == ["address", "upload"]


async def test_an_upload_that_was_refused_is_not_tried_at_every_step(telegram: Telegram) -> None:
    """Nor is its address."""
    url = address(1, 1, "dead.jpg")
    await telegram.bring(story(Tweet(number=TweetNumber(1), media=(photo(url),))))
    await keep(telegram, url, png())
    telegram.world.faults.add(method="sendPhoto", status=400, description="Bad Request: IMAGE_PROCESS_FAILED")
    for _ in range(3):
        assert held((await telegram.person().start("t_1_1"))[0]) == "text"
    assert sent(telegram) == ["upload", "address"]


async def queries(telegram: Telegram, deed: Any) -> int:
    """How many statements the bot's readers of the database were given meanwhile."""
    seen: list[str] = []
    readers = telegram.services.threads._database._readers  # what is counted is hidden for good reason
    for reader in readers:
        await reader.set_trace_callback(seen.append)
    await deed
    for reader in readers:
        await reader.set_trace_callback(None)  # type: ignore[arg-type]  # sqlite3 takes None, the stubs of aiosqlite do not
    return len(seen)


async def test_a_tap_asks_the_database_about_media_at_most_once(telegram: Telegram) -> None:
    """Never for text, once for a picture that was not sent before, never for one that was."""
    await telegram.bring(story("One.", "Two.", photo_of(3), photo_of(4), "Five."))
    await keep(telegram, address(3, 1, "jpg"), png())
    ada, ben = telegram.person(), telegram.person()
    for reader in (ada, ben):
        await reader.start("t_1_1")
    assert [await queries(telegram, ada.press("Next ▶")) for _ in range(4)] == [0, 1, 1, 0]
    assert [await queries(telegram, ben.press("Next ▶")) for _ in range(4)] == [0, 0, 0, 0]


def photo_of(number: int) -> Tweet:
    """A tweet of a picture alone."""
    return Tweet(number=TweetNumber(number), media=(photo(address(number, 1, "jpg")),))


async def test_pictures_in_an_archive_that_is_sent_are_kept(telegram: Telegram, tmp_path: Path) -> None:
    """The preview shows them already, though they are gone at their source; what is damaged keeps no story out."""
    (olga,) = await publisher(telegram)
    files = archive_of(x_tweet(1, "The lamp.", **picture(1)), x_tweet(2, "The bell.", to=1, **picture(2, "bell.png")))
    files |= {f"data/tweets_media/{id_of(1)}-lamp.jpg": png(), f"data/tweets_media/{id_of(2)}-bell.png": b"\0" * 40_000}
    remember("The lamp.", "The bell.")
    await asyncio.to_thread(packed, tmp_path / "a.zip", files)
    data = await asyncio.to_thread((tmp_path / "a.zip").read_bytes)
    telegram.world.dead_urls |= {f"https://pbs.twimg.com/media/{name}" for name in ("lamp.jpg", "bell.png")}
    telegram.world.send_media(olga.id, "document", data=data, file_name="archive.zip", caption="/add")
    await telegram.settled()
    assert await telegram.services.media.find("https://pbs.twimg.com/media/lamp.jpg")
    await olga.press("Publish", control(olga))
    (card,) = await telegram.person().start("t_1_1")
    assert (held(card), "The lamp." in visible(card)) == ("photo", True)
    assert sent(telegram)[0] == "upload"
    (card,) = await telegram.person().start("t_1_2")
    assert held(card) == "text"
