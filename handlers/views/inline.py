"""What Telegram shows below `@bot …`: stories to choose from, each with the card that it becomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers.catalogue import Words
from handlers.views.card import Card, keyboard
from handlers.views.title import open_texts
from storage.threads import StoredThread
from threads.finding import Excerpt
from threads.links import HOME
from threads.model import TweetNumber
from threads.text import opening

TITLE = 60
DESCRIPTION = 120
"""Clusters of a result's lines; clients cut them where their screens end."""
KEPT = 60
"""Seconds for which Telegram may answer the same person's same query itself."""


@dataclass(frozen=True, slots=True)
class Result:
    """A story to choose: the card it becomes stands at a tweet; the excerpt is of what was looked for."""

    story: StoredThread
    number: TweetNumber
    card: Card
    excerpt: Excerpt | None


def answer_payload(results: Sequence[Result], following: int | None, words: Words, *, empty: bool) -> dict[str, Any]:
    """The fields of `answerInlineQuery` besides its id. `following` is the next page, None when there is none.

    With `empty` nothing was looked for: that list changes with every step its asker takes, and is not kept.
    """
    label = words.label("Open Spool") if results or following else words.say("Nothing found: open Spool")
    return {
        "results": [_article(result, words) for result in results],
        "next_offset": "" if following is None else str(following),
        "cache_time": 0 if empty else KEPT,
        "is_personal": True,
        "button": {"text": label, "start_parameter": HOME},
    }


def _article(result: Result, words: Words) -> dict[str, Any]:
    thread = result.story.thread
    message = result.card.payload()
    article = {
        "type": "article",
        "id": f"{result.story.id}.{result.number}",
        "title": opening(thread.title or next((text for text in open_texts(thread) if text), ""), TITLE)
        or words.say("A story without words"),
        "description": _description(result, words),
        "input_message_content": {
            "message_text": message["text"],
            "parse_mode": message["parse_mode"],
            "link_preview_options": message["link_preview_options"],
        },
        **keyboard(result.card),
    }
    return article | ({"thumbnail_url": thread.author.avatar_url} if thread.author.avatar_url else {})


def _description(result: Result, words: Words) -> str:
    """Author, date and length; below, the words around what was found."""
    thread = result.story.thread
    parts = [opening(thread.author.shown, TITLE) if thread.author.shown else ""]
    parts += [words.date(thread.written) if thread.written else "", words.count("{n} tweet", "{n} tweets", len(thread))]
    lines = [words.joined(parts)]
    if result.excerpt:
        lines.append(opening(result.excerpt.before + result.excerpt.found + result.excerpt.after, DESCRIPTION))
    return "\n".join(line for line in lines if line)
