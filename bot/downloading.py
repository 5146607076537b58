"""Brings the files that people send: Telegram tells where one lies for an hour, and hands over up to 20 MB.

No address is logged or told from here: it holds the token.
"""

import aiohttp

from handlers.gateway import Done, Gateway
from handlers.publishing.bringing import LARGEST
from handlers.publishing.desk import Download

SECONDS = 60.0
"""For one file: 20 MB over a slow line."""
_CHUNK = 64 * 1024


class Downloader:
    """Downloads files by their id. What the first one opens, `close` closes."""

    def __init__(self, api_url: str, token: str) -> None:
        self._base = f"{api_url.rstrip('/')}/file/bot{token}/"
        self._session: aiohttp.ClientSession | None = None

    def through(self, gateway: Gateway) -> Download:
        """Downloads a file: its bytes; None when Telegram does not hand it over, or it is larger than it may be."""

        async def download(file_id: str) -> bytes | None:
            return await self._download(gateway, file_id)

        return download

    async def _download(self, gateway: Gateway, file_id: str) -> bytes | None:
        outcome = await gateway.call("getFile", {"file_id": file_id})
        path = outcome.result.get("file_path") if isinstance(outcome, Done) else None
        if not isinstance(path, str):
            return None
        try:
            async with self._open().get(self._base + path, allow_redirects=False) as response:
                return await _read(response) if response.status == 200 else None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return None

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=SECONDS)
            self._session = aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
        return self._session


async def _read(response: aiohttp.ClientResponse) -> bytes | None:
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)
