"""Fetching what Telegram could not fetch: only pictures and films, only from the open internet, never too much."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from aiohttp import web

from bot.fetching import Fetcher
from bot.outside.client import Outside
from bot.outside.rules import Rules
from bot.sandbox.pictures import PIXEL
from tests.bot.outside.servers import site
from threads.model import MediaKind

HERE = "127.0.0.1"


@asynccontextmanager
async def fetcher_at(api_url: str) -> AsyncIterator[Fetcher]:
    """A fetcher, closed in the end."""
    outside = Outside(Rules().with_own(api_url))
    try:
        yield Fetcher(outside)
    finally:
        await outside.close()


async def picture(request: web.Request) -> web.Response:
    """A picture, whatever the address."""
    return web.Response(body=PIXEL, content_type="text/plain")


async def test_a_picture_is_known_by_its_first_bytes_and_named_for_them() -> None:
    """Not by what the server says of it; as a film it is refused."""
    async with site(picture, HERE) as address, fetcher_at(address) as fetcher:
        upload = await fetcher.fetch(f"{address}/x", MediaKind.PHOTO)
        assert upload is not None
        assert (upload.name, upload.data) == ("photo.png", PIXEL)
        assert await fetcher.fetch(f"{address}/x", MediaKind.VIDEO) is None


async def test_other_servers_of_this_machine_are_not_asked() -> None:
    """Neither by address, nor by name, nor by a redirect from an address that may be asked."""
    asked = []

    async def secret(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(body=PIXEL)

    async with site(secret, HERE) as inside:

        async def elsewhere(request: web.Request) -> web.Response:
            raise web.HTTPFound(f"{inside}/by-redirect")

        async with site(elsewhere, HERE) as address, fetcher_at(address) as fetcher:
            named = inside.replace("127.0.0.1", "localhost")
            short = inside.replace("127.0.0.1", "127.1")
            for url in (f"{inside}/a", f"{named}/b", f"{short}/c", f"{address}/d"):
                assert await fetcher.fetch(url, MediaKind.PHOTO) is None
    assert asked == []


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/x", "file:///etc/hostname", "http://", "http://[", "x", "//x/y"])
async def test_what_is_no_web_address_is_not_fetched(url: str) -> None:
    """And nothing is raised."""
    async with fetcher_at("http://127.0.0.1:9") as fetcher:
        assert await fetcher.fetch(url, MediaKind.PHOTO) is None


async def test_too_much_is_not_read_to_its_end() -> None:
    """With and without an announced length."""

    async def unannounced(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with suppress(ConnectionError):
            for _ in range(11):
                await response.write(PIXEL + b"\0" * 1024 * 1024)
        return response

    async def announced(request: web.Request) -> web.Response:
        return web.Response(body=PIXEL + b"\0" * (11 * 1024 * 1024))

    for answer in (unannounced, announced):
        async with site(answer, HERE) as address, fetcher_at(address) as fetcher:
            assert await fetcher.fetch(f"{address}/x", MediaKind.PHOTO) is None


@pytest.mark.parametrize("status", [204, 301, 404, 500])
async def test_only_a_good_answer_counts(status: int) -> None:
    """An error page may be a picture too; a redirect without an end leads nowhere."""

    async def bad(request: web.Request) -> web.Response:
        return web.Response(status=status, body=PIXEL, headers={"Location": "/again"})

    async with site(bad, HERE) as address, fetcher_at(address) as fetcher:
        assert await fetcher.fetch(f"{address}/x", MediaKind.PHOTO) is None


async def test_a_redirect_is_followed() -> None:
    """A relative one too."""

    async def moved(request: web.Request) -> web.Response:
        if request.path == "/new.png":
            return web.Response(body=PIXEL)
        raise web.HTTPMovedPermanently("/new.png")

    async with site(moved, HERE) as address, fetcher_at(address) as fetcher:
        assert await fetcher.fetch(f"{address}/old.png", MediaKind.PHOTO) is not None
