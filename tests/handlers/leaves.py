"""Stories of every kind of frame, and somebody who steps a card of theirs and looks at what is left in the chat."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.driver import Message, Person, Telegram, buttons
from threads.model import Gap, Media, MediaKind, Poll, PollOption, Tweet, TweetNumber

DAYS_LATER = 49 * 3600
KINDS = ("text", "photo", "photos", "video", "gif", "gap", "poll", "warning")
SHOWN = {"photo": ["photo"], "photos": ["photo"] * 3, "video": ["video"], "gif": ["animation"]}
"""What the frames of a tweet of a kind hold, page by page; every other kind is one frame of text."""
MEDIA = ("photo", "video", "animation")
PLACES = ("private", "group", "inline")


def address(number: int, part: int, ending: str) -> str:
    """Where the picture or film of a tweet stands."""
    return f"https://pictures.example/{number}-{part}.{ending}"


def tweet(number: int, kind: str) -> Tweet:
    """A tweet of a kind, with words that no other has."""
    fields: dict[str, Any] = {"number": TweetNumber(number), "text": f"Leaf {number}, of {kind}."}
    match kind:
        case "photo":
            fields["media"] = (photo(address(number, 1, "jpg")),)
        case "photos":
            fields["media"] = tuple(photo(address(number, part, "jpg")) for part in (1, 2, 3))
        case "video":
            fields["media"] = (Media(kind=MediaKind.VIDEO, url=address(number, 1, "mp4")),)
        case "gif":
            fields["media"] = (Media(kind=MediaKind.GIF, url=address(number, 1, "gif")),)
        case "gap":
            fields |= {"text": "", "gap": Gap.DELETED}
        case "poll":
            fields["poll"] = Poll(options=(PollOption(label="Ebb", votes=2), PollOption(label="Flow", votes=2)))
        case "warning":
            fields |= {"content_warning": "deep water", "media": (photo(address(number, 1, "jpg")),)}
    return Tweet(**fields)


def photo(url: str, **fields: Any) -> Media:
    """A photo."""
    return Media(kind=MediaKind.PHOTO, url=url, **fields)


def walk() -> list[str]:
    """Kinds in an order in which each one is followed once by each one, itself too (a circle of Euler)."""
    left = {kind: list(KINDS) for kind in KINDS}
    way, circle = [KINDS[0]], []
    while way:
        onward = left[way[-1]]
        if onward:
            way.append(onward.pop())
        else:
            circle.append(way.pop())
    return circle


def held(message: Message) -> str:
    """What a message holds: text, or the kind of its media."""
    return next((kind for kind in MEDIA if kind in message), "text")


@dataclass(slots=True)
class Reading:
    """Somebody who steps one card, and what has to be left in its chat after each step."""

    telegram: Telegram
    person: Person
    chat: int
    inline: bool
    later: bool
    others: int
    left_behind: int = 0

    @property
    def card(self) -> Message:
        """The one message that can be stepped."""
        alive = [message for message in self.telegram.world.messages(self.chat)[self.others :] if buttons(message)]
        assert len(alive) == 1, "one card, no more and no less"
        return alive[0]

    async def press(self, label: str, kind: str) -> None:
        """Press, and expect a frame of a kind, and as many messages in the chat as there should be."""
        if self.later:
            self.telegram.world.advance(DAYS_LATER)
        before = self.card
        kind = "text" if self.inline else kind
        await self.person.press(label, before)
        if held(before) != "text" and kind == "text":
            assert self.card["message_id"] != before["message_id"]
            self.left_behind += self.later
        else:
            assert self.card["message_id"] == before["message_id"]
        assert held(self.card) == kind
        assert len(self.telegram.world.messages(self.chat)) == self.others + self.left_behind + 1


async def reading_in(telegram: Telegram, place: str, *, later: bool) -> Reading:
    """A card at the story's first tweet, in a private chat, in a group, or placed in a chat without the bot."""
    ada = telegram.person()
    (card,) = await ada.start("t_1_1")
    chat = ada.id
    if place == "group":
        chat = telegram.world.add_group("Readers", [ada.id], kind="supergroup")
        await ada.start("t_1_1", chat=chat)
    if place == "inline":
        chat = telegram.world.add_group("Friends", [ada.id], kind="supergroup", bot_status="left")
        await _placed(telegram, ada, card, chat)
    others = len(telegram.world.messages(chat)) - 1
    return Reading(telegram, ada, chat, inline=place == "inline", later=later, others=others)


async def _placed(telegram: Telegram, person: Person, card: Message, chat: int) -> None:
    query = telegram.world.inline(person.id, "leaf")
    result = {
        "type": "article",
        "id": "1",
        "title": "A leaf",
        "input_message_content": {"message_text": card["text"]},
        "reply_markup": card["reply_markup"],
    }
    await telegram.services.gateway.call("answerInlineQuery", {"inline_query_id": query, "results": [result]})
    telegram.world.choose(person.id, query, "1", chat=chat, feedback=False)


def frames(kinds: list[str]) -> Iterator[str]:
    """What each frame of such tweets holds, in order."""
    for kind in kinds:
        yield from SHOWN.get(kind, ["text"])
