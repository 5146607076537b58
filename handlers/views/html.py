"""Telegram HTML: all escaping, and how tags and names inside a tweet's text become links.

Hashtags are linked into the bot, since one that Telegram finds itself opens Telegram's own search; a mention is linked
to the source, since Telegram would take it for a Telegram user.
"""

import re
from html import escape
from unicodedata import normalize

from storage.threads import Tag
from threads.hashtag import hashtags, mentions, tag_key
from threads.links import tag_payload
from threads.model import TagId

# Not inside an address, which Telegram links as a whole.
_SIGN = re.compile(r"(?<![\w/.@#&=?%+-])([#＃@$])(?=\w)")
MOST_SIGNS = 20
"""Signs in one piece that are kept from being linked: each takes a unit of the message."""
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_RING = "\u030a"
_RINGED = re.compile(f"[AaUuwy]{_RING}")
_OPEN_ISOLATE, _LEFT_TO_RIGHT, _CLOSE_ISOLATE = "\u2068", "\u2066", "\u2069"


def text(words: str) -> str:
    """Plain words as HTML, in which Telegram finds no tag and no name of its own.

    A `#` or `@` before a word would open Telegram's own search or a stranger's profile: an invisible joiner (U+2060)
    behind the sign keeps it from that.
    """
    return _escaped(_SIGN.sub("\\1\u2060", words, count=MOST_SIGNS))


def _escaped(words: str) -> str:
    """Telegram drops U+030A, the ring above, wherever it stands alone: a letter that has one of its own gets that."""
    if _RING in words:
        words = _RINGED.sub(lambda found: normalize("NFC", found[0]), words)
    return escape(words, quote=False)


def bold(words: str) -> str:
    """Plain words, bold."""
    return f"<b>{text(words)}</b>"


def italic(words: str) -> str:
    """Plain words, italic."""
    return f"<i>{text(words)}</i>"


def code(words: str) -> str:
    """Plain words in a fixed width; a tap copies them."""
    return f"<code>{_escaped(words)}</code>"


def link(words: str, url: str) -> str:
    """Plain words that lead to an address."""
    return f'<a href="{escape(url)}">{_escaped(words)}</a>'


def time(words: str, seconds: int) -> str:
    """A moment that clients write out in their reader's own time zone; `words` for those that can't."""
    return f'<tg-time unix="{seconds}" format="Dt">{text(words)}</tg-time>'


def quotation(html: str, *, expandable: bool = False) -> str:
    """HTML as a quotation; an expandable one shows three lines until it is tapped."""
    return f"<blockquote{' expandable' if expandable else ''}>{html}</blockquote>"


def isolated(words: str) -> str:
    """Plain words whose direction leaves their surroundings alone: for names and counters inside a sentence."""
    return f"{_OPEN_ISOLATE}{words}{_CLOSE_ISOLATE}"


def placed(words: str) -> str:
    """Words and signs that stand from left to right as they are written, in any surroundings."""
    return f"{_LEFT_TO_RIGHT}{words}{_CLOSE_ISOLATE}"


def bot_link(bot: str, payload: str) -> str:
    """The deep link that opens the bot with a payload."""
    return f"https://t.me/{bot}?start={payload}"


class TagLinks:
    """Where the tags in a text lead. `tags` are known ones, whose ids stand in for keys too long for a link."""

    def __init__(self, bot: str, tags: tuple[Tag, ...] = ()) -> None:
        self._bot = bot
        self._ids = {tag.key: tag.id for tag in tags}

    def url(self, label: str) -> str | None:
        """The deep link of a tag as it is written; None when it is unknown and too long for a link."""
        key = tag_key(label)
        payload = tag_payload(key, self._ids.get(key, TagId(0)))
        return None if payload == "g_0" else bot_link(self._bot, payload)


def tweet_text(words: str, links: TagLinks, source: str) -> str:
    """A tweet's words as HTML: its tags lead into the bot, its mentions to their profiles where those are known."""
    found = [(span, links.url(span.label)) for span in hashtags(words)]
    found += [(span, profile_url(span.label, source)) for span in mentions(words)]
    pieces = []
    done = 0
    joiners = 0
    for span, url in sorted(found, key=lambda mark: mark[0].start):
        if span.start < done or not (url or joiners < MOST_SIGNS):
            continue
        marked = words[span.start : span.end]
        joiners += url is None
        pieces += [_escaped(words[done : span.start]), link(marked, url) if url else text(marked)]
        done = span.end
    return "".join([*pieces, _escaped(words[done:])])


def profile_url(handle: str, source: str) -> str | None:
    """Where a handle's profile is: `user@host` on its host, `user.host` on Bluesky, a bare one on X; None elsewhere."""
    name, _, host = handle.partition("@")
    if host:
        return f"https://{host}/@{name}" if _HOST.fullmatch(host) else None
    if source == "bluesky":
        return f"https://bsky.app/profile/{name}" if "." in name else None
    return f"https://x.com/{name}" if source in ("x", "text") and name else None
