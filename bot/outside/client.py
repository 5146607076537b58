"""The one client for addresses that other people's links name.

Every hop is checked before it is asked, and what its name leads to where the connection is made; size, time, redirects
and unpacking are bounded; nothing is sent that says who asks beside Spool's own name: no cookies, no proxy of the
environment, no referrer. See docs/decisions/ for why it is our own.
"""

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager, contextmanager
from importlib.metadata import version

import aiohttp
from yarl import URL

from bot.outside.body import pieces
from bot.outside.link import checked
from bot.outside.lookup import CheckedResolver, Inside, Lookup
from bot.outside.rules import Rules
from threads.sources.answers import Answer, Want
from threads.sources.refusals import (
    Garbled,
    LeadsNowhere,
    LinkRefused,
    NotReached,
    OddlyPacked,
    PrivateAddress,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    UnknownHost,
    Untrusted,
    WrongKind,
)

REDIRECTS = 5
CONNECTING = 5.0
"""Seconds to open a connection."""
SILENCE = 10.0
"""Seconds without a byte."""
AT_ONCE = 4
"""Answers under way."""

# Read from disk, so not when the first question is asked.
_PRODUCT = f"Spool/{version('spool')}"
_ABOUT = "a Telegram bot that keeps threads of posts"
_MOVED = (301, 302, 303, 307, 308)
_TYPE = re.compile(r"[\w.+-]{1,40}/[\w.+-]{1,40}", re.ASCII)
_TIMES = aiohttp.ClientTimeout(total=None, sock_connect=CONNECTING, sock_read=SILENCE)


class Incoming:
    """An answer whose body is still to come. `url` is where it comes from, after all redirects."""

    def __init__(self, response: aiohttp.ClientResponse, want: Want) -> None:
        self._response = response
        self._want = want
        self.status = response.status
        self.url = str(response.url)
        self.host = response.url.host or ""
        self.headers = {name.lower(): value for name, value in response.headers.items()}

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body, unpacked. Raises LinkRefused, also for what is of another type than was wanted."""
        kind = self.headers.get("content-type", "").strip().lower()
        if self._want.types and not kind.startswith(self._want.types):
            named = _TYPE.match(kind)
            raise WrongKind(host=self.host, kind=named[0] if named else "something without a type")
        with _told(self.host):
            async for piece in pieces(self._response, self.host, self._want.most):
                yield piece

    async def answer(self) -> Answer:
        """The whole of it; of what is no good answer only the beginning. Raises LinkRefused."""
        if self.status == 200:
            body = b"".join([piece async for piece in self.pieces()])
        else:
            body = await self._beginning()
        return Answer(status=self.status, url=self.url, body=body, headers=self.headers)

    async def _beginning(self) -> bytes:
        try:
            with _told(self.host):
                async with aclosing(pieces(self._response, self.host, self._want.most)) as found:
                    return await anext(found, b"")
        except (OddlyPacked, TooLarge):
            return b""


class Outside:
    """Asks. What the first question opens, `close` closes. `at_once` bounds the answers under way."""

    def __init__(self, rules: Rules, *, at_once: int = AT_ONCE, lookup: Lookup | None = None) -> None:
        self._rules = rules
        self._lookup = lookup
        self._room = asyncio.Semaphore(at_once)
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(self, url: str, want: Want, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to a GET, redirects followed. Raises LinkRefused when there is none."""
        async with self.opened(url, want, headers) as incoming:
            return await incoming.answer()

    @asynccontextmanager
    async def opened(self, url: str, want: Want, headers: Mapping[str, str] | None = None) -> AsyncIterator[Incoming]:
        """The answer with its body still to come, for what is not to be held in memory. Raises LinkRefused.

        The time that is wanted runs from now to the end of the block, also while there is no room yet.
        """
        link = checked(url, self._rules)
        try:
            async with asyncio.timeout(want.seconds), self._room, self._arrived(link, want, headers or {}) as incoming:
                yield incoming
        except TimeoutError:
            raise TooSlow(host=link.host or "", seconds=max(1, round(want.seconds))) from None

    @asynccontextmanager
    async def _arrived(self, link: URL, want: Want, headers: Mapping[str, str]) -> AsyncIterator[Incoming]:
        """Go from address to address until one does not send on."""
        for _ in range(REDIRECTS + 1):
            host = link.host or ""
            with _told(host):
                asking = self._asking().get(link, allow_redirects=False, headers={"Accept": want.accept, **headers})
                response = await asking
            async with response:
                if response.status not in _MOVED:
                    yield Incoming(response, want)
                    return
                link = checked(_target(response, host), self._rules)
        raise TooManyRedirects

    def _asking(self) -> aiohttp.ClientSession:
        if self._session is None:
            resolver = CheckedResolver(self._rules, self._lookup)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False),
                timeout=_TIMES,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": f"{_PRODUCT} ({self._rules.contact or _ABOUT})", "Accept-Encoding": "gzip"},
                auto_decompress=False,
                trust_env=False,
            )
        return self._session


def _target(response: aiohttp.ClientResponse, host: str) -> URL:
    """Where a redirect sends. What stands in no address is refused as in a link that somebody gives."""
    given = response.headers.get("Location", "")
    if not given:
        raise LeadsNowhere(host=host)
    try:
        return response.url.join(URL(given))
    except ValueError:
        raise LeadsNowhere(host=host) from None


@contextmanager
def _told(host: str) -> Iterator[None]:
    """Say what goes wrong with a server in our own words: the client's may hold the whole address."""
    try:
        yield
    except LinkRefused:
        raise
    except aiohttp.ConnectionTimeoutError:
        raise NotReached(host=host) from None
    except aiohttp.ServerTimeoutError:
        raise TooSlow(host=host, seconds=round(SILENCE)) from None
    except aiohttp.ClientSSLError:
        raise Untrusted(host=host) from None
    except aiohttp.ClientConnectorError as error:
        raise _unreached(error.os_error, host) from None
    except (aiohttp.ClientResponseError, aiohttp.ClientPayloadError, aiohttp.InvalidURL):
        raise Garbled(host=host) from None
    except (aiohttp.ClientError, OSError):
        raise NotReached(host=host) from None


def _unreached(error: OSError, host: str) -> LinkRefused:
    if isinstance(error, Inside):
        return PrivateAddress(host=host)
    return UnknownHost(host=host) if isinstance(error, socket.gaierror) else NotReached(host=host)
