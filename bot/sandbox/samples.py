"""The sample stories that the sandbox begins with. Their pictures are served by the sandbox itself."""

from importlib.resources import files

import orjson

from threads.model import Thread
from threads.sources import spool_json

PLACEHOLDER = "https://pictures.invalid"
"""Stands in the samples for the address of their pictures, which is only known once the sandbox listens."""


def sample_stories(pictures: str) -> list[Thread]:
    """The stories, their pictures under the address given."""
    folder = files("bot.sandbox").joinpath("samples")
    texts = [entry.read_text("utf-8") for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)]
    return [spool_json.parse(orjson.loads(text.replace(PLACEHOLDER, pictures))) for text in texts]
