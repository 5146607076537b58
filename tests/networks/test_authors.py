"""Authors and feeds that can be followed, asked for over HTTP: who they are, what they have out, what has changed."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.outside.links import Links
from bot.outside.rules import Rules
from tests.networks.bluesky import Bluesky
from tests.networks.mastodon import Mastodon
from tests.networks.serving import Asked, at_once, serving, versioned
from tests.threads.sources.saved_posts import DID, OTHER, account, bsky, toot, uri
from tests.threads.sources.test_every_format import replaced
from threads.errors import SpoolError
from threads.sources import refusals
from threads.sources.answers import Answer, Want
from threads.sources.live import authors
from threads.sources.live.bases import Bases
from threads.sources.live.source import Network, Source, Version

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
LATER = datetime(2024, 3, 2, 12, tzinfo=UTC)
FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><item><guid>1</guid></item></channel></rss>'


@asynccontextmanager
async def asking(bases: Bases) -> AsyncIterator[Links]:
    """What the program asks with."""
    links = Links(Rules.of(["127.0.0.1"]), bases)
    try:
        yield links
    finally:
        await links.close()


async def test_an_author_of_bluesky_by_every_link_to_them() -> None:
    """Their page, by handle or DID, and their posts: the DID is kept, since handles change."""
    network = Bluesky(bsky(1))
    async with network.open(), asking(Bases(bluesky=network.base)) as links:
        for link in ("mira.example", "mira.example/", DID, "did%3Aplc%3Amira", "mira.example/post/3k1"):
            found = await links.find(f"https://bsky.app/profile/{link}")
            assert (found.network, found.address, found.name) == (Network.BLUESKY, DID, "@mira.example")
        network.asked.refuse = lambda request: web.json_response({"handle": "mira.example"})
        with pytest.raises(refusals.NotThere):
            await links.find("https://bsky.app/profile/mira.example")


async def test_threads_of_bluesky_are_their_own_posts_alone() -> None:
    """Two and more of them, each marked by its newest; answers to others, lone posts and pins are none."""
    posts = [bsky(n, to=n - 1 if n > 1 else None) for n in range(1, 8)]
    posts += [bsky(20, "Alone."), bsky(21, to=30, root=30, whose=OTHER), bsky(40), bsky(41, to=40, root=40)]
    network = Bluesky(*posts, listed=3)
    async with network.open(), asking(Bases(bluesky=network.base)) as links:
        source = await links.find("https://bsky.app/profile/mira.example")
        latest = await links.latest(source, Version(), LONG_AGO)
        assert latest is not None
        assert {(seen.key, seen.mark) for seen in latest.seen} == {(uri(1), uri(7)), (uri(40), uri(41))}
        assert network.asked.count("getAuthorFeed") == 4
        assert await links.latest(source, latest.version, LONG_AGO) is None
        await links.latest(source, Version(), LATER)
        assert network.asked.count("getAuthorFeed") == 6
        long = Bluesky(*(bsky(n, to=n - 1 if n > 1 else None) for n in range(1, 40)), listed=3)
    async with long.open(), asking(Bases(bluesky=long.base)) as links:
        assert await links.latest(source, Version(), LONG_AGO)
        assert long.asked.count("getAuthorFeed") == 5


async def test_an_author_of_bluesky_who_is_gone_or_garbled_is_told() -> None:
    """Each with its sentence."""
    network = Bluesky(bsky(1))
    async with network.open(), asking(Bases(bluesky=network.base)) as links:
        source = await links.find("https://bsky.app/profile/mira.example")
        network.has_list = False
        with pytest.raises(refusals.NotThere):
            await links.latest(source, Version(), LONG_AGO)
        network.asked.refuse = lambda request: web.json_response([])
        with pytest.raises(refusals.WrongKind):
            await links.latest(source, Version(), LONG_AGO)


async def test_an_account_of_mastodon_is_found_on_its_own_server() -> None:
    """Or, where that says nothing, on the one that was named."""
    far = account() | {"acct": "mira@sea.example", "id": "77"}
    near, home = Mastodon(toot(1) | {"account": far}, host="bay.example"), Mastodon(toot(1))
    async with near.open(), home.open(), asking(Bases(mastodon=near.bases | home.bases)) as links:
        found = await links.find("https://bay.example/@mira@sea.example")
        assert (found.host, found.name, found.link) == ("sea.example", "@mira@sea.example", "https://sea.example/@mira")
        home.asked.refuse = lambda request: web.json_response({}, status=401)
        part = await links.find("https://bay.example/@mira@sea.example")
        assert (part.address, part.name) == ("bay.example/77", "@mira@sea.example")
        near.asked.refuse = lambda request: web.json_response({"id": "1"})
        with pytest.raises(refusals.WrongKind):
            await links.find("https://bay.example/users/mira")


async def test_threads_of_mastodon_begin_where_the_list_has_them() -> None:
    """Answers to others are none; a thread that is edited has another mark; nothing new is no answer."""
    statuses = [toot(1), toot(2, to=1), toot(3, to=2, edited_at="2024-03-02T10:00:00Z"), toot(9, by="otto")]
    statuses += [toot(10, to=9, whom="otto"), toot(12, to=11), toot(13, to=12, whom="otto")]
    server = Mastodon(*statuses)
    async with server.open(), asking(Bases(mastodon=server.bases)) as links:
        source = await links.find("https://sea.example/@mira")
        latest = await links.latest(source, Version(), LONG_AGO)
        assert latest is not None
        marks = {(seen.key, seen.mark) for seen in latest.seen}
        assert marks == {("100001", "100003 2024-03-02T10:00:00Z"), ("100012", "100013")}
        assert await links.latest(source, latest.version, LONG_AGO) is None
        server.asked.refuse = lambda request: web.json_response({"error": "no list"})
        odd = await links.latest(source, Version(), LONG_AGO)
        assert odd is not None
        assert odd.seen == ()


async def test_a_feed_is_found_where_it_is_and_where_it_is_named() -> None:
    """A page without one, and one that names another page, can't be followed; nor can what looks like an account."""

    def page(text: str) -> Any:
        async def answer(request: web.Request) -> web.Response:
            return web.Response(text=text, content_type="text/html")

        return answer

    async def feed(request: web.Request) -> web.Response:
        return versioned(request, FEED, Content_Type="application/rss+xml")

    named = '<html><link rel="alternate" type="application/rss+xml" href="{}"></html>'
    routes = {"/feed": feed, "/log": page(named.format("/feed")), "/odd": page(named.format("/log"))}
    routes |= {"/none": page("<html></html>"), "/@mira": page(named.format("/feed"))}
    async with serving(Asked(), routes) as base, asking(Bases()) as links:
        for path in ("/feed", "/log", "/@mira"):
            found = await links.find(base + path)
            assert (found.network, found.address) == (Network.FEED, f"{base}/feed")
        for path in ("/odd", "/none"):
            with pytest.raises(refusals.NotFollowed):
                await links.find(base + path)
        with pytest.raises(refusals.NotFollowed):
            await links.find("https://x.com/mira_tides")
        latest = await links.latest(found, Version(), LONG_AGO)
        assert latest is not None
        assert latest.body == FEED
        assert await links.latest(found, latest.version, LONG_AGO) is None


