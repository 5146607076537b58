"""What is read off a message of Telegram's before anything is made of it."""

from typing import Any

from telegram import Message

from handlers.publishing.sent import sent_of


def message(text: str, **more: Any) -> Message:
    """A message as Telegram tells it."""
    told = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": text, **more}
    return Message.de_json(told, None)


def test_addresses_behind_words_stay_where_a_command_stood_before_them() -> None:
    """Places of links are counted in UTF-16 from the command, which is no part of the words."""
    link = {"type": "text_link", "length": 4, "url": "https://sea.example/pier"}
    told = message("/add 🌊 a pier, at night", entities=[link | {"offset": 10}])
    assert sent_of(told, "🌊 a pier, at night").text == "🌊 a pier (https://sea.example/pier), at night"
    assert sent_of(told, "").text == ""
    assert sent_of(message("a pier", entities=[link | {"offset": 2}]), "a pier").text.endswith("pier)")
