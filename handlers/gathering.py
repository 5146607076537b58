"""Brings the pictures of a story for its files, as far as they can be had within limits: a file without some of them
is better than none.
"""

import asyncio

from handlers.supply import Fetch
from threads.exports.pictures import Wanted, ending_of, wanted_of
from threads.model import Thread

MOST = 100
"""Pictures of one file."""
MAX_BYTES = 24 * 1024 * 1024
"""Bytes of all pictures of one file: in HTML they take a third more, and Telegram takes 50 MB."""
SECONDS = 30.0
"""For all of them."""
AT_ONCE = 4


async def gathered(thread: Thread, fetch: Fetch) -> dict[str, bytes]:
    """The story's pictures by their address, the first ones of them when there are too many or they are too large."""
    wanted = list(wanted_of(thread))[:MOST]
    found: dict[str, bytes] = {}
    room = asyncio.Semaphore(AT_ONCE)

    async def bring(one: Wanted) -> None:
        async with room:
            upload = await fetch(one.url, one.kind)
        if upload and ending_of(upload.data):
            found[one.url] = upload.data

    tasks = [asyncio.create_task(bring(one)) for one in wanted]
    if tasks:
        try:
            await asyncio.wait(tasks, timeout=SECONDS)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    return _fitting(wanted, found)


def _fitting(wanted: list[Wanted], found: dict[str, bytes]) -> dict[str, bytes]:
    """Those that fit together, in the story's order, whichever came first."""
    kept: dict[str, bytes] = {}
    left = MAX_BYTES
    for one in wanted:
        data = found.get(one.url)
        if data and len(data) <= left:
            kept[one.url] = data
            left -= len(data)
    return kept
