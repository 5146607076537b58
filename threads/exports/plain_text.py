"""A story as plain text, for every screen, printer and text editor there is."""

from threads.exports.edition import Edition
from threads.exports.said import poll_lines, quote_lines
from threads.model import Media, Tweet, is_held
from threads.tags import tags_of
from threads.text import clean

NAME = "text"
ENDING = "txt"
MIME_TYPE = "text/plain"


def write(edition: Edition) -> bytes:
    """The story as UTF-8 text: a heading, then each tweet under its place."""
    tweets = (_tweet(edition, tweet, ordinal) for ordinal, tweet in enumerate(edition.thread, 1))
    return clean("\n\n\n".join([_heading(edition), *tweets]) + "\n").encode()


def _heading(edition: Edition) -> str:
    thread, wording = edition.thread, edition.wording
    handle = f"@{thread.author.handle}" if thread.author.handle else ""
    lines = [
        edition.title,
        " ".join(part for part in (thread.author.name, handle) if part),
        " · ".join([*([wording.moment(thread.written)] if thread.written else []), wording.measure]),
        " ".join(thread.author.bio.split()),
        " ".join(f"#{label}" for label in tags_of(thread).values()),
        f"{wording.source}: {thread.source_url}" if thread.source_url else "",
        f"{wording.open_story}: {edition.link}" if edition.link else "",
    ]
    return "\n".join(line for line in lines if line)


def _tweet(edition: Edition, tweet: Tweet, ordinal: int) -> str:
    place = [edition.position(ordinal), edition.wording.moment(tweet.written) if tweet.written else ""]
    lines = [" · ".join(part for part in (*place, tweet.source_url) if part)]
    if tweet.gap:
        return "\n\n".join([*lines, edition.wording.gaps[tweet.gap]])
    if tweet.content_warning:
        lines.append(edition.wording.warning.replace("{warning}", tweet.content_warning))
    if tweet.text.strip():
        lines.append(tweet.text.strip("\n"))
    lines += [_medium(edition, media) for media in tweet.media]
    if tweet.quote:
        lines.append(quote_lines(edition, tweet.quote))
    if tweet.poll:
        lines.append(poll_lines(edition, tweet.poll))
    return "\n\n".join(lines)


def _medium(edition: Edition, media: Media) -> str:
    name = edition.wording.media[media.kind]
    title = f"[{name}]" if is_held(media.url) else f"[{name}: {media.url}]"
    return f"{title} {media.alt.strip()}".rstrip()
