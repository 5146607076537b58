"""A post of a Mastodon account's archive, which is written in ActivityStreams, in the shape that Mastodon's API has.

From there on it is read as every status is.
"""

from typing import Any
from urllib.parse import urljoin, urlsplit

from threads.sources.json_fields import Fields

_PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")
_KINDS = {"image": "image", "video": "video", "audio": "audio"}


def note_of(activity: Fields) -> Fields | None:
    """The post that an activity is about; None for a boost, and for what was written to single people."""
    if activity.text("type") != "Create":
        return None
    note = activity.object("object")
    is_post = note.text("type") in ("Note", "Question") and _audience(note) != "direct"
    return note if is_post else None


def status_of(note: Fields, actor: Fields) -> Fields:
    """The post as a status by its author, of whom the archive may tell more in a file of their own."""
    owner = note.text("attributedTo")
    answered = note.text("inReplyTo")
    content = note.object("contentMap").values
    return Fields(
        {
            "id": note.text("id"),
            "uri": note.text("id"),
            "url": note.text("url") or note.text("id"),
            "created_at": note.text("published"),
            "edited_at": note.text("updated"),
            "content": note.text("content"),
            "spoiler_text": note.text("summary"),
            "sensitive": note.flag("sensitive"),
            "language": next(iter(content), ""),
            "visibility": _audience(note),
            "in_reply_to_id": answered or None,
            "in_reply_to_account_id": (owner if is_own(answered, owner) else "somebody") if answered else None,
            "account": _account(owner, actor),
            "media_attachments": [_attachment(item, note) for item in note.objects("attachment")],
            "tags": [{"name": tag.text("name").lstrip("#")} for tag in note.objects("tag") if _is_hashtag(tag)],
            "poll": _poll(note),
        },
        note.where,
    )


def is_own(post: str, owner: str) -> bool:
    """Whether a post is the owner's, as far as its address tells."""
    return bool(owner) and post.startswith(f"{owner}/")


def lies_in_the_archive(note: Fields) -> bool:
    """Whether pictures are named by their place in the archive: where they are elsewhere it does not say."""
    return any(not urlsplit(item.text("url")).scheme for item in note.objects("attachment"))


def _audience(note: Fields) -> str:
    to = {*_listed(note, "to"), *_listed(note, "cc")}
    if to & set(_PUBLIC):
        return "public"
    return "private" if any(each.endswith("/followers") for each in to) else "direct"


def _listed(note: Fields, name: str) -> list[str]:
    value = note.values.get(name)
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]


def _is_hashtag(tag: Fields) -> bool:
    return tag.text("type") == "Hashtag"


def _account(owner: str, actor: Fields) -> dict[str, Any]:
    known = actor if actor.text("id") in ("", owner) else Fields({}, actor.where)
    name = known.text("preferredUsername") or owner.rstrip("/").rpartition("/")[2].lstrip("@")
    avatar = known.object("icon").text("url")
    return {
        "id": owner,
        "acct": name,
        "username": name,
        "url": known.text("url") or owner,
        "display_name": known.text("name"),
        "note": known.text("summary"),
        "avatar": avatar if urlsplit(avatar).scheme else None,
    }


def _attachment(item: Fields, note: Fields) -> dict[str, Any]:
    kind = item.text("mediaType").partition("/")[0]
    return {
        "type": _KINDS.get(kind, "unknown"),
        "url": urljoin(note.text("id"), item.text("url")),
        "description": item.text("name") or item.text("summary"),
        "meta": {"original": {"width": item.count("width"), "height": item.count("height")}},
    }


def _poll(note: Fields) -> dict[str, Any] | None:
    several = note.objects("anyOf")
    options = [
        {"title": option.text("name"), "votes_count": option.object("replies").count("totalItems")}
        for option in several or note.objects("oneOf")
    ]
    if not options:
        return None
    return {"options": options, "multiple": bool(several), "expires_at": note.text("endTime") or note.text("closed")}
