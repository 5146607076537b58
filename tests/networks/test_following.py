"""Authors and feeds that are followed: their new threads come in by themselves, once, whole, and politely asked for."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.following import EVERY, QUIET
from bot.outside.rules import Rules
from storage.desk.audit import AdminId
from tests.bot.delivery.followers import followers
from tests.bot.program import spool_process
from tests.clock import HandClock
from tests.driver import Person, Telegram, labels, telegram_on, visible
from tests.handlers.publisher import publisher
from tests.networks.bluesky import Bluesky
from tests.networks.mastodon import Mastodon
from tests.networks.serving import Asked, serving, status, versioned
from tests.quiet import remember
from tests.storage.library import library_on
from tests.threads.sources.saved_posts import OTHER, bsky, toot, uri
from threads.sources.live.bases import Bases
from threads.sources.live.source import Network, Source

A_LOOK = EVERY.total_seconds() * 1.2 + 70
"""Seconds within which everybody has been looked at once more."""
A_WHILE = QUIET.total_seconds() + A_LOOK
"""Seconds after which a thread that says no more has come in."""


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[Telegram]:
    """The bot against the sandbox, by a clock that the test moves on."""
    async with telegram_on(tmp_path / "spool.db", clock=HandClock()) as telegram:
        yield telegram


def now(telegram: Telegram) -> datetime:
    """The time of day for the bot, and for the networks."""
    assert telegram.clock is not None
    return telegram.clock.now()


def at(telegram: Telegram) -> str:
    """The same as networks write it."""
    return now(telegram).isoformat().replace("+00:00", "Z")


def post(telegram: Telegram, number: int, **fields: Any) -> dict[str, Any]:
    """A post of Bluesky that is written now."""
    made = bsky(number, indexedAt=at(telegram), **fields)
    made["record"]["createdAt"] = at(telegram)
    remember(made["record"]["text"])
    return made


def a_toot(telegram: Telegram, number: int, **fields: Any) -> dict[str, Any]:
    """A status of Mastodon that is written now."""
    return toot(number, created_at=at(telegram), **fields)


async def olga(telegram: Telegram, **bases: Any) -> Person:
    """An operator of a bot that asks these networks."""
    telegram.bases = Bases(**bases)
    (person,) = await publisher(telegram)
    return person


async def wait(telegram: Telegram, seconds: float) -> None:
    """Let so much time pass, a minute at a time: what rests for less is not woken each time."""
    assert telegram.clock is not None
    for _ in range(ceil(seconds / 60)):
        telegram.clock.jump(59)
        await telegram.pass_time(1)


async def stories(telegram: Telegram) -> list[tuple[str, int]]:
    """How the stories that readers can read begin, and their lengths; the newest first."""
    listed = await telegram.services.threads.latest(0)
    return [(summary.headline, summary.tweet_count) for summary in listed.items]


async def test_a_new_thread_comes_in_when_it_is_quiet_and_is_updated_when_it_grows(telegram: Telegram) -> None:
    """What was there before stays out, a single post is no thread, and those who follow everything hear of it once."""
    network = Bluesky(bsky(1), bsky(2, to=1))
    async with network.open():
        admin = await olga(telegram, bluesky=network.base)
        (ada,) = await followers(telegram, 1)
        (answer,) = await admin.say("/follow https://bsky.app/profile/mira.example")
        assert "@mira.example is followed." in visible(answer)
        await wait(telegram, A_LOOK)
        network.say(post(telegram, 10, text="A lamp in the fog."), post(telegram, 20, text="A single word."))
        network.say(post(telegram, 11, to=10, root=10))
        await wait(telegram, QUIET.total_seconds() / 2)
        network.say(post(telegram, 12, to=11, root=10), post(telegram, 30, to=10, root=10, did=OTHER))
        await wait(telegram, QUIET.total_seconds() / 2 + 60)
        assert await stories(telegram) == []
        await wait(telegram, A_WHILE)
        assert await stories(telegram) == [("A lamp in the fog.", 3)]
        network.say(post(telegram, 13, to=12, root=10))
        await wait(telegram, A_WHILE)
        assert await stories(telegram) == [("A lamp in the fog.", 4)]
        told = [card for card in telegram.world.messages(ada.id) if "A lamp" in str(card)]
    assert told
    assert network.asked.count("getAuthorFeed") < 20


async def test_an_old_thread_that_grows_comes_in_only_where_it_is_a_story_already(telegram: Telegram) -> None:
    """One that nobody brought in stays out, one that is here gets its new posts."""
    network = Bluesky(bsky(1, "Known lamp."), bsky(2, to=1), bsky(5, "Unknown lamp."), bsky(6, to=5, root=5))
    async with network.open():
        admin = await olga(telegram, bluesky=network.base)
        await admin.say(f"/add {network.link(1)}")
        await admin.press("Publish quietly")
        await admin.say("/follow https://bsky.app/profile/mira.example/post/3k1")
        await wait(telegram, A_LOOK)
        network.say(post(telegram, 3, to=2), post(telegram, 7, to=6, root=5))
        await wait(telegram, A_WHILE)
        assert await stories(telegram) == [("Known lamp.", 3)]


@pytest.mark.parametrize("manner", ["draft", "quiet"])
async def test_new_threads_are_kept_as_drafts_or_published_without_a_word(telegram: Telegram, manner: Any) -> None:
    """As a setting says."""
    network = Bluesky(bsky(1))
    telegram.manner = manner
    async with network.open():
        admin = await olga(telegram, bluesky=network.base)
        await admin.say("/follow https://bsky.app/profile/did:plc:mira")
        network.say(post(telegram, 10, text="A lamp."), post(telegram, 11, to=10, root=10))
        await wait(telegram, A_WHILE)
        drafts = await telegram.services.threads.drafts(0)
        assert [len(await stories(telegram)), len(drafts.items)] == [int(manner == "quiet"), int(manner == "draft")]


async def test_an_account_of_mastodon_is_followed(telegram: Telegram) -> None:
    """Found by its page on whatever server, asked at its own; its list is paged back to the last look."""
    server = Mastodon(toot(1), listed=2)
    async with server.open():
        admin = await olga(telegram, mastodon=server.bases)
        (answer,) = await admin.say("/follow https://sea.example/@mira")
        assert "@mira@sea.example is followed." in visible(answer)
        await wait(telegram, A_LOOK)
        server.say(a_toot(telegram, 10, content="<p>A lamp.</p>"))
        server.say(*(a_toot(telegram, n, to=n - 1) for n in range(11, 15)))
        server.say(a_toot(telegram, 20, by="otto"), a_toot(telegram, 21, to=20, whom="otto"))
        await wait(telegram, A_WHILE)
        assert await stories(telegram) == [("A lamp.", 5)]
    assert server.asked.count("max_id") > 0


def a_feed(*entries: tuple[int, str, str]) -> bytes:
    """A feed of these entries: number, words, and when."""
    items = "".join(
        f"<item><guid>https://lamp.example/{number}</guid><description>{words}</description>{when}</item>"
        for number, words, when in entries
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>L</title>{items}</channel></rss>'.encode()


async def test_a_feed_is_followed_by_a_page_that_names_it(telegram: Telegram) -> None:
    """What was there stays out, dated or not; new entries come in once, changed ones change; 304 while nothing does."""
    entries = [(1, "Old.", ""), (2, "Older.", "<pubDate>Wed, 05 Dec 2012 00:58:26 +0700</pubDate>")]
    asked = Asked()

    async def page(request: web.Request) -> web.Response:
        head = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>'
        return web.Response(text=head, content_type="text/html")

    unchanged = []

    async def feed(request: web.Request) -> web.Response:
        answer = versioned(request, a_feed(*entries), Content_Type="application/rss+xml")
        unchanged.append(answer.status == 304)
        return answer

    async with serving(asked, {"/": page, "/feed": feed}) as base:
        telegram.rules = Rules.of(["127.0.0.1"])
        admin = await olga(telegram)
        (answer,) = await admin.say(f"/follow {base}/")
        assert "127.0.0.1/feed is followed." in visible(answer)
        await wait(telegram, 2 * A_LOOK)
        assert unchanged[-1]
        assert await stories(telegram) == []
        entries.insert(0, (3, "A lamp is lit.", ""))
        await wait(telegram, A_WHILE + A_LOOK)
        assert await stories(telegram) == [("A lamp is lit.", 1)]
        entries[0] = (3, "The lamp of the harbour is lit again.", "")
        await wait(telegram, A_WHILE + A_LOOK)
        assert await stories(telegram) == [("The lamp of the harbour is lit again.", 1)]
        assert unchanged[-1]
        (answer,) = await admin.say("lang:en harbour")
        assert "The lamp of the harbour" in visible(answer), "no language is said, so it is guessed"


async def looks(telegram: Telegram, asked: Asked, seconds: float) -> int:
    """How often a network is asked in so much time."""
    before = len(asked.paths)
    await wait(telegram, seconds)
    return len(asked.paths) - before


async def test_a_network_in_trouble_is_asked_less_and_less(telegram: Telegram) -> None:
    """The pauses grow, the list says why; when it is well again all is as before."""
    network = Bluesky(bsky(1))
    async with network.open():
        admin = await olga(telegram, bluesky=network.base)
        await admin.say("/follow https://bsky.app/profile/mira.example")
        await wait(telegram, A_LOOK)
        network.asked.refuse = status(500)
        counts = [await looks(telegram, network.asked, 3600) for _ in range(3)]
        assert counts[0] > counts[1] >= counts[2]
        (card,) = await admin.say("/follow")
        assert "127.0.0.1 has trouble of its own (HTTP 500): try again later." in visible(card)
        network.asked.refuse = lambda request: None
        network.say(post(telegram, 10, text="A lamp."), post(telegram, 11, to=10, root=10))
        await telegram.skip_time(8 * 3600)
        await wait(telegram, A_WHILE)
        assert await stories(telegram) == [("A lamp.", 2)]
        (card,) = await admin.say("/follow")
        assert "trouble" not in visible(card)


async def test_a_network_that_asks_for_patience_gets_it_for_everybody_there(telegram: Telegram) -> None:
    """After 429 none of its authors is looked at before the time that it names."""
    network = Bluesky(bsky(1), bsky(2, did=OTHER))
    async with network.open():
        admin = await olga(telegram, bluesky=network.base)
        for name in ("mira", "otto"):
            await admin.say(f"/follow https://bsky.app/profile/{name}.example")
        await wait(telegram, A_LOOK)
        network.asked.refuse = status(429, Retry_After="7200")
        assert await looks(telegram, network.asked, A_LOOK) == 1
        assert await looks(telegram, network.asked, 7200 - 2 * A_LOOK) == 0
        network.asked.refuse = lambda request: None
        assert await looks(telegram, network.asked, 3 * A_LOOK) >= 2


async def test_one_question_at_a_time_is_under_way(telegram: Telegram) -> None:
    """However many are followed at one server."""
    network = Bluesky(bsky(1), bsky(2, did=OTHER))
    async with network.open():
        admin = await olga(telegram, bluesky=network.base)
        for name in ("mira", "otto"):
            await admin.say(f"/follow https://bsky.app/profile/{name}.example")
        network.say(*(post(telegram, n, to=n - 1 if n > 10 else None, root=10) for n in range(10, 14)))
        network.say(*(post(telegram, n, to=n - 1 if n > 30 else None, root=30) for n in range(30, 34)))
        await wait(telegram, A_WHILE)
    assert len(network.asked.paths) > 6
    assert network.asked.most == 1


async def test_a_kill_at_any_moment_loses_and_doubles_nothing(telegram: Telegram) -> None:
    """Before the thread is quiet, and between its coming in and the note of that."""
    network = Bluesky(bsky(1))
    async with network.open():
        admin = await olga(telegram, bluesky=network.base)
        await admin.say("/follow https://bsky.app/profile/mira.example")
        await telegram.restart()
        network.say(post(telegram, 10, text="A lamp."), post(telegram, 11, to=10, root=10))
        await wait(telegram, A_LOOK)
        await telegram.restart()
        await wait(telegram, A_WHILE)
        assert await stories(telegram) == [("A lamp.", 2)]
        async with library_on(telegram.database) as library:
            await library.database.write("UPDATE source_thread SET taken = ''")
        await telegram.restart()
        await wait(telegram, A_WHILE)
        assert await stories(telegram) == [("A lamp.", 2)]


async def test_a_deleted_thread_is_let_go(telegram: Telegram) -> None:
    """One that is gone before it was quiet is not asked for again and again."""
    network = Bluesky(bsky(1))
    async with network.open():
        admin = await olga(telegram, bluesky=network.base)
        await admin.say("/follow https://bsky.app/profile/mira.example")
        network.say(post(telegram, 10), post(telegram, 11, to=10, root=10))
        await wait(telegram, A_LOOK)
        for number in (10, 11):
            del network.posts[uri(number)]
        await wait(telegram, A_WHILE)
        asked = network.asked.count("getPostThread")
        await wait(telegram, 2 * A_LOOK)
        assert network.asked.count("getPostThread") == asked
        assert await stories(telegram) == []


async def test_the_list_stops_following(telegram: Telegram) -> None:
    """Page by page; after it nobody is asked any more, and the stories stay. Nobody but operators may."""
    network = Bluesky(bsky(1))
    async with network.open():
        admin = await olga(telegram, bluesky=network.base)
        (card,) = await admin.say("/follow")
        assert "Nobody yet." in visible(card)
        await admin.say("/follow https://bsky.app/profile/mira.example")
        (again,) = await admin.say("/follow https://bsky.app/profile/mira.example/")
        assert "is followed already" in visible(again)
        (card,) = await admin.say("/follow")
        assert "1. @mira.example\nNot looked at yet." in visible(card)
        await wait(telegram, A_LOOK)
        (card,) = await admin.say("/follow")
        assert "Looked at" in visible(card)
        assert labels(card) == [["Stop: 1"]]
        ada = telegram.person("Ada")
        await ada.start()
        (answer,) = await ada.say("/follow https://bsky.app/profile/otto.example")
        assert visible(answer) == "This is for the operators of this bot."
        data = card["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        await ada.press_data(data, answer, forged=True)
        assert len(await telegram.services.desk.sources.all()) == 1
        answered = await admin.press("Stop: 1")
        assert answered["text"] == "No longer followed. Stories that came in stay."
        assert "Nobody yet." in visible(admin.last())
        assert await looks(telegram, network.asked, 2 * A_LOOK) == 0


async def test_many_who_are_followed_stand_on_pages(telegram: Telegram) -> None:
    """Eight on each."""
    admin = await olga(telegram)
    sources = telegram.services.desk.sources
    for number in range(1, 10):
        source = Source(
            network=Network.FEED,
            address=f"https://lamp.example/{number}",
            host="lamp.example",
            name=f"lamp.example/{number}",
            link=f"https://lamp.example/{number}",
        )
        assert await sources.add(source, now(telegram) + timedelta(days=9), by=AdminId(admin.id))
    (card,) = await admin.say("/follow")
    assert labels(card)[-1] == ["▶"]
    await admin.press("▶")
    assert "9. lamp.example/9" in visible(admin.last())
    assert labels(admin.last()) == [["Stop: 9"], ["◀"]]


async def test_nobody_to_follow_is_told(telegram: Telegram) -> None:
    """X, a page without a feed, an author who is not there."""
    network, server = Bluesky(bsky(1)), Mastodon(toot(1))
    async with network.open(), server.open():
        admin = await olga(telegram, bluesky=network.base, mastodon=server.bases)
        for link, why in (
            ("https://x.com/mira", "Nobody can be followed there"),
            ("https://bsky.app/profile/nobody.example", "may be deleted, moved or private"),
            ("https://sea.example/@nobody", "may be deleted, moved or private"),
            ("words", "This is no web address"),
        ):
            (answer,) = await admin.say(f"/follow {link}")
            assert why in visible(answer), link


async def test_the_command_line_follows_lists_and_stops(tmp_path: Path) -> None:
    """By link, name or number; each act stands in the audit log."""
    network = Bluesky(bsky(1))

    async def run(*arguments: str) -> Any:
        return await asyncio.to_thread(spool_process, tmp_path, "follow", *arguments, BLUESKY_URL=network.base)

    async with network.open():
        assert (await run()).text == "Nobody is followed: spool follow LINK.\n"
        added = await run("https://bsky.app/profile/mira.example")
        assert added.text.startswith("@mira.example is followed.")
        assert "already" in (await run("https://bsky.app/profile/mira.example")).text
        listed = (await run()).text
        assert listed == "1  @mira.example  https://bsky.app/profile/mira.example  not looked at yet\n"
        assert (await run("--stop", "@otto.example")).code == 1
        assert (await run("--stop")).code == 2
        assert (await run("--stop", "@mira.example")).text == "@mira.example is followed no more.\n"
    log = (await asyncio.to_thread(spool_process, tmp_path, "audit")).text
    assert log.count("follow") == 2
