"""HTTP to the Bot API: one aiohttp session, JSON bodies by orjson, behind the gateway and behind PTB alike.

Why not PTB's own client: `docs/decisions/` has the measurements. No URL is ever logged from here: it holds the token.
"""

import io
from collections.abc import Mapping
from typing import Any

import aiohttp
import orjson
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from handlers.gateway import NoAnswer, NotSent, Payload, Upload

CONNECTIONS = 100
CONNECT = 10.0
"""Seconds to open a connection."""
ANSWER = 20.0
"""Seconds until a call has to be answered."""
UPLOAD = 90.0
"""Seconds until a call that carries a file has to be answered: 50 MB over a slow line."""


_LIMITS = aiohttp.ClientTimeout(total=ANSWER, connect=CONNECT)
_UPLOADING = aiohttp.ClientTimeout(total=UPLOAD, connect=CONNECT)
_JSON = {"Content-Type": "application/json"}


class Transport(BaseRequest):
    """The one client. `call` is what the gateway uses; `do_request` serves PTB's own calls."""

    def __init__(self, api_url: str, token: str) -> None:
        self._base = f"{api_url.rstrip('/')}/bot{token}/"
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds; PTB asks for it."""
        return ANSWER

    async def initialize(self) -> None:
        """Open the session, once."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(
                connector=connector, timeout=_LIMITS, cookie_jar=aiohttp.DummyCookieJar()
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(self, method: str, payload: Payload) -> Mapping[str, Any]:
        """Call a method and return the decoded reply: with a JSON body, or as a form when it holds uploads.

        Raises NoAnswer.
        """
        if any(isinstance(value, Upload) for value in payload.values()):
            return await self._exchange(method, _form(payload), _UPLOADING)
        return await self._exchange(method, orjson.dumps(payload), _LIMITS)

    async def poll(self, payload: Payload, limit: float) -> Mapping[str, Any]:
        """`getUpdates`, which has to be answered within `limit` seconds. Raises NoAnswer."""
        timeout = aiohttp.ClientTimeout(total=limit, connect=CONNECT)
        return await self._exchange("getUpdates", orjson.dumps(payload), timeout)

    async def _exchange(
        self, method: str, body: bytes | aiohttp.FormData, limit: aiohttp.ClientTimeout
    ) -> Mapping[str, Any]:
        headers = _JSON if isinstance(body, bytes) else None
        try:
            async with self._open().post(self._base + method, data=body, headers=headers, timeout=limit) as response:
                return _decoded(response.status, await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # The error's own text may hold the address, and with it the token.
            raise NoAnswer(type(error).__name__) from None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise NotSent("closed")
        return self._session

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """What PTB's `Bot` calls. Only used outside the path of a tap, without files."""
        body = orjson.dumps(request_data.parameters) if request_data else b"{}"
        try:
            async with self._open().request(method, url, data=body, headers=_JSON) as response:
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError, NoAnswer) as error:
            raise NetworkError(type(error).__name__) from None


def _form(payload: Payload) -> aiohttp.FormData:
    """The payload as multipart/form-data, where everything but text is written as JSON."""
    # Telegram takes a file's name as it stands; encoded, as aiohttp would have it, people would see percent signs.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in payload.items():
        if isinstance(value, Upload):
            form.add_field(name, io.BytesIO(value.data), filename=value.name, content_type="application/octet-stream")
        else:
            form.add_field(name, value if isinstance(value, str) else orjson.dumps(value).decode())
    return form


def _decoded(status: int, body: bytes) -> Mapping[str, Any]:
    """The reply, when it is one of the Bot API: a result, or a refusal with its code. A proxy's JSON is neither."""
    try:
        reply = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise NoAnswer(f"HTTP {status} without a readable body") from None
    if isinstance(reply, dict):
        if reply.get("ok") is True and "result" in reply:
            return reply
        if reply.get("ok") is False and isinstance(reply.get("error_code"), int):
            return reply
    raise NoAnswer(f"HTTP {status} with a body of another kind")
