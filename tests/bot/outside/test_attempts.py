"""The attempt table of safe fetching: what may not be asked is refused with its sentence, and never asked."""

import asyncio
import gzip
import zlib
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import replace

import pytest
from aiohttp import web

from tests.bot.outside.servers import OPEN, outside, raw_site, site
from threads.sources import refusals
from threads.sources.answers import MIB, PAGE
from threads.sources.refusals import LinkRefused

QUICK = replace(PAGE, seconds=0.5, most=MIB)

ADDRESSES = [
    # Inside, in every spelling. PORT is that of a server that must never be asked.
    ("http://127.0.0.1:PORT/", refusals.OddPort),
    ("http://127.0.0.1/", refusals.PrivateAddress),
    ("https://127.0.0.1/", refusals.PrivateAddress),
    ("http://127.1/", refusals.OddHost),
    ("http://127.0.1/", refusals.OddHost),
    ("http://2130706433/", refusals.OddHost),
    ("http://0x7f000001/", refusals.OddHost),
    ("http://0x7f.0.0.1/", refusals.OddHost),
    ("http://0177.0.0.1/", refusals.OddHost),
    ("http://017700000001/", refusals.OddHost),
    ("http://127.0.0.1./", refusals.OddHost),
    ("http://0/", refusals.OddHost),
    ("http://0.0.0.0/", refusals.PrivateAddress),
    ("http://127.255.255.254/", refusals.PrivateAddress),
    ("http://10.0.0.1/", refusals.PrivateAddress),
    ("http://172.31.255.255/", refusals.PrivateAddress),
    ("http://192.168.0.1/", refusals.PrivateAddress),
    ("http://100.64.0.1/", refusals.PrivateAddress),
    ("http://100.100.100.200/latest/meta-data/", refusals.PrivateAddress),
    ("http://169.254.169.254/latest/meta-data/", refusals.PrivateAddress),
    ("http://168.63.129.16/metadata", refusals.PrivateAddress),
    ("http://192.0.0.192/opc/v1/", refusals.PrivateAddress),
    ("http://198.18.0.1/", refusals.PrivateAddress),
    ("http://224.0.0.1/", refusals.PrivateAddress),
    ("http://240.0.0.1/", refusals.PrivateAddress),
    ("http://255.255.255.255/", refusals.PrivateAddress),
    ("http://[::1]/", refusals.PrivateAddress),
    ("http://[::]/", refusals.PrivateAddress),
    ("http://[0:0:0:0:0:0:0:1]/", refusals.PrivateAddress),
    ("http://[::ffff:127.0.0.1]/", refusals.PrivateAddress),
    ("http://[::ffff:7f00:1]/", refusals.PrivateAddress),
    ("http://[::127.0.0.1]/", refusals.PrivateAddress),
    ("http://[64:ff9b::7f00:1]/", refusals.PrivateAddress),
    ("http://[64:ff9b:1::a00:1]/", refusals.PrivateAddress),
    ("http://[2002:7f00:1::]/", refusals.PrivateAddress),
    ("http://[2001:0:7f00:1::]/", refusals.PrivateAddress),
    ("http://[fe80::1]/", refusals.PrivateAddress),
    ("http://[fe80::1%25lo]/", refusals.OddHost),
    ("http://[fe80::1%lo]/", refusals.OddHost),
    ("http://[fec0::1]/", refusals.PrivateAddress),
    ("http://[fd00:ec2::254]/", refusals.PrivateAddress),
    ("http://[ff02::1]/", refusals.PrivateAddress),
    # Signs that only look like others.
    ("http://①②⑦.⓪.⓪.①/", refusals.PrivateAddress),
    ("http://127。0。0。1/", refusals.PrivateAddress),
    ("http://１２７.０.０.１/", refusals.PrivateAddress),
    ("http://%31%32%37.0.0.1/", refusals.OddHost),
    ("http://exa%6dple.org/", refusals.OddHost),
    ("http://x..example.org/", refusals.OddHost),
    ("http://-x.example.org/", refusals.OddHost),
    (f"http://{'a' * 64}.example.org/", refusals.OddHost),
    # Names that lead inside.
    ("http://localhost/", refusals.PrivateAddress),
    ("http://LOCALHOST./", refusals.PrivateAddress),
    ("http://ⓛocalhost/", refusals.PrivateAddress),
    # Who stands before an @, and what is behind a backslash.
    ("http://example.org@127.0.0.1/", refusals.LinkWithPassword),
    ("http://mira:secret@example.org/", refusals.LinkWithPassword),
    ("http://@example.org/", refusals.LinkWithPassword),
    ("http://:@example.org/", refusals.LinkWithPassword),
    ("http://example.org\\@127.0.0.1/", refusals.NoLink),
    # Ports.
    ("http://example.org:22/", refusals.OddPort),
    ("http://example.org:25/", refusals.OddPort),
    ("http://example.org:6379/", refusals.OddPort),
    ("http://example.org:0/", refusals.OddPort),
    ("http://example.org:65536/", refusals.NoLink),
    ("http://example.org:80:90/", refusals.NoLink),
    # What is no web address.
    ("file:///etc/hostname", refusals.NoLink),
    ("FILE://localhost/etc/hostname", refusals.NoLink),
    ("gopher://127.0.0.1:70/_x", refusals.NoLink),
    ("ftp://example.org/x", refusals.NoLink),
    ("data:text/html,x", refusals.NoLink),
    ("javascript:alert(1)", refusals.NoLink),
    ("dict://127.0.0.1:11211/stat", refusals.NoLink),
    ("ws://example.org/", refusals.NoLink),
    ("//example.org/", refusals.NoLink),
    ("http:///etc/hostname", refusals.NoLink),
    ("http:example.org", refusals.NoLink),
    ("http://", refusals.NoLink),
    ("http://[", refusals.NoLink),
    ("", refusals.NoLink),
    # Line ends and spaces, which would become headers of their own.
    ("http://example.org/\r\nX-Injected: yes", refusals.NoLink),
    ("http://example.org\r\nHost: inside/", refusals.NoLink),
    ("http://example.org/\n", refusals.NoLink),
    ("http://example.org/a b", refusals.NoLink),
    ("http://example.org /", refusals.NoLink),
    ("http://exam\tple.org/", refusals.NoLink),
    ("http://example.org/\x00", refusals.NoLink),
    ("http://example.org/" + "x" * 4_000, refusals.NoLink),
]


