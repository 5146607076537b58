"""The sandbox's world: people, groups and one bot, and everything that people do.

Each action makes the updates Telegram would make for it; what the bot answers arrives through the Bot API server in
`server`. Tests and the chat page act here. Nothing of the bot's own code is imported: this is the outside.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Literal, TypeAlias

from bot.sandbox import asking, forums, membership, sharing, talking
from bot.sandbox.commands import visible
from bot.sandbox.faults import Faults
from bot.sandbox.state import PRESENT, Call, Event, Message, State

__all__ = ["Call", "Event", "Message", "World"]

GroupKind: TypeAlias = Literal["group", "supergroup", "channel"]


class World:
    """Everything around one bot. Synchronous; belongs to one event loop; keeps all in memory.

    Messages are Bot API dicts and are never changed in place. An inline card's message also has `inline_message_id`,
    which the bot gets only with a press. Where a method takes a `chat`, None means the person's chat with the bot, and
    another person's id means the two people's own dialog, of which the bot knows nothing. What can't be done raises
    ValueError with a sentence. `faults` plans trouble, `calls` holds the last 1,000 calls of the bot.
    """

    faults: Faults
    calls: deque[Call]
    dead_urls: set[str]
    """Addresses of media that Telegram fails to fetch, beside every address that contains "dead"."""

    def __init__(
        self,
        *,
        token: str = "1000000001:sandbox",  # noqa: S107 - a made-up token, good for nothing but the sandbox
        username: str = "spool_bot",
        name: str = "Spool",
        clock: Callable[[], float] = time.time,
        flood_control: bool = False,
    ) -> None:
        self.state = State(token=token, username=username, name=name, clock=clock, limited=flood_control)
        self.faults = self.state.faults
        self.calls = self.state.calls
        self.dead_urls = self.state.files.dead_urls

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.state.token

    @property
    def bot(self) -> dict[str, Any]:
        """The bot as a Bot API User."""
        return self.state.bot

    def now(self) -> float:
        """Unix seconds of this world: the clock and what advance() added."""
        return self.state.now()

    def advance(self, seconds: float) -> None:
        """Let time pass for everything that is measured by this world's clock."""
        self.state.advanced += seconds

    # People and groups

    def add_person(self, name: str, *, username: str = "", language_code: str = "en") -> int:
        """A new person; the id is also that of their chat with the bot, which they have not opened yet."""
        return membership.add_person(self.state, name, username, language_code)

    def add_group(
        self,
        title: str,
        members: Iterable[int],
        *,
        kind: GroupKind = "group",
        admins: Iterable[int] = (),
        is_forum: bool = False,
        is_protected: bool = False,
        bot_status: str = "member",
        username: str = "",
    ) -> int:
        """A new group, supergroup or channel with the bot in it (its negative id); the bot gets my_chat_member.

        The first admin is its creator. `bot_status` "left" leaves the bot out. Nothing is forwarded out of a protected
        one. One with a `username` is public.
        """
        return membership.add_group(
            self.state,
            title,
            members,
            kind=kind,
            admins=admins,
            is_forum=is_forum,
            is_protected=is_protected,
            bot_status=bot_status,
            username=username,
        )

    def add_topic(self, chat: int, name: str) -> int:
        """A new topic of a forum: its message_thread_id."""
        return forums.add_topic(self.state, self.state.chat(chat), name)

    def close_topic(self, chat: int, thread: int = forums.GENERAL) -> None:
        """Only admins write in the topic; without one, in the general topic."""
        forums.close_topic(self.state, self.state.chat(chat), thread)

    def reopen_topic(self, chat: int, thread: int = forums.GENERAL) -> None:
        """Everybody writes in the topic again."""
        forums.reopen_topic(self.state, self.state.chat(chat), thread)

    def delete_topic(self, chat: int, thread: int) -> None:
        """The topic is gone with its messages; the bot hears nothing of it."""
        forums.delete_topic(self.state, self.state.chat(chat), thread)

    def set_member(self, chat: int, person: int, status: str) -> None:
        """Make somebody an `administrator`, a `member`, or nobody (`left`, `kicked`) in a group or channel."""
        membership.set_member(self.state, self.state.chat(chat), person, status)

    def set_bot_rights(self, chat: int, **rights: bool) -> None:
        """Give the bot rights as an admin, or take them away: `can_post_messages=False`."""
        membership.set_bot_rights(self.state, self.state.chat(chat), rights)

    def mute(self, chat: int, muted: bool = True) -> None:
        """Let only admins write in a group, as its permissions can say; the bot hears nothing of it."""
        self.state.chat(chat).muted = muted

    def dialog(self, one: int, other: int) -> int:
        """The id of the two people's own chat."""
        return talking.dialog(self.state, one, other).id

    def block(self, person: int) -> None:
        """The person blocks the bot."""
        membership.set_blocked(self.state, person, True)

    def unblock(self, person: int) -> None:
        """The person unblocks the bot."""
        membership.set_blocked(self.state, person, False)

    def deactivate(self, person: int) -> None:
        """The person deletes their account; Telegram tells nobody."""
        self.state.chat(person).deactivated = True

    def add_bot(self, chat: int, status: str = "member") -> None:
        """Bring the bot into a group, or change what it may do there (`member`, `administrator`, `restricted`)."""
        where = self.state.chat(chat)
        membership.add_bot(self.state, where, status, next(iter(where.members)))

    def remove_bot(self, chat: int) -> None:
        """Take the bot out of a group."""
        membership.remove_bot(self.state, self.state.chat(chat))

    def migrate(self, chat: int) -> int:
        """Make a group a supergroup: its new id. The old id answers 400 with migrate_to_chat_id from now on."""
        return membership.migrate(self.state, self.state.chat(chat))

    # What people do

    def say(
        self,
        person: int,
        text: str,
        *,
        chat: int | None = None,
        thread: int | None = None,
        reply_to: int | None = None,
        anonymous: bool = False,
        through: int | None = None,
    ) -> Message:
        """Write a text. In groups the bot gets what privacy mode lets through: commands, mentions, replies to it.

        An admin may write in the name of the group itself (`anonymous`), anybody `through` a channel of their own.
        """
        return talking.say(
            self.state, person, text, chat=chat, thread=thread, reply_to=reply_to, anonymous=anonymous, through=through
        )

    def share_chat(self, person: int, chat: int, request_id: int, *, forged: bool = False) -> Message:
        """Choose a chat through a button of the bot's reply keyboard; the bot is brought in as the button asks.

        What the button does not allow is refused unless `forged`: then a client sends just what it likes.
        """
        return sharing.share_chat(self.state, person, chat, request_id, forged=forged)

    def keyboard(self, person: int) -> list[list[dict[str, Any]]]:
        """The reply keyboard that the person sees in the chat with the bot, in rows of its buttons."""
        return list((self.state.chat(person).keyboard or {"keyboard": []})["keyboard"])

    def start(self, person: int, payload: str = "", *, chat: int | None = None) -> Message:
        """Open `t.me/<bot>?start=payload` and press START, which also unblocks the bot."""
        if chat in (None, person):
            self.unblock(person)
        return self.say(person, f"/start {payload}".strip(), chat=chat)

    def send_media(
        self,
        person: int,
        kind: Literal["photo", "document", "video"],
        *,
        chat: int | None = None,
        caption: str = "",
        data: bytes = b"",
        file_name: str = "",
        media_group_id: str | None = None,
    ) -> Message:
        """Send a file; items of one album share a media_group_id. Without data a one-pixel picture is sent."""
        return talking.send_media(
            self.state,
            person,
            kind,
            chat=chat,
            caption=caption,
            data=data,
            file_name=file_name,
            media_group_id=media_group_id,
        )

    def forward(
        self, person: int, chat: int, message_id: int, to: int, *, hidden: bool = False, media_group_id: str = ""
    ) -> Message:
        """Pass a message on: URL buttons stay, all others go; protected content is refused.

        `hidden` is for a sender whose privacy settings keep their account out of forwards. Those passed on as one album
        share a `media_group_id`.
        """
        return talking.forward(self.state, person, chat, message_id, to, hidden=hidden, album=media_group_id)

    def press(
        self,
        person: int,
        data: str,
        *,
        chat: int | None = None,
        message_id: int | None = None,
        inline_message_id: str | None = None,
        forged: bool = False,
    ) -> str:
        """Press the button with this callback data: the id of the callback query.

        Without a message the latest one with such a button is meant. Data that is on no button is refused unless
        `forged`. A forgotten or deleted message arrives inaccessible, with date 0.
        """
        return asking.press(
            self.state,
            person,
            data,
            chat=chat,
            message_id=message_id,
            inline_message_id=inline_message_id,
            forged=forged,
        )

    def forget(self, chat: int, message_id: int) -> None:
        """Later presses on the message arrive as InaccessibleMessage (date 0), as old ones do."""
        talking.found(self.state.chat(chat), message_id)
        self.state.chat(chat).forgotten.add(message_id)

    def answer(self, query_id: str) -> dict[str, Any] | None:
        """What the bot answered to a press: {"text", "show_alert", "url"}; None while it has not."""
        return self.state.presses[query_id].answer

    def inline(self, person: int, query: str, *, offset: str = "", chat_type: str = "sender") -> str:
        """Type `@bot query` somewhere: the id of the inline query."""
        return asking.inline(self.state, person, query, offset=offset, chat_type=chat_type)

    def results(self, inline_query_id: str) -> dict[str, Any] | None:
        """What the bot answered: {"results", "cache_time", "is_personal", "next_offset", "button"}; None before."""
        return self.state.inline[inline_query_id].answer

    def choose(self, person: int, inline_query_id: str, result_id: str, *, chat: int, feedback: bool = True) -> Message:
        """Send one of the results into a chat, as a message "via" the bot.

        It has an inline_message_id only if it has a keyboard; with `feedback` the bot gets chosen_inline_result.
        """
        return asking.choose(self.state, person, inline_query_id, result_id, chat=chat, feedback=feedback)

    # What there is to see

    def people(self) -> list[dict[str, Any]]:
        """Everyone, as Bot API Users."""
        return list(self.state.people.values())

    def chats(self, person: int) -> list[dict[str, Any]]:
        """The chats the person is in, as Bot API Chats: with the bot, groups, dialogs."""
        return [chat.shape for chat in self.state.chats.values() if chat.members.get(person) in PRESENT]

    def members(self, chat: int) -> dict[int, str]:
        """The people of a chat and their status."""
        return dict(self.state.chat(chat).members)

    def messages(self, chat: int) -> list[Message]:
        """The messages of a chat, oldest first."""
        return list(self.state.chat(chat).messages.values())

    def message(self, chat: int, message_id: int) -> Message:
        """One message as it stands now."""
        return talking.found(self.state.chat(chat), message_id)

    def commands(self, person: int, *, chat: int | None = None) -> list[dict[str, Any]]:
        """The bot's commands this person sees, in their language, in the chat with the bot or in a group."""
        return visible(self.state, person, self.state.chat(person if chat is None else chat))

    def file_path(self, file_id: str) -> str | None:
        """Where the file stands below `/file/bot{token}/` (a file given by URL leads there); None if unknown."""
        file = self.state.files.known(file_id)
        return file.path if file else None

    def file_url(self, file_id: str) -> str | None:
        """The address the bot gave for the file, if it gave one."""
        file = self.state.files.known(file_id)
        return file.url if file else None

    def pending(self) -> int:
        """How many updates the bot has not confirmed yet."""
        return len(self.state.updates.waiting())

    def listen(self) -> "asyncio.Queue[Event]":
        """A queue of what happens from now on, for the page:

        {"type": "message" | "edited", "chat", "message"}, {"type": "deleted", "chat", "message_id"},
        {"type": "answer", "person", "query_id", "text", "show_alert", "url"},
        {"type": "results", "person", "inline_query_id", "payload"}, {"type": "action", "chat", "action"},
        {"type": "commands"} and {"type": "chat", "chat"} (something about it changed).
        """
        queue: asyncio.Queue[Event] = asyncio.Queue()
        self.state.listeners.add(queue)
        return queue

    def unlisten(self, queue: "asyncio.Queue[Event]") -> None:
        """Stop listening."""
        self.state.listeners.discard(queue)
