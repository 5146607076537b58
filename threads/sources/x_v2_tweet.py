"""One tweet of X's second API as a post: its text and links, its pictures and films, its quote, its poll."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from threads.model import Author, Media, MediaKind, Poll, PollOption, Quote, Tweet
from threads.sources import dates
from threads.sources.json_fields import Fields
from threads.sources.posts import ANY, Post
from threads.sources.self_threads import Link
from threads.sources.status_links import find_status, status_url
from threads.sources.x_legacy import PRIVATE, best_film
from threads.sources.x_text import TextLink, trailing_status, unescape, without_own_mention, written_out

OUTDATED = "The tweet {id} has a newer version, which is not in the file: look whether this one can be read."
SPELLINGS = ("tweet", "post")


@dataclass(slots=True)
class Included:
    """What tweets refer to, by key."""

    users: dict[str, Fields] = field(default_factory=dict)
    media: dict[str, Fields] = field(default_factory=dict)
    polls: dict[str, Fields] = field(default_factory=dict)
    tweets: dict[str, Fields] = field(default_factory=dict)


def spelt(fields: Fields, name: str) -> Fields:
    """The field of this name (`referenced_{}s`) in either spelling, as the one field named by its last word."""
    last = name.rpartition("_")[2].format("tweet")
    found = (fields.values.get(name.format(spelling)) for spelling in SPELLINGS)
    return Fields({last: next((value for value in found if value is not None), None)}, fields.where)


def references_of(tweet: Fields) -> dict[str, str | None]:
    """The ids of the tweets that it answers, quotes or passes on, by the word for that."""
    return {item.text("type"): item.identity("id") for item in spelt(tweet, "referenced_{}s").objects("tweets")}


def versions_of(tweet: Fields) -> tuple[str, ...]:
    """The ids of all versions of a tweet, oldest first."""
    return spelt(tweet, "edit_history_{}_ids").texts("ids") or ()


def read_post(tweet: Fields, included: Included, older: Mapping[str, str]) -> Iterator[Post]:
    """The tweet as a post; nothing for a retweet. `older` leads from outdated versions of edited tweets to the last."""
    references = references_of(tweet)
    if "retweeted" in references:
        return
    identity = tweet.identity("id") or ""
    owner = tweet.identity("author_id") or ""
    user = included.users.get(owner, Fields({}, tweet.where))
    parent = references.get("replied_to")
    link = Link(
        id=identity,
        owner=owner,
        parent=older.get(parent, parent) if parent else None,
        parent_owner=tweet.identity("in_reply_to_user_id"),
        root=_root(tweet, older),
    )
    author = _author(user)
    is_private = user.flag("protected")
    doubts = [PRIVATE] if is_private else []
    doubts += [OUTDATED.format(id=identity)] if identity != (versions_of(tweet) or (identity,))[-1] else []
    yield Post(
        link=link,
        author=author,
        tweet=_tweet(
            tweet, identity, author, included, references.get("quoted"), is_own_reply=link.parent_owner == owner
        ),
        doubts=tuple(doubts),
        is_protected=is_private,
    )


def _root(tweet: Fields, older: Mapping[str, str]) -> str | None:
    root = tweet.identity("conversation_id")
    return older.get(root, root) if root else None


def _tweet(
    tweet: Fields, identity: str, author: Author, included: Included, quoted: str | None, *, is_own_reply: bool
) -> Tweet:
    text, tags, has_quote_link = _text(tweet, quoted)
    attachments = tweet.object("attachments")
    is_sensitive = tweet.flag("possibly_sensitive")
    media = (included.media.get(key) for key in attachments.texts("media_keys") or ())
    polls = (included.polls.get(key) for key in attachments.texts("poll_ids") or ())
    return Tweet(
        number=ANY,
        text=without_own_mention(text, author.handle) if is_own_reply else text,
        source_id=identity,
        source_url=status_url(author.handle, identity),
        written=dates.iso(tweet.text("created_at")),
        media=tuple(read for item in media if item and (read := _media(item, is_sensitive))),
        quote=_quote(quoted, included, has_quote_link) if quoted else None,
        poll=next((_poll(poll) for poll in polls if poll), None),
        lang=tweet.text("lang") or None,
        edited=len(versions_of(tweet)) > 1,
        tags=tags,
    )


def _text(tweet: Fields, quoted: str | None) -> tuple[str, tuple[str, ...] | None, str]:
    """The text written out, its tags, and the handle in the link of the quoted tweet, which is taken out of it."""
    note = spelt(tweet, "note_{}").object("tweet")
    holder = note or tweet
    raw = holder.text("text")
    entities = holder.object("entities")
    links = [_link(item, tweet.identity("id") or "") for item in entities.objects("urls")]
    ending = trailing_status(raw, links)
    status = find_status(ending.target or "") if ending else None
    is_quote = status is not None and status[1] == quoted
    if ending and is_quote:
        links = [
            TextLink(shown=link.shown, target=None if link.shown == ending.shown else link.target) for link in links
        ]
    # Whether the whole text is escaped is not told: it is where its beginning is that of the escaped one.
    is_escaped = not note or raw.startswith(tweet.text("text").rstrip("…")[:100])
    text = written_out(raw, links)
    named = None if entities.values.get("hashtags") is None else entities.objects("hashtags")
    tags = None if named is None else tuple(item.text("tag") for item in named)
    return unescape(text) if is_escaped else text, tags, status[0] if status and is_quote else ""


def _link(item: Fields, identity: str) -> TextLink:
    """A link in full; that of a picture goes, and that of the tweet itself."""
    start, end = item.count("start"), item.count("end")
    shown = item.text("url")
    target = item.text("expanded_url") or shown
    is_media = item.values.get("media_key") is not None or item.text("display_url").startswith("pic.twitter.com/")
    return TextLink(
        shown=shown,
        target=None if is_media or target.endswith(f"/i/web/status/{identity}") else target,
        start=-1 if start is None else start,
        end=-1 if end is None else end,
    )


def _author(user: Fields) -> Author:
    return Author(
        handle=user.text("username"),
        name=user.text("name"),
        bio=user.text("description"),
        avatar_url=user.web("profile_image_url"),
    )


def _media(item: Fields, is_sensitive: bool) -> Media | None:
    film = best_film(item.objects("variants"), "bit_rate")
    picture = item.web("url") or item.web("preview_image_url")
    url = film or picture
    if not url:
        return None
    kind = {"video": MediaKind.VIDEO, "animated_gif": MediaKind.GIF}.get(item.text("type"), MediaKind.PHOTO)
    return Media(
        kind=kind if film else MediaKind.PHOTO,
        url=url,
        alt=item.text("alt_text"),
        preview_url=item.web("preview_image_url") if film else None,
        width=item.count("width"),
        height=item.count("height"),
        sensitive=is_sensitive,
    )


def _quote(identity: str, included: Included, handle: str) -> Quote:
    tweet = included.tweets.get(identity)
    if tweet is None:
        return Quote(url=status_url(handle, identity), author=Author(handle=handle))
    user = included.users.get(tweet.identity("author_id") or "")
    author = _author(user) if user else Author(handle=handle)
    return Quote(url=status_url(author.handle, identity), author=author, text=_text(tweet, None)[0])


def _poll(poll: Fields) -> Poll | None:
    options = [PollOption(label=each.text("label"), votes=each.count("votes")) for each in poll.objects("options")]
    return Poll(options=tuple(options), closes=dates.iso(poll.text("end_datetime"))) if options else None
