"""Fetches a picture or film that Telegram could not fetch by itself, so that it can be uploaded.

The addresses come from imported stories, so from strangers: nothing inside this machine's network is asked, whatever
name or redirect leads there, but the Bot API's own address (the sandbox serves its stories' pictures itself). What
comes back is told by its first bytes, never by what the server says of it.
"""

import asyncio
import ipaddress
import socket
from typing import Any

import aiohttp
from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from handlers.gateway import Upload
from threads.model import MediaKind

SECONDS = 10.0
"""For the whole fetch: a reader waits for it."""
REDIRECTS = 3
MAX_PHOTO = 10 * 1024 * 1024
MAX_FILE = 50 * 1024 * 1024
"""Bytes that Telegram takes as an upload."""
AT_ONCE = 4
"""Fetches under way: each may hold a whole film in memory."""

_HEADERS = {"User-Agent": "Spool", "Accept": "image/*, video/*"}
_CHUNK = 64 * 1024
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_ENDINGS = {
    MediaKind.PHOTO: {"png", "jpg", "webp"},
    MediaKind.VIDEO: {"mp4", "webm"},
    MediaKind.GIF: {"gif", "mp4"},
}


def _origin(address: str) -> URL | None:
    """Scheme, host and port; None for an address that names no host, which is told when Telegram is first asked."""
    try:
        return URL(address).origin()
    except ValueError:
        return None


class Fetcher:
    """Fetches media. `api_url` is the Bot API's address. What the first fetch opens, `close` closes."""

    def __init__(self, api_url: str) -> None:
        self._own = _origin(api_url)
        self._room = asyncio.Semaphore(AT_ONCE)
        self._public: aiohttp.ClientSession | None = None
        self._near: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close every connection."""
        for session in (self._public, self._near):
            if session is not None:
                await session.close()
        self._public = self._near = None

    async def fetch(self, url: str, kind: MediaKind) -> Upload | None:
        """The file at an address as an upload; None when it can't be had, is no picture or film, or is too big."""
        try:
            async with self._room:
                data = await self._bytes(URL(url), MAX_PHOTO if kind is MediaKind.PHOTO else MAX_FILE)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return None
        ending = ending_of(data) if data else None
        if data is None or ending not in _ENDINGS[kind]:
            return None
        return Upload(f"{kind}.{ending}", data)

    async def _bytes(self, url: URL, limit: int) -> bytes | None:
        for _ in range(REDIRECTS + 1):
            session = self._asking(url)
            if session is None:
                return None
            async with session.get(url, allow_redirects=False) as response:
                if response.status in (301, 302, 303, 307, 308):
                    url = url.join(URL(response.headers.get("Location", "")))
                    continue
                return await _read(response, limit) if response.status == 200 else None
        return None

    def _asking(self, url: URL) -> aiohttp.ClientSession | None:
        """The session that may ask for an address; None for one that may not be asked at all."""
        if url.scheme not in ("http", "https") or not url.host:
            return None
        if url.origin() == self._own:
            self._near = self._near or _session(ThreadedResolver())
            return self._near
        # A bare address is not looked up, so the resolver would not see it.
        if not _is_name(url.host) and not is_public(url.host):
            return None
        self._public = self._public or _session(_PublicResolver())
        return self._public


def _session(resolver: ThreadedResolver) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False),
        timeout=aiohttp.ClientTimeout(total=SECONDS),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=_HEADERS,
    )


class _PublicResolver(ThreadedResolver):
    """Looks names up, and refuses those that lead into a private network."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await super().resolve(host, port, family)
        if not all(is_public(result["host"]) for result in found):
            raise OSError("this name leads into a private network")
        return found


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also where it is an IPv4 address dressed as IPv6."""
    given: Any = ipaddress.ip_address(address.partition("%")[0])
    inner = [given]
    if given.version == 6:
        inner += [hidden for hidden in (given.ipv4_mapped, given.sixtofour) if hidden]
        if given in _NAT64:
            inner.append(ipaddress.ip_address(int(given) & 0xFFFF_FFFF))
    return all(one.is_global and not one.is_multicast for one in inner)


def _is_name(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return True
    return False


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytes | None:
    """The body, unless it is longer than the limit, whatever its headers say."""
    if (response.content_length or 0) > limit:
        return None
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > limit:
            return None
    return bytes(body)


def ending_of(data: bytes) -> str | None:
    """What a file is by its first bytes, as the ending of a name; None for what is neither picture nor film."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        return "mp4"
    return "webm" if data.startswith(b"\x1a\x45\xdf\xa3") else None
