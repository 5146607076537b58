"""The sample stories that the sandbox begins with. Their pictures are served by the sandbox itself."""

from datetime import UTC, datetime
from importlib.resources import files

import orjson

from threads.model import Thread
from threads.sources import spool_json

PLACEHOLDER = "https://pictures.invalid"
"""Stands in the samples for the address of their pictures, which is only known once the sandbox listens."""


def sample_stories(pictures: str) -> list[Thread]:
    """The stories in order of their dates, their pictures under the address given."""
    folder = files("bot.sandbox").joinpath("samples")
    texts = (entry.read_text("utf-8").replace(PLACEHOLDER, pictures) for entry in folder.iterdir())
    stories = [spool_json.parse(orjson.loads(text)) for text in texts]
    return sorted(stories, key=lambda story: story.written.at if story.written else datetime.min.replace(tzinfo=UTC))
