"""What the sandbox knows: people, chats, messages, and who is listening.

Shared by the people's side (`world`) and the bot's side (`methods`). A message is never changed in place: an edit
puts a new dict where the old one was, so that whoever holds a message holds what it was.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.flood import FloodControl
from bot.sandbox.updates import Updates

Message: TypeAlias = dict[str, Any]
User: TypeAlias = dict[str, Any]
Event: TypeAlias = dict[str, Any]
ChatKind: TypeAlias = Literal["private", "dialog", "group", "supergroup", "channel"]

PRESENT = ("creator", "administrator", "member", "restricted")


@dataclass(slots=True, kw_only=True)
class Chat:
    """A chat. `dialog` is two people's own chat, which the bot can't see.

    `members` maps user ids to a status; `bot_status` is the bot's (`kicked` in a private chat: it was blocked).
    `started` is whether the person ever wrote to the bot. `forgotten` holds messages the server no longer shows.
    `closed` are topics in which only admins write, `denied` the rights that the bot lacks as an admin; in a `muted`
    group only admins write, from a `protected` one nothing is forwarded. `keyboard` is the reply keyboard shown.
    """

    id: int
    kind: ChatKind
    shape: dict[str, Any]
    members: dict[int, str] = field(default_factory=dict)
    bot_status: str = "member"
    started: bool = True
    deactivated: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    topics: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    denied: set[str] = field(default_factory=set)
    muted: bool = False
    protected: bool = False
    keyboard: dict[str, Any] | None = None
    forgotten: set[int] = field(default_factory=set)
    pinned: list[int] = field(default_factory=list)
    migrated_to: int | None = None
    last_id: int = 0

    @property
    def is_group(self) -> bool:
        """Whether several people meet here (a channel is no group)."""
        return self.kind in ("group", "supergroup")


@dataclass(slots=True, kw_only=True)
class Query:
    """A press or an inline query that waits for its answer. `asked` is in seconds of the world's clock."""

    id: str
    person: int
    asked: float
    text: str = ""
    answer: dict[str, Any] | None = None
    contents: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call the bot made: what it sent, and the whole reply (None when none was sent)."""

    method: str
    params: dict[str, Any]
    reply: dict[str, Any] | None

    @property
    def ok(self) -> bool:
        """Whether the call succeeded."""
        return bool(self.reply and self.reply["ok"])

    @property
    def result(self) -> Any:
        """The `result` of the reply, None when it failed."""
        return self.reply.get("result") if self.reply else None


_ABILITIES = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}
"""What `getMe` says of the bot: its owner sets these at BotFather."""


class State:
    """Everything the sandbox remembers, and the few steps every change goes through."""

    def __init__(self, *, token: str, username: str, name: str, clock: Callable[[], float], limited: bool) -> None:
        self.token = token
        self.bot: User = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": name, "username": username}
        self.abilities = dict(_ABILITIES)
        self.people: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.cards: dict[str, tuple[int, int]] = {}
        self.presses: dict[str, Query] = {}
        self.inline: dict[str, Query] = {}
        self.commands: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int | None, dict[str, Any]] = {}
        self.updates = Updates()
        self.files = Files(self.bot["id"])
        self.faults = Faults()
        self.flood = FloodControl() if limited else None
        self.calls: deque[Call] = deque(maxlen=1000)
        self.listeners: set[asyncio.Queue[Event]] = set()
        self.clock = clock
        self.advanced = 0.0
        self._last = {
            "private message": 0,
            "person": 7_000_000,
            "group": 4_000_000,
            "dialog": 9_000_000_000,
            "query": 0,
        }

    def now(self) -> float:
        """Unix seconds: the clock and what was added to it."""
        return self.clock() + self.advanced

    def next(self, what: str) -> int:
        """A number never given before for this purpose."""
        self._last[what] += 1
        return self._last[what]

    def chat(self, chat: int) -> Chat:
        """The chat of an id; ValueError when there is none."""
        if chat not in self.chats:
            raise ValueError(f"There is no chat {chat} in this world.")
        return self.chats[chat]

    def person(self, person: int) -> User:
        """The person of an id; ValueError when there is none."""
        if person not in self.people:
            raise ValueError(f"There is nobody with the id {person} in this world.")
        return self.people[person]

    def tell(self, kind: str, **facts: Any) -> None:
        """Tell the page."""
        for queue in self.listeners:
            queue.put_nowait({"type": kind, **facts})

    def post(self, chat: Chat, fields: dict[str, Any]) -> Message:
        """Put a new message into the chat and show it to the page."""
        message_id = self._message_id(chat)
        kept = {"has_protected_content": True} if chat.protected else {}
        message = {"message_id": message_id, "date": int(self.now()), "chat": chat.shape, **kept, **fields}
        chat.messages[message_id] = message
        self.tell("message", chat=chat.id, message=message)
        return message

    def _message_id(self, chat: Chat) -> int:
        """Supergroups and channels count their own messages, all other chats share one count, as on the server."""
        if chat.kind in ("supergroup", "channel"):
            chat.last_id += 1
            return chat.last_id
        return self.next("private message")

    def replace(self, message: Message) -> Message:
        """Put the new state of a message in its place."""
        chat = self.chats[message["chat"]["id"]]
        chat.messages[message["message_id"]] = message
        self.tell("edited", chat=chat.id, message=message)
        return message

    def remove(self, chat: Chat, message_id: int) -> None:
        """Take a message away."""
        message = chat.messages.pop(message_id)
        self.cards.pop(message.get("inline_message_id", ""), None)
        chat.pinned = [pinned for pinned in chat.pinned if pinned != message_id]
        self.tell("deleted", chat=chat.id, message_id=message_id)

    def deliver(self, chat: Chat, message: Message) -> None:
        """Hand a person's message to the bot, if the bot would get it there."""
        if self._reaches_bot(chat, message):
            self.updates.add("channel_post" if chat.kind == "channel" else "message", for_bot(message))

    def _reaches_bot(self, chat: Chat, message: Message) -> bool:
        match chat.kind:
            case "dialog":
                return False
            case "private":
                return chat.bot_status == "member"
            case "channel":
                return chat.bot_status == "administrator"
            case _:
                return chat.bot_status in PRESENT and self._concerns_bot(chat, message)

    def _concerns_bot(self, chat: Chat, message: Message) -> bool:
        """Privacy mode, which is on for every new bot: commands, mentions, replies, own cards and service messages."""
        me = f"@{self.bot['username'].lower()}"
        named = _named(message)
        first = named.get(0, "")
        if first.startswith("/") and "@" in first:
            return first.endswith(me)
        if chat.bot_status == "administrator" or not any(key in message for key in _SPOKEN):
            return True
        if any(piece.endswith(me) if "@" in piece else piece.startswith("/") for piece in named.values()):
            return True
        replied = message.get("reply_to_message", {}).get("from", {}).get("id")
        return self.bot["id"] in (replied, message.get("via_bot", {}).get("id"))

    def member(self, status: str, user: User, denied: Collection[str] = ()) -> dict[str, Any]:
        """A ChatMember of the status, an admin without the rights that are denied."""
        match status:
            case "creator":
                return {"status": status, "user": user, "is_anonymous": False}
            case "administrator":
                return {
                    "status": status,
                    "user": user,
                    "can_be_edited": False,
                    **_RIGHTS,
                    **dict.fromkeys(denied, False),
                }
            case "restricted":
                return {"status": status, "user": user, "is_member": True, "until_date": 0, **_RESTRICTED}
            case "kicked":
                return {"status": status, "user": user, "until_date": 0}
            case _:
                return {"status": status, "user": user}

    def set_bot_status(self, chat: Chat, status: str, by: int) -> None:
        """Change the bot's standing in a chat and tell the bot."""
        old, chat.bot_status = chat.bot_status, status
        change = {
            "chat": chat.shape,
            "from": self.people.get(by, self.bot),
            "date": int(self.now()),
            "old_chat_member": self.member(old, self.bot),
            "new_chat_member": self.member(status, self.bot, chat.denied),
        }
        self.updates.add("my_chat_member", change)
        self.tell("chat", chat=chat.id)


