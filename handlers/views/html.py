"""Telegram HTML: all escaping, and how tags and names inside a tweet's text become links.

Hashtags are linked into the bot, since one that Telegram finds itself opens Telegram's own search; a mention is linked
to the source, since Telegram would take it for a Telegram user.
"""

from html import escape

from storage.threads import Tag
from threads.hashtag import hashtags, mentions, tag_key
from threads.links import tag_payload
from threads.model import TagId

_OPEN_ISOLATE, _CLOSE_ISOLATE = "\u2068", "\u2069"


def text(words: str) -> str:
    """Plain words as HTML."""
    return escape(words, quote=False)


def bold(words: str) -> str:
    """Plain words, bold."""
    return f"<b>{text(words)}</b>"


def italic(words: str) -> str:
    """Plain words, italic."""
    return f"<i>{text(words)}</i>"


def link(words: str, url: str) -> str:
    """Plain words that lead to an address."""
    return f'<a href="{escape(url)}">{text(words)}</a>'


def quotation(html: str, *, expandable: bool = False) -> str:
    """HTML as a quotation; an expandable one shows three lines until it is tapped."""
    return f"<blockquote{' expandable' if expandable else ''}>{html}</blockquote>"


def isolated(words: str) -> str:
    """Plain words whose direction leaves their surroundings alone: for names and counters inside a sentence."""
    return f"{_OPEN_ISOLATE}{words}{_CLOSE_ISOLATE}"


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
    for span, url in sorted(found, key=lambda mark: mark[0].start):
        if url and span.start >= done:
            pieces += [text(words[done : span.start]), link(words[span.start : span.end], url)]
            done = span.end
    return "".join([*pieces, text(words[done:])])


def profile_url(handle: str, source: str) -> str | None:
    """Where a handle's profile is: `user@host` on its host, `user.host` on Bluesky, a bare one on X; None elsewhere."""
    name, _, host = handle.partition("@")
    if host:
        return f"https://{host}/@{name}"
    if source == "bluesky":
        return f"https://bsky.app/profile/{name}" if "." in name else None
    return f"https://x.com/{name}" if source in ("x", "text") and name else None
