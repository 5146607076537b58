"""Groups, channels and forums with an admin, and what they hear."""

from collections.abc import Iterable
from dataclasses import dataclass

from storage.delivery.subscribers import Address
from tests.builders import story
from tests.driver import Message, Person, Telegram, buttons, visible
from threads.model import Thread

LIST = "/subscriptions@spool_bot"


@dataclass(frozen=True, slots=True)
class Hall:
    """A group and two people in it: an admin and a member."""

    telegram: Telegram
    id: int
    admin: Person
    member: Person

    async def listed(self, text: str = "", **how: object) -> Message:
        """The list as the admin calls for it."""
        return (await self.admin.say(f"{LIST} {text}".strip(), chat=self.id, **how))[-1]

    async def hears(self, topic: int = 0) -> list[str]:
        """What is followed there, newest first."""
        entries, _ = await self.telegram.services.subscriptions.page(Address(self.id, topic), 0)
        return [f"{entry.subject.kind} {entry.label}".strip() for entry in entries]

    def posts(self, topic: int | None = None) -> list[Message]:
        """The notifications there, oldest first."""
        return told(self.telegram.world.messages(self.id), topic)

    def tales(self, topic: int | None = None) -> list[int]:
        """Which stories were told of there, in order."""
        return [int(visible(post).partition("Tale ")[2].partition(" ")[0]) for post in self.posts(topic)]


async def hall(telegram: Telegram, kind: str = "supergroup", **world: object) -> Hall:
    """A group whose admin and member have both opened the bot."""
    admin, member = telegram.person("Ada"), telegram.person("Ben")
    for person in (admin, member):
        await person.start()
    given = {"kind": kind, "admins": [admin.id], **world}
    group = telegram.world.add_group("Readers", [member.id], **given)  # type: ignore[arg-type]  # as World has them
    await telegram.settled()
    return Hall(telegram, group, admin, member)


def told(messages: Iterable[Message], topic: int | None = None) -> list[Message]:
    """Those that tell of a story, in a topic or anywhere."""
    return [
        message
        for message in messages
        if "Tale " in message.get("text", "")
        and any("url" in key for key in buttons(message))
        and (topic is None or message.get("message_thread_id", 0) == topic)
    ]


def tale(number: int, tag: str = "sea") -> Thread:
    """A story with a number and a hashtag of its own."""
    return story(f"Tale {number} of the pier. #{tag}", "Its end.", source_id=f"tale-{number}")


async def publish(telegram: Telegram, *stories: Thread) -> None:
    """New stories, with the time to tell of them."""
    await telegram.bring(*stories, notify=True)
    await telegram.pass_time(20)


async def picking(telegram: Telegram, name: str = "Ada") -> Person:
    """Somebody who has Telegram's picker before them."""
    ada = telegram.person(name)
    await ada.start()
    await ada.say("/subscriptions")
    await ada.press("Groups and channels")
    await ada.press("Choose a chat")
    shown = [[key["text"] for key in row] for row in telegram.world.keyboard(ada.id)]
    assert shown == [["Choose a group"], ["Choose a channel"], ["Choose no chat"]]
    return ada


async def channel(telegram: Telegram, ada: Person) -> int:
    """A channel of theirs that they have chosen, and that follows everything."""
    news = telegram.world.add_group("News", [ada.id], kind="channel", admins=[ada.id], bot_status="left")
    await ada.choose(news, "Choose a channel")
    await ada.press("🔔 Follow everything")
    return news


async def of(ada: Person, name: str) -> Message:
    """The list of a chat, as its admin finds it again."""
    await ada.say("/subscriptions")
    await ada.press("Groups and channels")
    await ada.press(name)
    return ada.last()
