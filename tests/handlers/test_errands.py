"""Errands: one at a time for each person, the same one not twice, and none left when the program ends."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from handlers.catalogue import Catalogue
from handlers.errands import REMEMBERED, Begun, Errands
from handlers.views.parcel import files_of, unsent
from threads.errors import SpoolError
from threads.exports.errors import MissingFonts, NoDrawing, ProductionFailed, StudioBusy, TooLongForPictures


def waiting_for(signal: asyncio.Event) -> Callable[[], Coroutine[Any, Any, None]]:
    """Work that ends when it is told to."""

    async def work() -> None:
        await signal.wait()

    return work


async def test_one_errand_at_a_time_for_each_person() -> None:
    """Others are not kept waiting by it."""
    errands, signal = Errands(), asyncio.Event()
    assert errands.begin(1, "book", waiting_for(signal)) is Begun.YES
    assert errands.begin(1, "page", waiting_for(signal)) is Begun.BUSY
    assert errands.begin(2, "book", waiting_for(signal)) is Begun.YES
    signal.set()
    await errands.idle()
    assert errands.begin(1, "book", waiting_for(signal)) is Begun.AGAIN
    assert errands.begin(1, "page", waiting_for(signal)) is Begun.YES
    await errands.idle()


async def test_what_is_remembered_of_the_past_is_bounded() -> None:
    """A thousand others later, the first errand is forgotten."""
    errands, done = Errands(), asyncio.Event()
    done.set()
    for person in range(REMEMBERED + 1):
        assert errands.begin(person, "book", waiting_for(done)) is Begun.YES
        await errands.idle()
    assert errands.begin(0, "book", waiting_for(done)) is Begun.YES
    assert errands.begin(REMEMBERED, "book", waiting_for(done)) is Begun.AGAIN
    await errands.idle()


async def test_what_only_saves_time_is_waited_for_by_nobody() -> None:
    """Neither by who asks for anything else nor by who waits for quiet; it ends with the program."""
    errands, began, ended = Errands(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    errands.aside(work())
    async with asyncio.timeout(1):
        await began.wait()
        await errands.idle()
    assert not ended.is_set()
    await errands.close()
    assert ended.is_set()


async def test_the_end_of_the_program_ends_what_is_under_way() -> None:
    """Also of those who wait for each other."""
    errands, began = Errands(), asyncio.Event()

    async def work() -> None:
        async with errands.alone("book"):
            began.set()
            await asyncio.Event().wait()

    errands.begin(1, "book", work)
    errands.begin(2, "book", work)
    await began.wait()
    await errands.close()
    await errands.idle()
    async with asyncio.timeout(1), errands.alone("book"):
        pass


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StudioBusy(), "Many pictures and files"),
        (TooLongForPictures(most=10), "This tweet is too long"),
        (MissingFonts(scripts="Ogham", packages="fonts"), "No picture can be made here"),
        (NoDrawing(packages="libs"), "No picture can be made here"),
        (ProductionFailed(reason="crash"), "That could not be made"),
    ],
)
def test_what_could_not_be_made_is_a_sentence_for_its_reader(error: SpoolError, said: str) -> None:
    """What an operator has to do is for the log."""
    assert unsent(error, Catalogue().words("en")).startswith(said)
    assert unsent(error, Catalogue().words("fa")).isascii() is False


@pytest.mark.parametrize(
    ("result", "ids"),
    [
        ({"document": {"file_id": "d"}}, ("d",)),
        ([{"photo": [{"file_id": "s"}, {"file_id": "l"}]}, {"photo": [{"file_id": "m"}]}], ("l", "m")),
        ([{"photo": [{"file_id": "l"}]}, {"text": "?"}], ()),
        (None, ()),
        ({"photo": "?"}, ()),
    ],
)
def test_ids_are_read_off_what_telegram_answers(result: Any, ids: tuple[str, ...]) -> None:
    """All of them, or none is kept."""
    assert files_of(result) == ids
