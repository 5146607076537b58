"""Saved answers of networks for tests: invented posts in the shapes that their APIs give."""

from typing import Any

FIRST = 1_500_000_000_000_000_000


def x_id(number: int) -> str:
    """A tweet's id by its number."""
    return str(FIRST + number)


USERS = {"1": "mira_tides", "2": "otto"}


def v1(
    number: int, text: str = "", *, to: int | None = None, whom: str = "1", by: str = "1", **fields: Any
) -> dict[str, Any]:
    """A tweet of X's first API; `to` is what it answers and `whom` that one's author."""
    answered = {} if to is None else {"in_reply_to_status_id_str": x_id(to), "in_reply_to_user_id_str": whom}
    return (
        {
            "created_at": "Wed Mar 02 09:00:00 +0000 2022",
            "id": FIRST + number,
            "id_str": x_id(number),
            "full_text": text or f"Lamp {number} is lit.",
            "truncated": False,
            "entities": {"hashtags": [], "urls": []},
            "is_quote_status": False,
            "in_reply_to_status_id_str": None,
            "in_reply_to_user_id_str": None,
            "lang": "en",
            "user": {
                "id_str": by,
                "screen_name": USERS.get(by, by),
                "name": USERS.get(by, by).title(),
                "description": "Tides.",
            },
        }
        | answered
        | fields
    )


def web(
    number: int, text: str = "", *, by: str = "1", moved: bool = False, beside: Any = None, **fields: Any
) -> dict[str, Any]:
    """A tweet as X's pages load it; `moved` puts the names where they have been since 2025."""
    legacy = v1(number, text, by=by, **fields)
    user = legacy.pop("user")
    names = {"screen_name": user["screen_name"], "name": user["name"]}
    picture = {"avatar": {"image_url": "https://pbs.twimg.com/a.jpg"}}
    result = (
        {"rest_id": by, "legacy": {"description": "Tides."}, "core": names} | picture
        if moved
        else {"rest_id": by, "legacy": user}
    )
    return {
        "__typename": "Tweet",
        "rest_id": x_id(number),
        "core": {"user_results": {"result": {"__typename": "User", **result}}},
        "legacy": legacy | {"conversation_id_str": x_id(1)},
    } | (beside or {})


def page(*results: dict[str, Any]) -> dict[str, Any]:
    """A page of X with these tweets, each in an entry of its own."""
    entries = [
        {
            "entryId": f"tweet-{result.get('rest_id', '0')}",
            "content": {"itemContent": {"tweet_results": {"result": result}}},
        }
        for result in results
    ]
    instructions = [{"type": "TimelineAddEntries", "entries": entries}]
    return {"data": {"threaded_conversation_with_injections_v2": {"instructions": instructions}}}


def v2(
    number: int, text: str = "", *, to: int | None = None, by: str = "1", root: int = 1, **fields: Any
) -> dict[str, Any]:
    """A tweet of X's second API in the conversation of tweet `root`."""
    answered: dict[str, Any] = {} if to is None else {"referenced_tweets": [{"type": "replied_to", "id": x_id(to)}]}
    return (
        {
            "id": x_id(number),
            "text": text or f"Lamp {number} is lit.",
            "author_id": by,
            "conversation_id": x_id(root),
            "created_at": "2022-03-02T09:00:00.000Z",
            "edit_history_tweet_ids": [x_id(number)],
            "lang": "en",
        }
        | answered
        | ({} if to is None else {"in_reply_to_user_id": "1"})
        | fields
    )


def v2_page(*tweets: dict[str, Any], **includes: Any) -> dict[str, Any]:
    """A page of X's second API."""
    users = [
        {"id": key, "username": name, "name": name.title(), "description": "Tides."} for key, name in USERS.items()
    ]
    return {"data": list(tweets), "includes": {"users": users} | includes, "meta": {"result_count": len(tweets)}}


FX_AUTHOR = {
    "screen_name": "mira_tides",
    "name": "Mira Tides",
    "description": "Tides.",
    "avatar_url": "https://a.example/m",
}


