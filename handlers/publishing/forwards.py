"""A story of messages: one tweet a message, in the order of the chat, with its author, moment and pictures.

An album is one message to whoever looks at it, and so is one tweet. Pictures and films are named by Telegram's own id.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from handlers.publishing.sent import Attachment, Origin, Sent
from threads.model import MAX_MEDIA, Author, Media, MediaKind, Moment, Thread, Tweet, TweetNumber, is_blank
from threads.text import utf16_length

SOURCE = "telegram"
CUT = 3_900
"""UTF-16 units from which on a message may be a part of a longer text: apps cut near 4,096, at the end of a word."""
_KINDS = {"photo": MediaKind.PHOTO, "video": MediaKind.VIDEO, "animation": MediaKind.GIF}


def is_message(sent: Sent) -> bool:
    """Whether it is taken as it stands, as a tweet: a forwarded message or a picture, and no document."""
    if sent.file:
        return sent.file.is_picture
    return sent.origin is not None


def is_part(sent: Sent) -> bool:
    """Whether it is probably the beginning or middle of a text that an app has cut up, as apps do with long ones."""
    return not sent.file and not sent.origin and utf16_length(sent.text) >= CUT


def is_words(sent: Sent) -> bool:
    """Whether it holds words of the sender's own and nothing else."""
    return not sent.file and not sent.origin


def medium_of(file: Attachment) -> Media:
    """A picture or film of a message."""
    return Media(
        kind=_KINDS[file.kind],
        url=f"telegram:{file.unique_id}",
        width=file.width or None,
        height=file.height or None,
    )


def story_of(messages: Sequence[Sent]) -> Thread | None:
    """The story that the messages tell; None when there is nothing to see in any of them.

    What has neither words nor a picture is left out, and said to be.
    """
    posts = [list(album) for _, album in groupby(messages, key=_album)]
    shown = [post for post in posts if any(map(_is_shown, post))]
    if not shown:
        return None
    origins = [sent.origin for post in shown for sent in post[:1] if sent.origin]
    first = shown[0][0].origin
    return Thread(
        source=SOURCE,
        source_id=_post_id(first),
        source_url=first.url if first and first.url else None,
        author=_author(origins),
        written=_moment(first),
        tweets=tuple(_tweet(number, post) for number, post in enumerate(shown, 1)),
        review=tuple(_doubts(origins, len(posts) - len(shown))),
    )


def _album(sent: Sent) -> tuple[str, int]:
    return (sent.album, 0) if sent.album else ("", sent.message)


def _is_shown(sent: Sent) -> bool:
    return not is_blank(sent.text) or (sent.file is not None and sent.file.is_picture)


def _tweet(number: int, post: Sequence[Sent]) -> Tweet:
    origin = post[0].origin
    files = [sent.file for sent in post if sent.file and sent.file.is_picture]
    return Tweet(
        number=TweetNumber(number),
        text="\n\n".join(sent.text.strip() for sent in post if not is_blank(sent.text)),
        source_id=_post_id(origin),
        source_url=origin.url if origin and origin.url else None,
        written=_moment(origin),
        media=tuple(map(medium_of, files[:MAX_MEDIA])),
    )


def _moment(origin: Origin | None) -> Moment | None:
    return Moment(at=origin.written) if origin and origin.at > 0 else None


def _post_id(origin: Origin | None) -> str | None:
    """`channel/7` for the post of a public channel: nothing else has a name that stays."""
    return origin.url.removeprefix("https://t.me/") if origin and origin.url else None


def _author(origins: Sequence[Origin]) -> Author:
    """Who wrote most of the messages."""
    who = Counter((origin.username, origin.name) for origin in origins).most_common(1)
    return Author(handle=who[0][0][0], name=who[0][0][1]) if who else Author()


def _doubts(origins: Sequence[Origin], empty: int) -> Iterator[str]:
    people = len({(origin.username, origin.name) for origin in origins})
    if people > 1:
        yield f"The messages come from {people} senders: look whose story it is."
    if empty:
        yield f"Messages with neither words nor a picture, such as stickers and voice messages, were left out: {empty}."