_RIGHTS = {
    "is_anonymous": False,
    **dict.fromkeys(
        (
            *("can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"),
            *("can_change_info", "can_invite_users", "can_post_messages", "can_edit_messages", "can_pin_messages"),
        ),
        True,
    ),
    **dict.fromkeys(("can_promote_members", "can_post_stories", "can_edit_stories", "can_delete_stories"), False),
}


_RESTRICTED = dict.fromkeys(
    (
        *("can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos"),
        *("can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages"),
        *("can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics"),
        "can_edit_tag",
    ),
    False,
)
"""What somebody may do who may do nothing but read."""

_SPOKEN = ("text", "photo", "video", "animation", "document")


def _named(message: Message) -> dict[int, str]:
    """The mentions and commands of a message by their offset, in lower case."""
    units = (message.get("text") or message.get("caption") or "").encode("utf-16-le")
    entities = message.get("entities") or message.get("caption_entities") or []
    named = [entity for entity in entities if entity["type"] in ("mention", "bot_command")]
    spans = [(entity["offset"], entity["offset"] + entity["length"]) for entity in named]
    return {start: units[start * 2 : end * 2].decode("utf-16-le").lower() for start, end in spans}


def for_bot(message: Message) -> Message:
    """The message as the bot sees it: an inline card's id comes to it only with a press."""
    return {key: value for key, value in message.items() if key != "inline_message_id"}