@pytest.mark.parametrize(("link", "why"), ADDRESSES)
async def test_an_address_that_may_not_be_asked_is_refused(link: str, why: type[LinkRefused]) -> None:
    """Each with the sentence of its reason, whatever the spelling; the server inside hears nothing of it."""
    asked = []

    async def inside(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(text="a secret", content_type="text/html")

    async with site(inside, "127.0.0.1") as address, outside() as client:
        with pytest.raises(LinkRefused) as refused:
            await client.get(link.replace("PORT", address.rpartition(":")[2]), QUICK)
    assert type(refused.value) is why
    assert asked == []
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("http://127.0.0.1/", refusals.PrivateAddress),
        ("//127.0.0.1/", refusals.PrivateAddress),
        ("http://localhost/", refusals.PrivateAddress),
        ("http://2130706433/", refusals.OddHost),
        ("http://[::ffff:127.0.0.1]/", refusals.PrivateAddress),
        ("http://169.254.169.254/latest/", refusals.PrivateAddress),
        ("http://mira@example.org/", refusals.LinkWithPassword),
        ("http://example.org:22/", refusals.OddPort),
        ("file:///etc/hostname", refusals.NoLink),
        ("gopher://example.org/", refusals.NoLink),
        ("http://[", refusals.LeadsNowhere),
        ("", refusals.LeadsNowhere),
        ("/again", refusals.TooManyRedirects),
    ],
)
async def test_a_redirect_gets_past_nothing(target: str, why: type[LinkRefused]) -> None:
    """Each hop is looked at as a link that somebody gives, and there is an end to them."""

    async def moved(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": target})

    async with site(moved) as address, outside() as client:
        with pytest.raises(LinkRefused) as refused:
            await client.get(address, QUICK)
    assert type(refused.value) is why


async def test_two_servers_that_send_to_each_other_come_to_an_end() -> None:
    """A circle is left after a few rounds."""
    rounds = []
    places: list[str] = []

    async def moved(request: web.Request) -> web.Response:
        rounds.append(request.path)
        return web.Response(status=307, headers={"Location": f"{places[len(rounds) % 2]}/{len(rounds)}"})

    async with site(moved) as one, site(moved) as other, outside() as client:
        places += [one, other]
        with pytest.raises(refusals.TooManyRedirects):
            await client.get(one, QUICK)
    assert len(rounds) == 6


async def test_a_name_that_leads_elsewhere_the_next_time_is_looked_at_again() -> None:
    """The address that is connected to is the one that was looked at; between two questions nothing is remembered."""
    told = [[OPEN], ["127.0.0.1"], [OPEN, "127.0.0.1"], ["::ffff:127.0.0.1"], ["fe80::1%lo"]]
    asked = []

    async def changing(name: str) -> list[str]:
        asked.append(name)
        return told[len(asked) - 1]

    async def once(request: web.Request) -> web.Response:
        answer = web.Response(text="hello", content_type="text/html")
        answer.force_close()
        return answer

    async with site(once) as address:
        port = int(address.rpartition(":")[2])
        async with outside(OPEN, ports=[port], lookup=changing) as client:
            assert (await client.get(f"http://changing.example:{port}/", QUICK)).body == b"hello"
            for _ in told[1:]:
                with pytest.raises(refusals.PrivateAddress):
                    await client.get(f"http://changing.example:{port}/", QUICK)
    assert asked == ["changing.example"] * len(told)


async def _endless(response: web.StreamResponse) -> None:
    with suppress(ConnectionError):
        while True:
            await response.write(b"x" * 64 * 1024)


async def endless(request: web.Request) -> web.StreamResponse:
    """A body that never ends."""
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    await _endless(response)
    return response


async def huge(request: web.Request) -> web.Response:
    """A body whose size is announced."""
    return web.Response(body=b"x" * (MIB + 1), content_type="text/html")


def packed(body: bytes, packing: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """An answer that says how it is packed."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=body, headers={"Content-Encoding": packing, "Content-Type": "text/html"})

    return answer


def of_type(kind: str, body: bytes = b"x") -> Callable[[web.Request], Awaitable[web.Response]]:
    """An answer of a type."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=body, headers={"Content-Type": kind})

    return answer


BOMB = gzip.compress(b"\0" * (64 * MIB))
"""64 KB that unpack to 64 MB."""


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (endless, refusals.TooLarge),
        (huge, refusals.TooLarge),
        (packed(BOMB, "gzip"), refusals.TooLarge),
        (packed(gzip.compress(BOMB), "gzip, gzip"), refusals.OddlyPacked),
        (packed(gzip.compress(b"x" * 5_000)[:-9], "gzip"), refusals.OddlyPacked),
        (packed(gzip.compress(b"one") + gzip.compress(b"two"), "gzip"), refusals.OddlyPacked),
        (packed(gzip.compress(b"one") + b"more", "x-gzip"), refusals.OddlyPacked),
        (packed(b"no gzip", "gzip"), refusals.OddlyPacked),
        (packed(zlib.compress(b"x"), "deflate"), refusals.OddlyPacked),
        (packed(b"\x0b\x02\x80x\x03", "br"), refusals.OddlyPacked),
        (packed(b"\x28\xb5\x2f\xfd", "zstd"), refusals.OddlyPacked),
        (of_type("application/zip", b"PK\x03\x04"), refusals.WrongKind),
        (of_type("application/x-msdownload"), refusals.WrongKind),
        (of_type("image/png"), refusals.WrongKind),
        (of_type("no type at all; {x}"), refusals.WrongKind),
    ],
)
async def test_what_comes_back_is_bounded_and_of_the_kind_that_was_wanted(
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]], why: type[LinkRefused]
) -> None:
    """Packed and unpacked, announced or not."""
    async with site(answer) as address, outside() as client:
        with pytest.raises(LinkRefused) as refused:
            await client.get(address, replace(QUICK, seconds=20))
    assert type(refused.value) is why


