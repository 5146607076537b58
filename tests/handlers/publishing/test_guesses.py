"""The languages of drafts: guessed once, while they are looked at, and known when somebody publishes."""

import asyncio

from handlers.publishing.guesses import REMEMBERED, Guesses
from storage.threads import Status, StoredThread
from tests.builders import story
from tests.driver import Telegram
from tests.handlers.publisher import publisher
from threads.model import AuthorId, Thread, ThreadId

TALE = "/add Tale 1. The lamp went out at nine.\n\nNobody had touched it.\n\nThe keeper wrote it down."


class Guesser:
    """Tells every language when it is let; counts how often it was asked."""

    def __init__(self, code: str = "en") -> None:
        self.code = code
        self.asked = 0
        self.open = asyncio.Event()

    async def guess(self, _: Thread) -> str:
        """What it was told to say."""
        self.asked += 1
        await self.open.wait()
        return self.code


def draft(number: int = 1, revision: int = 1) -> StoredThread:
    """A story as storage knows it."""
    return StoredThread(
        id=ThreadId(number),
        author_id=AuthorId(1),
        status=Status.DRAFT,
        revision=revision,
        minutes=1,
        next_number=2,
        published_at=None,
        tags=(),
        language="",
        thread=story(),
    )


async def test_whoever_comes_while_it_is_guessed_waits_for_the_same_guess() -> None:
    """And when that one is called off, makes it: nobody is left without."""
    guesser = Guesser()
    guesses = Guesses(guesser.guess)
    first, second = (asyncio.create_task(guesses.of(draft())) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    guesser.open.set()
    assert await second == "en"
    assert await guesses.of(draft()) == "en"
    assert guesser.asked == 2


async def test_a_changed_draft_is_guessed_anew_and_so_is_one_of_which_nothing_was_told() -> None:
    """By its revision; nothing told may mean that too much was being read just then."""
    guesser = Guesser()
    guesser.open.set()
    guesses = Guesses(guesser.guess)
    await guesses.of(draft())
    await guesses.of(draft(revision=2))
    assert guesser.asked == 2
    guesser.code = ""
    assert (await guesses.of(draft(2)), guesses.knows(draft(2))) == ("", False)
    guesser.code = "fa"
    assert await guesses.of(draft(2)) == "fa"


async def test_what_is_kept_in_mind_is_bounded() -> None:
    """The oldest goes."""
    guesser = Guesser()
    guesser.open.set()
    guesses = Guesses(guesser.guess)
    for number in range(1, REMEMBERED + 2):
        await guesses.of(draft(number))
    assert (guesses.knows(draft(1)), guesses.knows(draft(2))) == (False, True)


async def test_a_draft_that_is_shown_has_its_language_before_it_is_published(telegram: Telegram) -> None:
    """Guessed behind the card, which waits for nothing; publishing finds it told."""
    (olga,) = await publisher(telegram)
    await olga.say(TALE)
    shown = await telegram.services.threads.fresh(ThreadId(1))
    assert shown is not None
    async with asyncio.timeout(30):
        while not telegram.services.desk.guesses.knows(shown):
            await asyncio.sleep(0.01)
    await olga.press("Publish")
    published = await telegram.services.threads.fresh(ThreadId(1))
    assert published is not None
    assert published.language == "en"
