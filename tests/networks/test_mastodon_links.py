"""Threads of Mastodon by their link, asked for over HTTP: whole, whatever a server shows to strangers."""

from typing import Any

import pytest
from aiohttp import web

from tests.networks.mastodon import Mastodon
from tests.networks.serving import read_one, status
from tests.threads.sources.reading import stories, texts
from tests.threads.sources.saved_posts import account, toot
from threads.errors import SpoolError
from threads.model import Thread
from threads.sources import refusals
from threads.sources.live.bases import Bases

FILE = {"type": "image", "url": "https://sea.example/a.jpg", "description": "A lamp."}


def thread(length: int) -> list[dict[str, Any]]:
    """A thread of so many statuses, each below the one before."""
    return [toot(n, to=n - 1 if n > 1 else None) for n in range(1, length + 1)]


def link(number: int) -> str:
    """The address of a status on its server."""
    return f"https://sea.example/@mira/1{number:05}"


async def told(server: Mastodon, url: str) -> Thread:
    """The story behind a link."""
    async with server.open():
        return await read_one(url, Bases(mastodon=server.bases))


async def refused(server: Mastodon, url: str) -> SpoolError:
    """Why there is no story behind it."""
    with pytest.raises(SpoolError) as error:
        await told(server, url)
    return error.value


async def test_a_link_gives_the_same_story_as_the_saved_context() -> None:
    """Content warnings, pictures, strangers' replies and side branches: one `parse` reads both."""
    statuses = [
        toot(1, "<p>Lamps <a>#Harbour</a></p>", spoiler_text="sea", tags=[{"name": "harbour"}]),
        toot(
            2, to=1, media_attachments=[{"type": "image", "url": "https://sea.example/a.jpg", "description": "A lamp"}]
        ),
        toot(3, "<p>Lovely!</p>", to=2, by="otto"),
        toot(4, "<p>Thanks.</p>", to=3, whom="otto"),
        toot(5, "<p>An aside.</p>", to=1),
        toot(6, to=2, whom="otto"),  # servers are wrong about whom, now and then
    ]
    server = Mastodon(*statuses)
    live = await told(server, link(1))
    assert [live] == stories(server.saved(1))
    assert len(live) == 3
    assert "left out" in live.review[0]


@pytest.mark.parametrize("asked", [1, 30, 90])
async def test_a_thread_is_followed_past_what_strangers_are_shown(asked: int) -> None:
    """Ninety statuses of which a context shows forty above and twenty below: all come, in order, without a doubt."""
    story = await told(Mastodon(*thread(90)), link(asked))
    assert texts(story) == [f"Lamp {n} is lit." for n in range(1, 91)]
    assert story.review == ()


async def test_replies_of_strangers_that_fill_a_context_hide_nothing() -> None:
    """Sixty of them below the first status: the author's own replies behind them are asked for."""
    crowd = [toot(n, to=2, by="otto") for n in range(100, 165)]
    server = Mastodon(toot(1), toot(2, to=1), *crowd, toot(3, to=2), toot(4, to=3))
    assert len(await told(server, link(1))) == 4


async def test_a_thread_below_somebody_elses_status_begins_with_its_author() -> None:
    """The link to one of its statuses gives that thread."""
    server = Mastodon(toot(1, by="otto"), toot(2, "<p>Mine.</p>", to=1, whom="otto"), toot(3, "<p>Old.</p>", to=2))
    assert texts(await told(server, link(3))) == ["Mine.", "Old."]


@pytest.mark.parametrize(
    "url",
    [
        "https://sea.example/@mira/100001",
        "https://sea.example/@mira/100001/",
        "https://sea.example/@mira/100001?x=1#top",
        "https://sea.example/@mira@sea.example/100001",
        "https://sea.example/users/mira/statuses/100001",
        "https://sea.example/@mira/statuses/100001",
        "https://sea.example/web/statuses/100001",
        "https://sea.example/web/@mira/100001",
        "https://sea.example/deck/@mira/100001",
        "https://sea.example/notice/100001",
        "https://SEA.example/@mira/100001",
    ],
)
async def test_every_shape_of_a_link_leads_there(url: str) -> None:
    """Of the servers of this kind and their several front ends."""
    assert len(await told(Mastodon(toot(1)), url)) == 1


async def test_the_authors_own_server_is_asked() -> None:
    """Another one knows of the thread only a part; where the own one says nothing, that part is taken."""
    far = account(host="sea.example") | {"acct": "mira@sea.example"}
    copied = toot(1) | {"id": "777", "account": far | {"id": "12"}, "url": link(1)}
    copy = Mastodon(copied, host="bay.example")
    home = Mastodon(*thread(3))
    async with copy.open(), home.open():
        bases = Bases(mastodon=copy.bases | home.bases)
        whole = await read_one("https://bay.example/@mira@sea.example/777", bases)
        home.asked.refuse = status(401)
        part = await read_one("https://bay.example/@mira@sea.example/777", bases)
    assert (len(whole), len(part)) == (3, 1)
    assert whole.source_id == part.source_id == link(1)
    assert part.author.handle == "mira@sea.example"


async def test_what_can_not_be_had_says_why() -> None:
    """Deleted or private, for members alone, too often, broken, no status: each its sentence."""
    server = Mastodon(toot(1))
    assert isinstance(await refused(server, link(9)), refusals.NotThere)
    server.asked.refuse = status(401)
    assert isinstance(await refused(server, link(1)), refusals.NotForAll)
    server.asked.refuse = status(
        429, X_RateLimit_Reset="2026-03-14T09:10:00.000Z", Date="Sat, 14 Mar 2026 09:05:00 GMT"
    )
    assert str(await refused(server, link(1))).endswith("try again in 5 minutes.")
    server.asked.refuse = status(500)
    assert isinstance(await refused(server, link(1)), refusals.Failing)
    server.asked.refuse = lambda request: web.json_response({"id": "100001"})
    assert isinstance(await refused(server, link(1)), refusals.WrongKind)


async def test_a_context_with_an_odd_entry_is_read_without_it() -> None:
    """Something without an id stands among statuses: it is passed over."""
    odd = toot(2, to=1) | {"id": None}
    server = Mastodon(toot(1, replies_count=1))

    def refuse(request: web.Request) -> web.Response | None:
        is_context = request.path.endswith("/context")
        return web.json_response({"ancestors": [], "descendants": [odd]}) if is_context else None

    server.asked.refuse = refuse
    assert len(await told(server, link(1))) == 1
