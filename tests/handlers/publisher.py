"""Somebody who runs the bot and brings stories in from the chat."""

from tests.driver import Message, Person, Telegram, labels

CONTROL = ["Publish", "Publish quietly", "Schedule", "Edit"]
"""The first buttons of the rows below a draft."""


async def publisher(telegram: Telegram, *names: str) -> list[Person]:
    """People whose ids the bot is started with."""
    people = [telegram.person(name) for name in names or ("Olga",)]
    telegram.admins = frozenset(person.id for person in people)
    await telegram.restart()
    for person in people:
        await person.start()
    return people


def control(person: Person) -> Message:
    """The latest message with which something can be done with a draft."""
    shown = [message for message in person.telegram.world.messages(person.id) if ["Publish"] in labels(message)]
    return shown[-1]
