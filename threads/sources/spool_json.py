"""Spool's own format: one JSON object a story, alone, in a list, or one a line (JSON Lines).

`docs/formats.md` is its description. What `dump` writes, `parse` reads back as the same story, and the same story is
always the same bytes. Unknown fields are passed over, so that files written by a later version of the same format
number can be read.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any

import orjson

from threads.errors import InvalidThread, UnreadableSource
from threads.model import (
    Author,
    Gap,
    Media,
    MediaKind,
    Moment,
    Poll,
    PollOption,
    Precision,
    Quote,
    Thread,
    Tweet,
    TweetNumber,
)
from threads.sources.document import Document
from threads.sources.json_fields import Fields

NAME = "spool"
VERSION = 1

_KEY = re.compile(r'"spool"\s*+:')
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def detects(document: Document) -> bool:
    """Whether this is JSON that names Spool's format, wherever in its first 64 KiB: editors may sort the keys."""
    head = document.head
    return head.lstrip(" \n\t[").startswith("{") and _KEY.search(head) is not None


def read(document: Document, today: date) -> Iterator[Thread]:
    """Every story of the document, in order.

    In JSON Lines and in a list, a story that can't be read is passed over, and named in the UnreadableSource raised
    after the last.
    """
    if _is_lines(document):
        lines = ((f"line {number}", line) for number, line in enumerate(document.lines(), 1) if line.strip())
        yield from _each(lines, lambda line: parse(_loads(line)))
        return
    content = _loads(document.text())
    if isinstance(content, list):
        yield from _each(((f"story {number}", story) for number, story in enumerate(content, 1)), parse)
    else:
        yield parse(content)


def _is_lines(document: Document) -> bool:
    """Whether one of the first two lines is a whole object: either may be damaged."""
    lines = islice((line for line in document.lines() if line.strip()), 2)
    return not document.head.lstrip().startswith("[") and any(map(_is_object, lines))


def _is_object(line: str) -> bool:
    try:
        return isinstance(orjson.loads(line.encode()), dict)
    except orjson.JSONDecodeError:
        return False


def _each(parts: Iterable[tuple[str, Any]], parsed: Callable[[Any], Thread]) -> Iterator[Thread]:
    bad: list[str] = []
    for where, part in parts:
        try:
            story = parsed(part)
        except (InvalidThread, UnreadableSource) as error:
            bad.append(f"{where}: {error}")
        else:
            yield story
    if bad:
        raise UnreadableSource(
            why=bad[0] if len(bad) == 1 else f"{len(bad)} stories can't be read, the first is {bad[0]}"
        )


def _loads(text: str) -> Any:
    try:
        return orjson.loads(text.encode())
    except orjson.JSONDecodeError as error:
        raise UnreadableSource(why=f"This is not valid JSON: {error.msg}.") from error


def parse(story: Any) -> Thread:
    """One story from its JSON value. Raises UnreadableSource or InvalidThread with the field that is wrong."""
    story = Fields.of(story, "the story")
    version = story.integer("spool")
    if version is None or version < 1:
        raise UnreadableSource(why='A story in Spool\'s format says so with "spool": 1.')
    if version > VERSION:
        raise UnreadableSource(why=f"This was written by a newer Spool (format {version}): update Spool to read it.")
    tweets = story.objects("tweets")
    return Thread(
        source=story.text("source") or "text",
        source_id=story.text("source_id") or None,
        source_url=story.link("source_url"),
        own_id=story.text("id") or None,
        title=story.text("title"),
        author=_author(story.object("author")),
        written=_moment(story, "date"),
        lang=story.text("lang") or None,
        declared_count=story.integer("declared_count"),
        review=story.texts("review") or (),
        protected=story.flag("protected"),
        numbers_given=all(tweet.integer("number") is not None for tweet in tweets),
        tweets=tuple(parse_tweet(tweet, ordinal) for ordinal, tweet in enumerate(tweets, 1)),
    )


def _author(author: Fields) -> Author:
    return Author(
        handle=author.text("handle"),
        name=author.text("name"),
        bio=author.text("bio"),
        avatar_url=author.link("avatar_url"),
        url=author.link("url"),
    )


