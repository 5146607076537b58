"""Archives of Mastodon accounts for tests, of invented posts in the shapes that real ones have."""

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from typing import Any

MIRA = "https://sea.example/users/mira"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
FOLLOWERS = f"{MIRA}/followers"


def note_id(number: int) -> str:
    """The id of a post by its number in a test."""
    return f"{MIRA}/statuses/1{number:05}"


def create(number: int, content: str = "", *, to: int | None = None, **fields: Any) -> dict[str, Any]:
    """An entry of the outbox: a post, with the post that it answers."""
    note = {
        "id": note_id(number),
        "type": "Note",
        "summary": None,
        "inReplyTo": None if to is None else note_id(to),
        "published": f"2024-03-02T09:{number:02}:00Z",
        "url": f"https://sea.example/@mira/1{number:05}",
        "attributedTo": MIRA,
        "to": [PUBLIC],
        "cc": [FOLLOWERS],
        "sensitive": False,
        "content": content or f"<p>Lamp {number} is lit.</p>",
        "contentMap": {"en": content or f"<p>Lamp {number} is lit.</p>"},
        "attachment": [],
        "tag": [],
    }
    return {"id": f"{note_id(number)}/activity", "type": "Create", "actor": MIRA, "object": note | fields}


def boost(number: int) -> dict[str, Any]:
    """An entry of the outbox: somebody else's post."""
    return {"id": f"{MIRA}/b{number}", "type": "Announce", "actor": MIRA, "object": "https://other.example/1"}


def outbox(*activities: dict[str, Any]) -> bytes:
    """outbox.json."""
    begin = {"@context": "https://www.w3.org/ns/activitystreams", "id": "outbox.json", "type": "OrderedCollection"}
    return json.dumps(begin | {"totalItems": len(activities), "orderedItems": list(activities)}).encode()


def actor(**fields: Any) -> bytes:
    """actor.json."""
    known = {"id": MIRA, "preferredUsername": "mira", "name": "Mira Tides", "summary": "<p>Tides.</p>"}
    icon = {"type": "Image", "url": "avatar.png"}
    return json.dumps(known | {"url": "https://sea.example/@mira", "icon": icon} | fields).encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The archive as newer servers give it."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return data.getvalue()


def tarred(files: Mapping[str, bytes]) -> bytes:
    """The archive as older servers give it."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as packed:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            packed.addfile(entry, io.BytesIO(content))
    return data.getvalue()
