"""What Telegram shows of the bot itself: its commands by scope, its descriptions."""

from collections.abc import Mapping

from handlers.catalogue import Words

PERSONAL = ("continue", "saved", "subscriptions", "suggest", "settings")
"""Commands that answer with something personal: not offered in groups."""


def commands(words: Words, *, suggestions: bool = True) -> Mapping[str, Mapping[str, str]]:
    """Scope to command to description (1 to 256 characters each, Telegram's limit); what leads nowhere is left out."""
    every = {
        "start": words.say("A story to read"),
        "latest": words.say("The newest stories"),
        "search": words.say("Find a story by what you remember"),
        "tags": words.say("The most used hashtags"),
        "authors": words.say("Who wrote the stories"),
        "continue": words.say("Go on where you left off"),
        "saved": words.say("Stories you saved"),
        "subscriptions": words.say("What you follow"),
        "suggest": words.say("Suggest a story"),
        "settings": words.say("Language and how things look"),
        "help": words.say("What I can do"),
        "privacy": words.say("What is kept about you"),
    }
    every = {name: text for name, text in every.items() if suggestions or name != "suggest"}
    shared = {name: text for name, text in every.items() if name not in PERSONAL}
    theirs = {**shared, "subscriptions": words.say("What this chat follows")}
    return {
        "default": every,
        "all_private_chats": every,
        "all_group_chats": shared,
        "all_chat_administrators": theirs,
    }


def admin_commands(words: Words) -> Mapping[str, str]:
    """The commands of an operator's own chat: everybody's, and theirs."""
    every = commands(words, suggestions=False)["all_private_chats"]
    return {
        **every,
        "add": words.say("Bring a story in"),
        "drafts": words.say("What waits to be published"),
        "edit": words.say("Correct the story you read last"),
        "follow": words.say("Whose new threads come in by themselves"),
        "deliveries": words.say("How far notifications have come"),
    }


def description(words: Words) -> str:
    """What someone reads before they press START: at most 512 characters (Telegram's limit)."""
    return words.say(
        "Stories told as threads of tweets, one tweet at a time. Step through with buttons, "
        "find stories by words, hashtag or author, and go on where you left off."
    )


def short_description(words: Words) -> str:
    """What the bot's profile and shared links to it say: at most 120 characters (Telegram's limit)."""
    return words.say("Stories told as threads, one tweet at a time.")
