"""Archives of X accounts for tests, of invented tweets in the shapes that real ones have: every number is a text."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from threads.model import Thread
from threads.sources import x_archive
from threads.sources.document import Document

OWNER = "7001"
STRANGER = "8002"
FIRST = 1_500_000_000_000_000_000
"""The id of tweet 0; others count on from it, a second apart."""
SECOND = 1000 << 22

Files = Mapping[str, str | bytes]


def id_of(number: int) -> str:
    """The id of a tweet by its number in a test."""
    return str(FIRST + number * SECOND)


def tweet(
    number: int, text: str = "", *, to: int | None = None, whom: str | None = OWNER, **fields: Any
) -> dict[str, Any]:
    """An entry of tweets.js; `to` is the tweet it answers, `whom` that one's author."""
    text = text or f"Lamp {number} is lit."
    answered = {} if to is None else {"in_reply_to_status_id_str": id_of(to), "in_reply_to_status_id": id_of(to)}
    if to is not None and whom:
        answered |= {"in_reply_to_user_id_str": whom, "in_reply_to_user_id": whom}
    entities = {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []} | fields.pop("entities", {})
    return {
        "edit_info": {"initial": {"editTweetIds": [id_of(number)], "editsRemaining": "5"}},
        "retweeted": False,
        "source": '<a href="https://lamp.example" rel="nofollow">Lamp</a>',
        "entities": entities,
        "display_text_range": ["0", str(len(text))],
        "favorite_count": "12",
        "id_str": id_of(number),
        "id": id_of(number),
        "truncated": False,
        "retweet_count": "0",
        "created_at": f"Wed Mar 02 09:{number // 60:02}:{number % 60:02} +0000 2022",
        "favorited": False,
        "full_text": text,
        "lang": "en",
        **answered,
        **fields,
    }


def url(text: str, shown: str, target: str) -> dict[str, Any]:
    """A link of `entities.urls`, at its place in the text."""
    start = text.index(shown)
    return {
        "url": shown,
        "expanded_url": target,
        "display_url": target[8:30] + "…",
        "indices": [str(start), str(start + len(shown))],
    }


def script(name: str, entries: object) -> str:
    """A file of the archive as X writes it."""
    return f"window.YTD.{name}.part0 = {json.dumps(entries, indent=2, ensure_ascii=False)}"


def tweets_js(*tweets: dict[str, Any], name: str = "tweets") -> str:
    """tweets.js with these entries."""
    return script(name, [{"tweet": each} for each in tweets])


def account_js(handle: str = "mira_tides") -> str:
    """account.js, with the address of e-mail that nobody needs."""
    account = {"email": "mira@sea.example", "username": handle, "accountId": OWNER, "accountDisplayName": "Mira Tides"}
    return script("account", [{"account": account}])


def picture(number: int, name: str = "lamp.jpg", *, film: str | None = None) -> dict[str, Any]:
    """The fields of a tweet with a picture, or with a film at an address and the picture as its preview."""
    variants = [{"content_type": "video/mp4", "bitrate": "832000", "url": film}]
    moving = {"type": "video", "video_info": {"variants": variants}}
    item = {
        "url": "https://t.co/pic",
        "media_url_https": f"https://pbs.twimg.com/media/{name}",
        "expanded_url": f"https://twitter.com/mira_tides/status/{id_of(number)}/photo/1",
        "type": "photo",
        "indices": ["0", "0"],
    } | (moving if film else {})
    return {"extended_entities": {"media": [item]}}


def note(number: int, text: str, *, ahead: int = 20, **core: Any) -> dict[str, Any]:
    """An entry of note-tweet.js, its id made some milliseconds before that of the tweet of this number."""
    return {
        "noteTweet": {
            "noteTweetId": str(int(id_of(number)) - (ahead << 22)),
            "core": {"text": text, "urls": [], "hashtags": [], "mentions": [], "cashtags": []} | core,
        }
    }


def whole(*tweets: dict[str, Any], **others: str | bytes) -> dict[str, str | bytes]:
    """The files of an archive: these tweets, their owner, and what has to stay closed."""
    closed = "window.YTD.direct_messages.part0 = [ { broken"
    return {
        "data/tweets.js": tweets_js(*tweets),
        "data/account.js": account_js(),
        "data/direct-messages.js": closed,
    } | {f"data/{name.replace('__', '/').replace('_', '-')}.js": content for name, content in others.items()}


def folder(path: Path, files: Files) -> Document:
    """An unpacked archive."""
    for name, content in files.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Document.of_folder(path)


def packed(path: Path, files: Files) -> Document:
    """An archive as it is downloaded."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return Document.open(path)


def stories(document: Document, least: int = 2) -> list[Thread]:
    """The stories of an archive."""
    with x_archive.archive(document, least) as archive:
        return list(archive.stories(archive.threads()))


def of(*tweets: dict[str, Any], least: int = 2) -> list[Thread]:
    """The stories of a tweets.js given alone."""
    return stories(Document.of("tweets.js", tweets_js(*tweets).encode()), least)


def numbers(thread: Thread) -> list[int]:
    """The numbers of a story's tweets, as tests give them."""
    return [(int(each.source_id or 0) - FIRST) // SECOND for each in thread]
