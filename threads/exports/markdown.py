"""A story as Markdown with front matter, which `spool import` reads again: the same tweets, words and pictures.

What Markdown has no form for (films, quotes, polls, gaps, warnings) stands as text and comes back as text; Spool's own
JSON is the format that loses nothing.
"""

from threads.exports.edition import Edition, language_tag
from threads.exports.said import poll_lines, quote_lines
from threads.model import Media, MediaKind, Precision, Tweet, is_held
from threads.sources.guards import guarded
from threads.tags import tags_of
from threads.text import clean

NAME = "markdown"
ENDING = "md"
MIME_TYPE = "text/markdown"

_IN_ADDRESS = {"(": "%28", ")": "%29", "<": "%3C", ">": "%3E"}


def write(edition: Edition) -> bytes:
    """The story as UTF-8 Markdown."""
    tweets = "\n\n---\n\n".join(_tweet(edition, tweet) for tweet in edition.thread)
    return clean(f"{_front_matter(edition)}\n\n{tweets}\n").encode()


def _front_matter(edition: Edition) -> str:
    thread = edition.thread
    written = thread.written
    is_day = written is not None and written.precision is Precision.DAY
    at = written.at.date().isoformat() if written and is_day else written and written.at.isoformat()
    values = {
        "title": _quoted(thread.title),
        "name": _quoted(thread.author.name),
        "handle": _quoted(thread.author.handle),
        "date": (at or "").replace("+00:00", "Z"),
        "lang": language_tag(thread.lang) or "",
        "id": _quoted(thread.own_id or ""),
        "source": thread.source_url or "",
        "link": edition.link,
        "protected": "true" if thread.protected else "",
        "tweets": str(len(thread)),
        "tags": ", ".join(_quoted(label) for label in tags_of(thread).values()),
    }
    values["tags"] = f"[{values['tags']}]" if values["tags"] else ""
    return "\n".join(["---", *(f"{key}: {value}" for key, value in values.items() if value), "---"])


def _quoted(said: str) -> str:
    """One line in quotes, so that no reader of YAML takes it for a number, a list or a yes."""
    line = " ".join(said.split())
    sign = "'" if '"' in line or "\\" in line else '"'
    return f"{sign}{line}{sign}" if line else ""


def _tweet(edition: Edition, tweet: Tweet) -> str:
    if tweet.gap:
        return f"*{edition.wording.gaps[tweet.gap]}*"
    parts = []
    if tweet.content_warning:
        said = edition.wording.warning.replace("{warning}", " ".join(tweet.content_warning.split()))
        parts.append(guarded(f"**{said}**"))
    if tweet.text.strip():
        parts.append(guarded(tweet.text.rstrip()))
    parts += [_medium(edition, media) for media in tweet.media]
    if tweet.quote:
        parts.append(guarded(quote_lines(edition, tweet.quote)))
    if tweet.poll:
        parts.append(guarded(poll_lines(edition, tweet.poll)))
    return "\n\n".join(parts)


def _medium(edition: Edition, media: Media) -> str:
    alt = " ".join(media.alt.replace("[", "(").replace("]", ")").split())
    described = f"{' ' if alt else ''}{alt}"
    if is_held(media.url):
        return guarded(f"[{edition.wording.media[media.kind]}]{described}")
    url = "".join(_IN_ADDRESS.get(sign, sign) for sign in media.url)
    if media.kind is MediaKind.PHOTO:
        return f"![{alt}]({url})"
    return guarded(f"[{edition.wording.media[media.kind]}]({url}){described}")
