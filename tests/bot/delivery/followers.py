"""People and chats that follow everything, what they hear, and what the ledger says of it."""

from collections import Counter

from storage.delivery.publications import Publications
from storage.delivery.subjects import EVERYTHING
from storage.delivery.subscribers import Address
from tests.builders import story
from tests.driver import Message, Person, Telegram, buttons
from tests.storage.library import library_on
from threads.model import Thread


async def followers(telegram: Telegram, count: int) -> list[Person]:
    """So many people who have opened the bot and follow everything."""
    people = [telegram.person(f"Reader {number}") for number in range(count)]
    for person in people:
        await person.start()
        await follows(telegram, person.id, set_by=person.id)
    return people


async def follows(telegram: Telegram, chat: int, *, topic: int = 0, set_by: int | None = None) -> None:
    """A chat that follows everything."""
    services = telegram.services
    await services.subscriptions.follow(Address(chat, topic), EVERYTHING, services.now(), set_by=set_by, language="en")


def tale(number: int) -> Thread:
    """A story with a number of its own."""
    return story(f"Tale {number} of the lighthouse.", "Its end.", source_id=f"tale-{number}")


def heard(telegram: Telegram, chat: int) -> list[int]:
    """The stories that a chat was told of, in the order in which it was."""
    return [int(target(message)) for message in telegram.world.messages(chat) if is_notification(message)]


def is_notification(message: Message) -> bool:
    """Whether the bot told of a story with it."""
    linked = any("url" in key for key in buttons(message))
    return bool(message["from"]["is_bot"] and linked and "Tale " in message.get("text", ""))


def target(message: Message) -> str:
    """The id of the story behind a notification's link."""
    url = next(key["url"] for key in buttons(message) if "url" in key)
    return str(url).rpartition("_")[2]


async def ledger(telegram: Telegram) -> Counter[tuple[str, str | None]]:
    """How many rows there are of each state and reason."""
    async with library_on(telegram.database) as library:
        return Counter((state, why) for state, why in await library.database.fetch("SELECT state, why FROM delivery"))


async def counts(telegram: Telegram, publication: int = 1) -> tuple[str, dict[str, int]]:
    """How far a publication has come, and its counts that are not 0."""
    async with library_on(telegram.database) as library:
        found = await Publications(library.database).get(publication)  # type: ignore[arg-type]  # an id
    assert found is not None
    told = {name: getattr(found.counts, name) for name in found.counts.__slots__}
    return found.stage, {name: number for name, number in told.items() if number}
