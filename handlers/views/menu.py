"""The commands as Telegram lists them, by scope."""

from collections.abc import Mapping

from handlers.catalogue import Words

PERSONAL = ("continue", "saved", "settings")
"""Commands that answer with something personal: not offered in groups."""


def commands(words: Words) -> Mapping[str, Mapping[str, str]]:
    """Scope to command to description (1 to 256 characters each, Telegram's limit)."""
    every = {
        "start": words.say("A story to read"),
        "latest": words.say("The newest stories"),
        "tags": words.say("The most used hashtags"),
        "authors": words.say("Who wrote the stories"),
        "continue": words.say("Go on where you left off"),
        "saved": words.say("Stories you saved"),
        "settings": words.say("How things look"),
        "help": words.say("What I can do"),
        "privacy": words.say("What is kept about you"),
    }
    shared = {name: text for name, text in every.items() if name not in PERSONAL}
    return {"default": every, "all_private_chats": every, "all_group_chats": shared}
