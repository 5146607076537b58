"""A tweet in the shape of X's first API, which account archives and the site's own pages use too.

What these differ in is where the author stands: an archive's tweets name none, since all are its owner's.
"""

import re
from dataclasses import replace

from threads.model import Author, Media, MediaKind, Moment, Poll, PollOption, Precision, Quote, Tweet
from threads.sources import dates
from threads.sources.json_fields import Fields
from threads.sources.posts import ANY, Post
from threads.sources.self_threads import Link
from threads.sources.status_links import find_status, status_url
from threads.sources.x_text import TextLink, trailing_status, unescape, without_own_mention, written_out

_NUMBER = re.compile(r"[0-9]{1,19}")
_RETWEET = re.compile(r"RT @\w{1,20}:", re.ASCII)
_MIDNIGHT = "00:00:00"
_DATED = 29_000_000_000
"""Tweet ids above this are from November 2010 or later, when their times came to be kept."""

PRIVATE = "The author shows these posts to their followers alone: publish them only with the author's leave."
CUT = "The source keeps the tweet {id} cut short: look whether it can be read so."


def author_of(user: Fields) -> Author:
    """An author from X's `user` object, which came to be split in two (`core` has the names) in 2025."""
    core = user.object("core") or user
    return Author(
        handle=core.text("screen_name"),
        name=core.text("name"),
        bio=user.text("description"),
        avatar_url=user.web("profile_image_url_https") or user.object("avatar").web("image_url"),
    )


def is_retweet(tweet: Fields) -> bool:
    """Whether it only passes on somebody else's tweet."""
    is_marked = bool(tweet.object("retweeted_status") or tweet.object("retweeted_status_result"))
    return is_marked or _RETWEET.match(full_text(tweet)) is not None


def full_text(tweet: Fields) -> str:
    """The text as delivered: escaped, with t.co links."""
    return tweet.text("full_text") or tweet.text("text")


def read_post(tweet: Fields, author: Author, owner: str, *, note: Fields | None = None) -> Post:
    """A tweet by this author, whose id is `owner`; `note` is the object of a long post, as X's pages have it.

    Raises UnreadableSource for a tweet without an id, and InvalidThread for one that holds nothing.
    """
    identity = tweet_id(tweet)
    tweet = _extended(tweet)
    link = _link(tweet, identity, owner)
    body = _Body(tweet, author.handle if link.parent_owner == owner else "", note)
    read = Tweet(
        number=ANY,
        text=body.text,
        source_id=identity,
        source_url=status_url(author.handle, identity),
        written=written(tweet, identity),
        media=media_of(tweet),
        quote=body.quote,
        poll=_poll(tweet.object("card")),
        lang=tweet.text("lang") or None,
        edited=len(tweet.object("edit_control").texts("edit_tweet_ids") or ()) > 1,
        tags=body.tags,
    )
    is_private = tweet.object("user").flag("protected")
    doubts = [PRIVATE] if is_private else []
    doubts += [CUT.format(id=identity)] if tweet.flag("truncated") and not note else []
    return Post(link=link, author=author, tweet=read, doubts=tuple(doubts), is_protected=is_private)


def tweet_id(tweet: Fields) -> str:
    """The id, of which `id_str` is the one that no program has rounded. Raises UnreadableSource without one."""
    identity = tweet.identity("id_str") or tweet.identity("id") or ""
    if not _NUMBER.fullmatch(identity):
        raise tweet.wrong("id_str", "the id of a tweet")
    return identity


def _extended(tweet: Fields) -> Fields:
    """With the whole text of a tweet that older programs got cut short."""
    whole = tweet.object("extended_tweet")
    return Fields({**tweet.values, **whole.values, "truncated": False}, tweet.where) if whole else tweet


def _link(tweet: Fields, identity: str, owner: str) -> Link:
    return Link(
        id=identity,
        owner=owner,
        parent=answered(tweet, "status"),
        parent_owner=answered(tweet, "user"),
        root=tweet.identity("conversation_id_str"),
    )


def answered(tweet: Fields, what: str) -> str | None:
    """The id of the `status` or `user` that it answers; None when it answers nobody."""
    return tweet.identity(f"in_reply_to_{what}_id_str") or tweet.identity(f"in_reply_to_{what}_id")


def written(tweet: Fields, identity: str) -> Moment | None:
    """When it was written. The first archives know no time of day before November 2010, and say midnight."""
    said = tweet.text("created_at")
    moment = dates.spelt_out(said) or dates.iso(said)
    if moment and _MIDNIGHT in said and int(identity) < _DATED:
        return replace(moment, precision=Precision.DAY)
    return moment


class _Body:
    """The text with what is taken out of it: `handle` is the author's in a reply to themselves, else empty."""

    def __init__(self, tweet: Fields, handle: str, note: Fields | None) -> None:
        entities = note.object("entity_set") if note else tweet.object("entities")
        raw = note.text("text") if note else full_text(tweet)
        media = [] if note else [_taken(item) for item in media_items(tweet)]
        links = [*media, *(_written(item) for item in entities.objects("urls"))]
        itself = f"/i/web/status/{tweet_id(tweet)}"  # what stands for the rest of a text that was cut
        links = [replace(link, target=None) if (link.target or "").endswith(itself) else link for link in links]
        self.quote, ending = _quote(tweet, raw, links)
        links = [replace(link, target=None) if ending and link.shown == ending else link for link in links]
        text = written_out(raw, links)
        self.text = without_own_mention(text if note else unescape(text), handle)
        named = entities.objects("hashtags") if entities.values.get("hashtags") is not None else None
        self.tags = None if named is None else tuple(item.text("text") for item in named)


