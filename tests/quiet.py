"""What may never stand in a log: the token, and what stories and people say. Every test's own log is searched for it.

`remember` is told by whatever brings a text into a test; `leaks` finds it again. The texts of one test are forgotten
before the next one.
"""

import re
from collections.abc import Iterable

from bot.sandbox.world import World
from threads.model import Thread

SHORTEST = 12
"""Characters that a piece of text needs, so that it stands in a log for no other reason."""

_said: set[str] = set()
_TOKEN = World().token


def forget() -> None:
    """Begin anew: a test begins."""
    _said.clear()


def remember(*texts: str) -> None:
    """These may not be logged. What a log line would escape cuts a text into pieces, each of which is looked for."""
    pieces = (piece.strip() for text in texts for piece in re.split(r"[\x00-\x1f\"'\\<>&]+", text))
    _said.update(piece for piece in pieces if len(piece) >= SHORTEST)


def remember_stories(threads: Iterable[Thread]) -> None:
    """No word of these stories may be logged."""
    for thread in threads:
        remember(thread.title, *(tweet.text for tweet in thread))
        remember(*(media.alt for tweet in thread for media in tweet.media))
        remember(*(tweet.quote.text for tweet in thread if tweet.quote))


def leaks(log: str) -> list[str]:
    """What stands in a log and may not: the token (also encoded), and everything remembered."""
    number, _, secret = _TOKEN.partition(":")
    token = re.findall(rf"{number}(?::|%3A){secret}", log, re.IGNORECASE)
    return token + sorted(piece for piece in _said if piece in log)
