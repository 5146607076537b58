"""The body of an answer, piece by piece: unpacked here and not by the client, so that little bytes that unpack to very
many are seen while they do, and the event loop is given back in between.
"""

import asyncio
import zlib
from collections.abc import AsyncGenerator

from aiohttp import ClientResponse

from threads.sources.answers import MIB
from threads.sources.refusals import OddlyPacked, TooLarge

PIECE = 64 * 1024

_GZIP = 16 + zlib.MAX_WBITS


async def pieces(response: ClientResponse, host: str, most: int) -> AsyncGenerator[bytes]:
    """The body in pieces of up to 64 KiB, unpacked. Raises TooLarge past `most` bytes, and OddlyPacked."""
    if (response.content_length or 0) > most:
        raise _too_large(host, most)
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise OddlyPacked(host=host)
    size = 0
    async for piece in _unpacked(response, host) if "gzip" in packing else response.content.iter_chunked(PIECE):
        size += len(piece)
        if size > most:
            raise _too_large(host, most)
        yield piece


async def _unpacked(response: ClientResponse, host: str) -> AsyncGenerator[bytes]:
    unpacking = zlib.decompressobj(_GZIP)
    async for packed in response.content.iter_chunked(PIECE):
        while packed and not unpacking.eof:
            try:
                piece = unpacking.decompress(packed, PIECE)
            except zlib.error:
                raise OddlyPacked(host=host) from None
            packed = unpacking.unconsumed_tail
            yield piece
            await asyncio.sleep(0)
        if unpacking.unused_data or (packed and unpacking.eof):
            raise OddlyPacked(host=host)
    if not unpacking.eof:
        raise OddlyPacked(host=host)


def _too_large(host: str, most: int) -> TooLarge:
    return TooLarge(host=host, mebibytes=max(1, most // MIB))
