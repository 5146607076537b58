"""Asking other people's servers, when all is well: what is sent, what comes back, and that nobody waits for it."""

import asyncio
import gzip
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest
from aiohttp import web

from bot.outside.client import Outside
from bot.outside.rules import Rules, address_of, is_public
from tests.bot.outside.servers import OPEN, outside, site
from threads.sources import refusals
from threads.sources.answers import LONGEST, PAGE, PATIENCE, Answer


async def test_a_page_comes_back_whole_and_unpacked() -> None:
    """With its last address, and its headers in lower case."""

    async def page(request: web.Request) -> web.Response:
        if request.path == "/old":
            raise web.HTTPMovedPermanently("/new#part")
        body = gzip.compress(b"a page " * 50_000)
        return web.Response(body=body, headers={"Content-Encoding": "gzip", "Content-Type": "text/html", "ETag": '"1"'})

    async with site(page) as address, outside() as client:
        answer = await client.get(f"{address}/old#fragment", PAGE)
    assert answer.body == b"a page " * 50_000
    assert (answer.url, answer.headers["etag"], answer.host) == (f"{address}/new", '"1"', OPEN)
    assert answer.good() is answer


async def test_servers_learn_no_more_than_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name and contact; no cookie, no referrer, nothing through a proxy that the environment names."""
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    heard = []

    async def page(request: web.Request) -> web.Response:
        heard.append(dict(request.headers))
        status = 302 if request.path == "/" else 200
        headers = {"Set-Cookie": "who=you", "Location": "/second", "Content-Type": "text/html"}
        return web.Response(status=status, headers=headers)

    client = Outside(Rules.of([OPEN], contact="https://spool.example/about"))
    async with site(page) as address:
        await client.get(address, PAGE, {"If-None-Match": '"1"'})
        await client.get(address, PAGE)
        await client.close()
    assert len(heard) == 4
    for headers in heard:
        assert headers["User-Agent"].startswith("Spool/")
        assert "https://spool.example/about" in headers["User-Agent"]
        assert not {"Cookie", "Referer", "Proxy-Connection", "Authorization"} & set(headers)
    assert heard[0]["If-None-Match"] == '"1"'


async def test_only_so_many_answers_are_under_way() -> None:
    """The others wait, and a slow server does not keep them for longer than the time that is wanted."""
    under_way = most = 0

    async def slow(request: web.Request) -> web.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.02)
        under_way -= 1
        return web.Response(text="x", content_type="text/html")

    async with site(slow) as address, outside(at_once=2) as client:
        await asyncio.gather(*(client.get(f"{address}/{n}", PAGE) for n in range(8)))
    assert most == 2


async def test_slow_servers_keep_nobody_waiting_for_longer_than_they_want() -> None:
    """Whoever finds no room in their time is told so; afterwards there is room again."""
    go = asyncio.Event()

    async def slow(request: web.Request) -> web.Response:
        await go.wait()
        return web.Response(text="x", content_type="text/html")

    async with site(slow) as address, outside(at_once=1) as client:
        first = asyncio.create_task(client.get(address, PAGE))
        await asyncio.sleep(0.05)
        with pytest.raises(refusals.TooSlow):
            await client.get(address, replace(PAGE, seconds=0.05))
        go.set()
        assert (await first).status == (await client.get(address, PAGE)).status == 200


async def test_a_name_server_that_never_answers_holds_up_no_other_work() -> None:
    """Whoever waits gets their sentence, and threads that the event loop shares out are not among those that hang."""

    async def never(name: str) -> list[str]:
        await asyncio.Event().wait()
        return []

    async with outside(lookup=never) as client:
        with pytest.raises(refusals.TooSlow):
            await client.get("http://hanging.example/", replace(PAGE, seconds=0.1))


async def test_a_server_that_a_setting_names_may_be_asked() -> None:
    """By name, by address and by network; a neighbour stays closed."""

    async def page(request: web.Request) -> web.Response:
        return web.Response(text="x", content_type="text/html")

    async with site(page, "127.0.0.1") as address, AsyncExitStack() as stack:
        port = address.rpartition(":")[2]
        for allowed in ("127.0.0.1", "127.0.0.0/8"):
            client = await stack.enter_async_context(outside(allowed))
            assert (await client.get(address, PAGE)).status == 200
        named = await stack.enter_async_context(outside("localhost"))
        assert (await named.get(f"http://LocalHost:{port}/", PAGE)).status == 200
        with pytest.raises(refusals.OddPort):
            await named.get(address, PAGE)
        ports = Outside(Rules.of([], [int(port)]))
        with pytest.raises(refusals.PrivateAddress):
            await ports.get(address, PAGE)
        own = Outside(Rules().with_own(address))
        assert (await own.get(address, PAGE)).status == 200
        await own.close()


@pytest.mark.parametrize("url", ["http://[", "http://x:99999", "", "x"])
def test_an_odd_address_of_the_bot_api_opens_nothing(url: str) -> None:
    """It is told of when Telegram is first asked."""
    assert not Rules().with_own(url).takes("127.0.0.1", "127.0.0.1", 80)


@pytest.mark.parametrize(
    ("status", "headers", "why"),
    [
        (404, {}, refusals.NotThere),
        (410, {}, refusals.NotThere),
        (401, {}, refusals.NotForAll),
        (403, {}, refusals.NotForAll),
        (429, {}, refusals.Limited),
        (503, {"Retry-After": "60"}, refusals.Limited),
        (503, {}, refusals.Failing),
        (500, {}, refusals.Failing),
        (400, {}, refusals.Unwilling),
        (204, {}, refusals.Unwilling),
    ],
)
async def test_an_answer_that_says_no_has_a_sentence(
    status: int, headers: dict[str, str], why: type[refusals.LinkRefused]
) -> None:
    """And the beginning of its body, as some servers say there why; a body that can't be read is none."""

    async def no(request: web.Request) -> web.Response:
        odd = {"Content-Encoding": "br"} if request.path == "/odd" else {}
        body = b"" if status == 204 else b'{"error": "Why"}' + b" " * 200_000
        return web.Response(status=status, headers=headers | odd, body=body)

    async with site(no) as address, outside() as client:
        answer = await client.get(address, PAGE)
        odd = await client.get(f"{address}/odd", PAGE)
    assert answer.status == odd.status == status
    assert odd.body == b""
    assert answer.body.startswith(b'{"error"') or status == 204
    with pytest.raises(refusals.LinkRefused) as refused:
        answer.good()
    assert type(refused.value) is why