def _written(item: Fields) -> TextLink:
    start, end = indices(item)
    return TextLink(shown=item.text("url"), target=item.text("expanded_url") or item.text("url"), start=start, end=end)


def _taken(item: Fields) -> TextLink:
    start, end = indices(item)
    return TextLink(shown=item.text("url"), target=None, start=start, end=end)


def indices(item: Fields) -> tuple[int, int]:
    """Where an entity stands; archives write numbers as text. -1 twice when that is not told."""
    value = item.values.get("indices")
    places = [Fields({"at": place}, item.where).count("at") for place in value] if isinstance(value, list) else []
    match places:
        case [int() as start, int() as end]:
            return start, end
        case _:
            return -1, -1


def _quote(tweet: Fields, raw: str, links: list[TextLink]) -> tuple[Quote | None, str | None]:
    """The quoted tweet, and the link that stands for it at the end of the text.

    Archives do not name it: there a link to another tweet that ends the text is the quote.
    """
    named = tweet.identity("quoted_status_id_str")
    ending = trailing_status(raw, links)
    status = find_status(ending.target or "") if ending else None
    is_archived = "is_quote_status" not in tweet.values and "quoted_status_id_str" not in tweet.values
    if not named and not (is_archived and status and status[1] != tweet_id(tweet)):
        return None, None
    identity = named or (status[1] if status else "")
    is_same = ending is not None and status is not None and status[1] == identity
    quoted = quoted_tweet(tweet.object("quoted_status"), identity)
    if not quoted:
        permalink = tweet.object("quoted_status_permalink").web("expanded")
        handle = status[0] if status and is_same else ""
        quoted = Quote(url=permalink or status_url(handle, identity), author=Author(handle=handle))
    return quoted, ending.shown if ending and is_same else None


def quoted_tweet(tweet: Fields, identity: str) -> Quote | None:
    """A quoted tweet whose content is there; None when it is not."""
    if not tweet:
        return None
    author = author_of(tweet.object("user"))
    links = [_taken(item) for item in media_items(tweet)]
    links += [_written(item) for item in tweet.object("entities").objects("urls")]
    text = unescape(written_out(full_text(tweet), links))
    return Quote(url=status_url(author.handle, identity), author=author, text=text)


def media_items(tweet: Fields) -> list[Fields]:
    """The objects of pictures and films; `entities` has only the first and takes films for photos."""
    return tweet.object("extended_entities").objects("media") or tweet.object("entities").objects("media")


def media_of(tweet: Fields) -> tuple[Media, ...]:
    """Pictures and films, each with the widest MP4 there is. One without an address is left out."""
    is_sensitive = tweet.flag("possibly_sensitive")
    return tuple(media for item in media_items(tweet) if (media := _media(item, is_sensitive)))


def _media(item: Fields, is_sensitive: bool) -> Media | None:
    picture = item.web("media_url_https") or item.web("media_url")
    film = best_film(item.object("video_info").objects("variants"), "bitrate")
    url = film or picture
    if not url:
        return None
    kind = {"video": MediaKind.VIDEO, "animated_gif": MediaKind.GIF}.get(item.text("type"), MediaKind.PHOTO)
    large = item.object("sizes").object("large")
    size = item.object("original_info")
    return Media(
        kind=kind if film else MediaKind.PHOTO,
        url=url,
        alt=item.text("ext_alt_text"),
        preview_url=picture if film else None,
        width=size.count("width") or large.count("w"),
        height=size.count("height") or large.count("h"),
        sensitive=is_sensitive,
    )


def best_film(variants: list[Fields], rate: str) -> str | None:
    """The address of the MP4 with the highest bit rate, whose field is named `rate`; None without any MP4."""
    films = [item for item in variants if item.text("content_type") == "video/mp4" and item.web("url")]
    return max(films, key=lambda item: item.count(rate) or 0).web("url") if films else None


def _poll(card: Fields) -> Poll | None:
    """A poll, which stands in the values of a card: as an object, or on X's pages as a list of keys and values."""
    values = _card_values((card.object("legacy") or card).values.get("binding_values"))
    options = [
        PollOption(label=label, votes=Fields(values, card.where).count(f"choice{number}_count"))
        for number in range(1, 5)
        if isinstance(label := values.get(f"choice{number}_label"), str)
    ]
    closes = values.get("end_datetime_utc")
    if not options:
        return None
    return Poll(options=tuple(options), closes=dates.iso(closes) if isinstance(closes, str) else None)


def _card_values(binding: object) -> dict[str, object]:
    if isinstance(binding, list):
        binding = {pair.get("key"): pair.get("value") for pair in binding if isinstance(pair, dict)}
    if not isinstance(binding, dict):
        return {}
    return {
        key: value.get("string_value")
        for key, value in binding.items()
        if isinstance(key, str) and isinstance(value, dict)
    }
