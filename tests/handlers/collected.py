"""Messages that a publisher forwards from a channel, and the cards on which the bot counts them."""

from typing import Any

from tests.driver import Message, Person, Telegram, labels
from tests.quiet import remember


class Channel:
    """A public channel, of which an admin writes the posts and a publisher is a member."""

    def __init__(self, telegram: Telegram, publisher: Person, username: str = "ferry_tales") -> None:
        self.world = telegram.world
        self.writer = telegram.world.add_person("Wren")
        self.publisher = publisher.id
        self.id = telegram.world.add_group(
            "Ferry Tales", [publisher.id], kind="channel", admins=[self.writer], bot_status="left", username=username
        )

    def post(self, text: str) -> int:
        """A post of words: its number."""
        remember(text)
        return int(self.world.say(self.writer, text, chat=self.id)["message_id"])

    def picture(self, caption: str = "", kind: Any = "photo") -> int:
        """A post of a picture or film: its number."""
        return int(self.world.send_media(self.writer, kind, chat=self.id, caption=caption)["message_id"])

    def forward(self, *posts: int, album: str = "") -> None:
        """The publisher forwards posts to the bot."""
        for post in posts:
            self.world.forward(self.publisher, self.id, post, self.publisher, media_group_id=album)


def cards(person: Person) -> list[Message]:
    """The messages of the bot that count what is collected."""
    messages = person.telegram.world.messages(person.id)
    return [message for message in messages if message["from"]["is_bot"] and "Done" in str(labels(message))]