def parse_tweet(tweet: Fields, ordinal: int) -> Tweet:
    """One tweet from its JSON object; `ordinal` is its number when it brings none."""
    given = tweet.integer("number")
    quote = tweet.object("quote")
    poll = tweet.object("poll")
    return Tweet(
        number=TweetNumber(ordinal if given is None else given),
        text=tweet.text("text"),
        source_id=tweet.text("id") or None,
        source_url=tweet.link("url"),
        written=_moment(tweet, "date"),
        media=tuple(_media(item) for item in tweet.objects("media")),
        quote=_quote(quote) if quote else None,
        poll=_poll(poll) if poll else None,
        gap=tweet.choice("gap", Gap),
        content_warning=tweet.text("content_warning"),
        lang=tweet.text("lang") or None,
        edited=tweet.flag("edited"),
        tags=tweet.texts("tags"),
    )


def _media(media: Fields) -> Media:
    return Media(
        kind=media.required_choice("kind", MediaKind),
        url=media.required_medium("url"),
        alt=media.text("alt"),
        preview_url=media.link("preview_url"),
        width=media.integer("width"),
        height=media.integer("height"),
        sensitive=media.flag("sensitive"),
    )


def _quote(quote: Fields) -> Quote:
    return Quote(url=quote.link("url"), author=_author(quote.object("author")), text=quote.text("text"))


def _poll(poll: Fields) -> Poll:
    return Poll(
        options=tuple(
            PollOption(label=option.text("label"), votes=option.integer("votes")) for option in poll.objects("options")
        ),
        closes=_moment(poll, "closes"),
        multiple=poll.flag("multiple"),
    )


def _moment(owner: Fields, name: str) -> Moment | None:
    written = owner.text(name)
    if not written:
        return None
    try:
        if _DAY.fullmatch(written):
            day = datetime.combine(date.fromisoformat(written), time(), UTC)
            return Moment(at=day, precision=Precision.DAY)
        return Moment(at=datetime.fromisoformat(written))
    except (ValueError, OverflowError, InvalidThread) as error:
        raise owner.wrong(name, "a date as 2022-10-26 or a time as 2022-10-26T09:30:00Z") from error


def dump(thread: Thread) -> bytes:
    """The story as one line of JSON without a line end. Fields that say nothing are left out."""
    return orjson.dumps(document_of(thread))


def document_of(thread: Thread) -> dict[str, Any]:
    """The story as a JSON value, its fields in the order of the documentation."""
    return {"spool": VERSION} | _said(
        {
            "source": thread.source,
            "source_id": thread.source_id,
            "source_url": thread.source_url,
            "id": thread.own_id,
            "title": thread.title,
            "author": _said({field.name: getattr(thread.author, field.name) for field in fields(Author)}),
            "date": _written(thread.written),
            "lang": thread.lang,
            "declared_count": thread.declared_count,
            "review": list(thread.review),
            "protected": thread.protected,
            "tweets": [tweet_document(tweet, numbered=thread.numbers_given) for tweet in thread.tweets],
        }
    )


def tweet_document(tweet: Tweet, *, numbered: bool) -> dict[str, Any]:
    """One tweet as a JSON value."""
    document = _said(
        {
            "number": tweet.number if numbered else None,
            "text": tweet.text,
            "id": tweet.source_id,
            "url": tweet.source_url,
            "date": _written(tweet.written),
            "media": [
                _said({field.name: getattr(item, field.name) for field in fields(Media)}) for item in tweet.media
            ],
            "gap": tweet.gap,
            "content_warning": tweet.content_warning,
            "lang": tweet.lang,
            "edited": tweet.edited,
        }
    )
    if tweet.quote:
        author = _said({field.name: getattr(tweet.quote.author, field.name) for field in fields(Author)})
        document["quote"] = _said({"url": tweet.quote.url, "author": author, "text": tweet.quote.text})
    if tweet.poll:
        document["poll"] = _poll_document(tweet.poll)
    if tweet.tags is not None:
        document["tags"] = list(tweet.tags)
    return document


def _poll_document(poll: Poll) -> dict[str, Any]:
    options = [{"label": option.label} | _said({"votes": option.votes}) for option in poll.options]
    return {"options": options} | _said({"closes": _written(poll.closes), "multiple": poll.multiple})


def _written(moment: Moment | None) -> str | None:
    if moment is None:
        return None
    if moment.precision is Precision.DAY:
        return moment.at.date().isoformat()
    return moment.at.isoformat().replace("+00:00", "Z")


def _said(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value is not False and value not in (None, "", [], {})}