BLUE = Bluesky(*(bsky(n, to=n - 1 if n > 1 else None) for n in range(1, 6)))
SEA = Mastodon(*(toot(n, to=n - 1 if n > 1 else None) for n in range(1, 6)))
MIRAS = [
    Source(network=Network.BLUESKY, address=DID, host="", name="", link=""),
    Source(network=Network.MASTODON, address="sea.example/1551", host="sea.example", name="", link=""),
]


@pytest.mark.parametrize("source", MIRAS, ids=["bluesky", "mastodon"])
@given(chance=st.data())
def test_odd_lists_are_told_in_a_sentence(source: Source, chance: st.DataObject) -> None:
    """JSON of the right shape with anything at any place of it."""

    async def get(url: str, want: Want, headers: Any = None) -> Answer:
        listed: Any = [SEA.answer(f"/api/v1/statuses/{identity}") for identity in SEA.statuses]
        value = BLUE.answer("app.bsky.feed.getAuthorFeed", URL(url).query)[0] if "xrpc" in url else listed
        return Answer(status=200, url=url, body=json.dumps(replaced(value, chance)).encode())

    try:
        assert at_once(authors.latest(source, get, Bases(), Version(), LONG_AGO))
    except SpoolError as error:
        assert str(error).endswith((".", "!"))
