"""Names looked up for connections: what a name leads to is checked here, on the very addresses that are connected to.

Nothing is kept: a name that leads elsewhere the next time is checked the next time. Lookups run in threads of their
own, few at once and none waited for at the end: a name server that never answers holds up no other work, as it would
in the threads that the event loop shares out.
"""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.outside.rules import Rules

AT_ONCE = 8

Lookup = Callable[[str], Awaitable[list[str]]]
"""The addresses of a name. Raises OSError when it has none."""


class Inside(OSError):
    """A name leads to an address that may not be asked."""


class CheckedResolver(AbstractResolver):
    """Looks names up for aiohttp, and refuses those of which one address may not be asked."""

    def __init__(self, rules: Rules, lookup: Lookup | None = None) -> None:
        self._rules = rules
        self._lookup = lookup or Threads()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a name as aiohttp wants them. Raises Inside, and OSError when there are none."""
        addresses = await self._lookup(host.rstrip("."))
        if not all(self._rules.takes(address, host, port) for address in addresses):
            raise Inside(f"{host} leads inside")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Nothing is held open."""


class Threads:
    """The system's own lookups, each in a thread that nobody waits for when the program ends."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, name: str) -> list[str]:
        """The addresses of a name, both kinds. Raises OSError."""
        await self._room.acquire()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[str]] = loop.create_future()
        # The room is given back by the thread, not by whoever waits: they may have gone long before it.
        threading.Thread(target=self._look, args=(name, loop, answer), daemon=True).start()
        return await answer

    def _look(self, name: str, loop: asyncio.AbstractEventLoop, answer: asyncio.Future[list[str]]) -> None:
        found: list[str] | OSError
        try:
            infos = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
            found = list(dict.fromkeys(str(info[4][0]) for info in infos))
        except (OSError, UnicodeError) as error:
            found = error if isinstance(error, OSError) else OSError("no name")
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._told, found, answer)

    def _told(self, found: list[str] | OSError, answer: asyncio.Future[list[str]]) -> None:
        self._room.release()
        if answer.done():
            return
        if isinstance(found, OSError):
            answer.set_exception(found)
        else:
            answer.set_result(found)
