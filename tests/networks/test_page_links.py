"""Links that belong to no network: feeds, pages that are stories, pages that name the feed they stand in."""

from typing import Any

import pytest
from aiohttp import web

from tests.networks.serving import Asked, read, serving
from tests.threads.sources.examples import FEED, PAGE
from tests.threads.sources.reading import texts
from threads.errors import SpoolError, UnreadableSource
from threads.model import Thread
from threads.sources import refusals
from threads.sources.live.bases import Bases

HOST = "127.0.0.1"
HEAD = '<html><head><link rel="stylesheet" href="/x"><link rel="alternate" type="text/html" href="/ar">{}</head></html>'
NAMES_FEED = HEAD.format('<link rel="alternate home" type="application/rss+xml; charset=utf-8" href="feed.xml">')


def feed(base: str, *paths: str) -> str:
    """A feed whose entries have these addresses."""
    items = "".join(
        f"<item><title>{path}</title><link>{base}{path}</link><description>Said at {path}.</description></item>"
        for path in paths
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Log</title>{items}</channel></rss>'


async def told(link: str, pages: dict[str, Any], kind: str = "text/html") -> list[Thread]:
    """The stories behind a path of a site; `{base}` in a page is the site's own address."""
    own = [""]

    def serve(body: Any) -> Any:
        async def answer(request: web.Request) -> web.Response:
            data = body if isinstance(body, bytes) else body.replace("{base}", own[0]).encode()
            return web.Response(body=data, headers={"Content-Type": kind})

        return answer

    async with serving(Asked(), {path: serve(body) for path, body in pages.items()}) as base:
        own[0] = base
        return await read(base + link, Bases(), HOST)


async def refused(link: str, pages: dict[str, Any], kind: str = "text/html") -> SpoolError:
    """Why there is no story behind it."""
    with pytest.raises(SpoolError) as error:
        await told(link, pages, kind)
    return error.value


async def test_a_feed_gives_a_story_for_each_entry() -> None:
    """RSS as it is served, and JSON Feed."""
    found = await told("/feed", {"/feed": FEED}, "application/rss+xml")
    assert [texts(story) for story in found] == [["Dark."], ["Lit."]]
    json_feed = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_text": "Lit."}]}'
    assert texts((await told("/feed", {"/feed": json_feed}, "application/feed+json"))[0]) == ["Lit."]


async def test_a_page_of_the_kind_that_is_saved_is_read_the_same() -> None:
    """An unrolled thread as a page."""
    (story,) = await told("/thread/12.html", {"/thread/12.html": PAGE})
    assert texts(story) == ["One lamp (https://lamp.example).", "Two."]


async def test_a_page_that_names_its_feed_gives_what_it_tells() -> None:
    """The entry of that address; of the page above all entries every one; of others nothing."""
    pages = {
        "/log/": NAMES_FEED,
        "/log/two": NAMES_FEED,
        "/log/nine": NAMES_FEED,
        "/log/feed.xml": feed("{base}", "/log/one", "/log/two"),
    }
    assert [texts(story) for story in await told("/log/two", pages)] == [["Said at /log/two."]]
    assert len(await told("/log/", pages)) == 2
    assert isinstance(await refused("/log/nine", pages), refusals.NoStory)


async def test_a_feed_that_is_none_is_no_story() -> None:
    """A page names another page as its feed."""
    pages = {"/": NAMES_FEED, "/feed.xml": "<html><body>No feed.</body></html>"}
    assert isinstance(await refused("/", pages), refusals.NoStory)


@pytest.mark.parametrize("href", ["http://[", "javascript:x", "ftp://feed.example/x"])
async def test_an_odd_address_of_a_feed_is_none(href: str) -> None:
    """The page is then one that nobody knows."""
    page = HEAD.format(f'<link rel="alternate" type="application/atom+xml" href="{href}">')
    why = await refused("/x", {"/x": page})
    assert isinstance(why, UnreadableSource)


async def test_plain_text_is_a_story_as_a_file_would_be() -> None:
    """In the encoding that the server names, too."""
    (story,) = await told("/s.txt", {"/s.txt": "One früh.\n\nTwo.".encode("latin-1")}, "text/plain; charset=ISO-8859-1")
    assert texts(story) == ["One früh.", "Two."]
    (story,) = await told("/s.txt", {"/s.txt": "Eins früh.\n\nZwei."}, "text/plain; charset=utf-8")
    assert len(story) == 2


async def test_what_is_no_story_says_why() -> None:
    """An archive under another name, a page of any kind, nothing at all."""
    assert isinstance(await refused("/z", {"/z": b"PK\x03\x04rest"}), refusals.WrongKind)
    assert isinstance(await refused("/z", {"/z": "<html><body>Buy lamps.</body></html>"}), UnreadableSource)
    assert isinstance(await refused("/z", {"/z": ""}), UnreadableSource)
    assert isinstance(await refused("/z", {}), refusals.NotThere)


async def test_a_link_in_the_shape_of_a_status_may_be_another_sites_page() -> None:
    """Where no server of that kind answers, the page is read; when that is no story either, there is none."""
    link = "/@mira/100001"
    (story,) = await told(link, {link: PAGE})
    assert len(story) == 2
    assert isinstance(await refused(link, {}), refusals.NotThere)