def x_post(number: int, text: str = "", *, to: int | None = None, **fields: Any) -> dict[str, Any]:
    """A tweet as FxTwitter gives it."""
    return {
        "id": x_id(number),
        "text": text or f"Lamp {number} is lit.",
        "created_at": "Wed Mar 02 09:00:00 +0000 2022",
        "created_timestamp": 1646211600,
        "author": FX_AUTHOR,
        "lang": "en",
        "replying_to": None if to is None else {"screen_name": "mira_tides", "status": x_id(to)},
    } | fields


DID = "did:plc:mira"
OTHER = "did:plc:otto"


def uri(number: int, did: str = DID) -> str:
    """A post's address by its number."""
    return f"at://{did}/app.bsky.feed.post/3k{number:011}"


def bsky(
    number: int,
    text: str | None = None,
    *,
    to: int | None = None,
    root: int = 1,
    did: str = DID,
    whose: str = DID,
    **fields: Any,
) -> dict[str, Any]:
    """A post of Bluesky as its answers show it; `whose` is the author of the answered post and of the root."""
    record: dict[str, Any] = {
        "$type": "app.bsky.feed.post",
        "text": f"Lamp {number} is lit." if text is None else text,
        "createdAt": "2024-03-02T09:00:00.1234567Z",
        "langs": ["en"],
    }
    if to is not None:
        record["reply"] = {"parent": {"uri": uri(to, whose), "cid": "c"}, "root": {"uri": uri(root, whose), "cid": "c"}}
    handle = "mira.example" if did == DID else "otto.example"
    return {
        "uri": uri(number, did),
        "cid": f"cid{number}",
        "author": {
            "did": did,
            "handle": handle,
            "displayName": "Mira",
            "avatar": "https://cdn.example/a.jpg",
            "labels": [],
        },
        "record": record | fields.pop("record", {}),
        "replyCount": 0,
        "indexedAt": "2024-03-02T09:00:01.000Z",
        "labels": [],
    } | fields


def below(post: dict[str, Any], *replies: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A post in a thread with those below it."""
    return {"$type": "app.bsky.feed.defs#threadViewPost", "post": post, "replies": list(replies)} | fields


def account_id(name: str) -> str:
    """An account's id on its server."""
    return str(sum(ord(sign) << place for place, sign in enumerate(name)))


def account(name: str = "mira", host: str = "sea.example", **fields: Any) -> dict[str, Any]:
    """An account of Mastodon; one on the server that was asked has no host in its name."""
    return {
        "id": account_id(name),
        "username": name,
        "acct": name,
        "display_name": name.title() + "\u200b",
        "note": "<p>Tides.</p>",
        "url": f"https://{host}/@{name}",
        "avatar": f"https://{host}/a.jpg",
    } | fields


def toot(
    number: int, content: str = "", *, to: int | None = None, by: str = "mira", whom: str | None = None, **fields: Any
) -> dict[str, Any]:
    """A status of Mastodon; `whom` is the author of what it answers, its own by default."""
    who = account(by)
    return {
        "id": f"1{number:05}",
        "created_at": "2024-03-02T09:00:00.000Z",
        "in_reply_to_id": None if to is None else f"1{to:05}",
        "in_reply_to_account_id": None if to is None else account_id(whom or by),
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "uri": f"https://sea.example/users/{by}/statuses/1{number:05}",
        "url": f"https://sea.example/@{by}/1{number:05}",
        "replies_count": 0,
        "edited_at": None,
        "content": content or f"<p>Lamp {number} is lit.</p>",
        "reblog": None,
        "account": who,
        "media_attachments": [],
        "tags": [],
        "quote": None,
        "poll": None,
    } | fields


def context(above: list[dict[str, Any]], under: list[dict[str, Any]]) -> dict[str, Any]:
    """A status's context, in which the status itself is not."""
    return {"ancestors": above, "descendants": under}