async def _say(writer: asyncio.StreamWriter, *parts: bytes, pause: float = 0.0) -> None:
    for part in parts:
        writer.write(part)
        await writer.drain()
        await asyncio.sleep(pause)


async def drip(writer: asyncio.StreamWriter) -> None:
    """A byte now and then, for ever."""
    await _say(writer, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    while True:
        await _say(writer, b"x", pause=0.02)


async def silent(writer: asyncio.StreamWriter) -> None:
    """Nothing at all."""
    await asyncio.sleep(60)


async def dripped_head(writer: asyncio.StreamWriter) -> None:
    """A head that never comes to its end."""
    await _say(writer, b"HTTP/1.1 200 OK\r\n")
    while True:
        await _say(writer, b"X-A: b\r\n", pause=0.02)


async def waiting(writer: asyncio.StreamWriter) -> None:
    """Promises of an answer, for ever."""
    while True:
        await _say(writer, b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.02)


async def long_header(writer: asyncio.StreamWriter) -> None:
    """A header of a megabyte."""
    await _say(writer, b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * MIB + b"\r\n\r\n")


async def many_headers(writer: asyncio.StreamWriter) -> None:
    """Headers without an end, as fast as they are taken."""
    await _say(writer, b"HTTP/1.1 200 OK\r\n")
    while True:
        await _say(writer, b"X-Many: " + b"x" * 4_000 + b"\r\n")


async def no_http(writer: asyncio.StreamWriter) -> None:
    """Another protocol."""
    await _say(writer, b"220 mail.example ESMTP\r\n")


async def shut(writer: asyncio.StreamWriter) -> None:
    """The end, before anything was said."""


async def cut(writer: asyncio.StreamWriter) -> None:
    """Less than was announced."""
    await _say(writer, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\nhalf")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (drip, refusals.TooSlow),
        (silent, refusals.TooSlow),
        (dripped_head, refusals.TooSlow),
        (waiting, refusals.TooSlow),
        (long_header, refusals.Garbled),
        (many_headers, refusals.Garbled),
        (no_http, refusals.Garbled),
        (shut, refusals.NotReached),
        (cut, refusals.Garbled),
    ],
)
async def test_a_server_that_speaks_badly_is_left(
    answer: Callable[[asyncio.StreamWriter], Awaitable[None]], why: type[LinkRefused]
) -> None:
    """Slow ones after the time that was wanted, the others at once."""
    async with raw_site(answer) as address, outside() as client:
        with pytest.raises(LinkRefused) as refused:
            await client.get(address, QUICK if why is refusals.TooSlow else replace(QUICK, seconds=20))
    assert type(refused.value) is why


async def test_what_is_not_there_is_said_to_be_so() -> None:
    """A name without an address, a port where nobody listens, a server without a certificate."""

    async def nowhere(name: str) -> list[str]:
        raise OSError("no such name")

    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(outside(OPEN, "not-there.invalid"))
        with pytest.raises(refusals.UnknownHost):
            await client.get("http://not-there.invalid/", replace(QUICK, seconds=20))
        plain = await stack.enter_async_context(site(of_type("text/html")))
        with pytest.raises(refusals.Untrusted):
            await client.get(plain.replace("http:", "https:"), QUICK)
        odd = await stack.enter_async_context(outside(lookup=nowhere))
        with pytest.raises(refusals.NotReached):
            await odd.get("http://odd.example/", QUICK)
    with pytest.raises(refusals.NotReached):
        async with outside() as client:
            await client.get(plain, QUICK)