@pytest.mark.parametrize(
    ("name", "said", "seconds"),
    [
        ("retry-after", "Sat, 14 Mar 2026 09:07:00 GMT", 120.0),
        ("retry-after", "Sat, 14 Mar 2026 09:01:00 GMT", 1.0),
        ("x-ratelimit-reset", "2026-03-14T09:10:00.000000Z", 300.0),
        ("ratelimit-reset", "1773479400", 300.0),
        ("ratelimit-reset", "30", 30.0),
        ("ratelimit-reset", "9" * 18, PATIENCE),
    ],
)
def test_a_moment_counts_from_the_servers_own_time(name: str, said: str, seconds: float) -> None:
    """As HTTP writes it, as Mastodon and as Bluesky do; the machine's own clock may be wrong."""
    headers = {name: said, "date": "Sat, 14 Mar 2026 09:05:00 GMT"}
    assert Answer(status=429, url="https://example.org/", headers=headers).wait() == seconds


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("120", 120.0), (" 7 ", 7.0), ("9" * 12, LONGEST), ("", PATIENCE), ("-1", PATIENCE), ("soon", PATIENCE)],
)
def test_how_long_a_server_wants_to_be_left_alone(said: str, seconds: float) -> None:
    """In seconds, within reason; without a word for some minutes."""
    answer = Answer(status=429, url="https://example.org/", headers={"retry-after": said})
    assert answer.wait() == seconds
    with pytest.raises(refusals.Limited, match="try again in") as limited:
        answer.good()
    assert limited.value.seconds == seconds


def test_a_sentence_repeats_no_more_of_a_name_than_can_be_read() -> None:
    """Names may be very long, and are a stranger's."""
    assert str(refusals.UnknownHost(host="a" * 250)).count("a" * 80 + "…") == 1


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("1.1.1.1", True),
        ("2606:4700::1111", True),
        ("64:ff9b::101:101", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104  # an address to refuse, nothing listens there
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
    ],
)
def test_which_addresses_are_of_the_open_internet(address: str, public: bool) -> None:
    """Everything that could be inside the machine's own network is not, however it is written."""
    found = address_of(address)
    assert found is not None
    assert is_public(found) is public
