"""Stories from saved Thread Reader pages, and from what authors made of such a page on their own site.

Tweets carry their ids there and links are whole, so this is the better way to bring a page in. Two shapes are read:
the site's own page, with a box for each tweet, and the inside of such a page with rules between the tweets. Cards that
show the beginnings of other threads have neither number nor id, and are passed over. Nothing is fetched.
"""

import re
from collections.abc import Iterator, Sized
from datetime import UTC, date, datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from threads.errors import InvalidThread, UnreadableSource
from threads.model import MAX_TWEETS, Author, Gap, Moment, Thread, Tweet, TweetNumber
from threads.sources import front_matter
from threads.sources.balanced_markup import balanced
from threads.sources.document import Document
from threads.sources.front_matter import FrontMatter
from threads.sources.status_links import find_status, status_url
from threads.sources.thread_reader_tweet import children, content, picture_address, shown_text
from threads.text import clean

NAME = "thread-reader-html"

_SIGNS = re.compile(r"class=[\"']?[^\"'<>]*\b(?:content-tweet|tw-permalink)\b|threadreaderapp\.com/", re.IGNORECASE)
_HANDLE = re.compile(r"[A-Za-z0-9_]{1,20}")
_USER_LINK = re.compile(r"/user/([A-Za-z0-9_]{1,20})")
_COUNT = re.compile(r"\b([0-9]{1,3}(?:,[0-9]{3})?|[0-9]{4,5}) tweets?\b")
_STATUS_ID = re.compile(r"[0-9]{1,20}")
_UNIX_TIME = re.compile(r"[0-9]{1,11}")
_PICTURE_ALT = " Profile picture"


def detects(document: Document) -> bool:
    """Whether this is markup that bears Thread Reader's marks, perhaps below front matter."""
    _, text = front_matter.split(document.head)
    return text.lstrip().startswith("<") and _SIGNS.search(text) is not None


def read(document: Document, today: date) -> Iterator[Thread]:
    """The one story of the page. Raises UnreadableSource for hostile markup, and for a page without tweets."""
    matter, text = front_matter.split(document.text())
    page = LexborHTMLParser(balanced(text, document.name))
    try:
        story = _unrolled(page, document.name) or _reposted(page, matter, document.name)
    except InvalidThread as error:
        raise UnreadableSource(why=str(error)) from error
    if not story:
        what = "only the beginnings of threads" if page.css_first(".content-tweet") else "no Thread Reader tweets"
        raise UnreadableSource(why=f"{document.name} holds {what}: save the page of the thread itself.")
    yield story


def _unrolled(page: LexborHTMLParser, name: str) -> Thread | None:
    """The site's own page; None when it has no tweets."""
    boxes = _boxes(page)
    _refuse_many(boxes, name)
    if not boxes:
        return None
    handle = _handle(page, boxes)
    root = _status(boxes[0]) or _linked_status(page)
    declared = _declared(page)
    return Thread(
        source="x",
        source_id=root,
        source_url=status_url(handle, root),
        author=_author(page, handle),
        written=_written(page),
        declared_count=declared,
        review=_review(declared, len(boxes)),
        tweets=tuple(_tweet(place, children(box), handle, _status(box)) for place, box in enumerate(boxes, 1)),
    )


def _boxes(page: LexborHTMLParser) -> list[LexborNode]:
    """The tweets' elements in order, each id once. Those without number and id preview other threads."""
    boxes: list[LexborNode] = []
    seen: set[str] = set()
    for box in page.css("div.content-tweet"):
        status = _status(box)
        if status not in seen and (status or (box.attributes.get("id") or "").startswith("tweet_")):
            boxes.append(box)
            seen.update((status,) if status else ())
    return boxes


def _refuse_many(tweets: Sized, name: str) -> None:
    if len(tweets) > MAX_TWEETS:
        raise UnreadableSource(why=f"{name} has more than {MAX_TWEETS:,} tweets: bring it in as several stories.")


def _tweet(number: int, nodes: list[LexborNode], handle: str, status: str | None) -> Tweet:
    """A tweet of which nothing is left, such as one that was only an embedded tweet, is a gap."""
    held = content(nodes)
    return Tweet(
        number=TweetNumber(number),
        text=held.text,
        media=held.media,
        quote=held.quote,
        gap=None if held.text or held.media or held.quote else Gap.UNAVAILABLE,
        source_id=status,
        source_url=status_url(handle, status),
    )


def _status(box: LexborNode) -> str | None:
    said = box.attributes.get("data-tweet") or ""
    return said if _STATUS_ID.fullmatch(said) else None


def _linked_status(page: LexborHTMLParser) -> str | None:
    link = _within(page, ".thread-info", "a.time[href]")
    status = find_status(link.attributes.get("href") or "") if link else None
    return status[1] if status else None


def _declared(page: LexborHTMLParser) -> int | None:
    info = page.css_first(".thread-info")
    found = _COUNT.search(shown_text(info)) if info else None
    return int(found[1].replace(",", "")) if found else None


def _review(declared: int | None, count: int) -> tuple[str, ...]:
    if declared in (None, count):
        return ()
    return (f"The page says {declared:,} tweets and {count:,} are in it: look whether it was saved whole.",)


def _written(page: LexborHTMLParser) -> Moment | None:
    time = _within(page, ".thread-info", ".time[data-time]")
    said = (time.attributes.get("data-time") or "") if time else ""
    return Moment(at=datetime.fromtimestamp(int(said), UTC)) if _UNIX_TIME.fullmatch(said) else None


def _within(page: LexborHTMLParser, outer: str, inner: str) -> LexborNode | None:
    """In two steps, since a selector of two climbs back up from each match: slow in a deep page."""
    node = page.css_first(outer)
    return node.css_first(inner) if node else None


def _handle(page: LexborHTMLParser, boxes: list[LexborNode]) -> str:
    said = [box.attributes.get("data-screenname") or "" for box in boxes]
    if shown := _within(page, ".screenName.tw-follow", "a"):
        said.append(shown_text(shown).removeprefix("@"))
    for outer in (".twitter_name", ".prof-image"):
        link = _within(page, outer, "a[href]")
        found = _USER_LINK.search(link.attributes.get("href") or "") if link else None
        said += [found[1]] if found else []
    return next((handle for handle in said if _HANDLE.fullmatch(handle)), "")


def _author(page: LexborHTMLParser, handle: str) -> Author:
    named = page.css_first(".twitter_name")
    image = _within(page, ".prof-image", f'img[alt$="{_PICTURE_ALT}"]')
    alt = clean(image.attributes.get("alt") or "").removesuffix(_PICTURE_ALT).strip() if image else ""
    return Author(
        handle=handle,
        name=shown_text(named) if named else alt,
        avatar_url=picture_address(image) if image else None,
    )


def _reposted(page: LexborHTMLParser, matter: FrontMatter, name: str) -> Thread | None:
    """The inside of a page on the author's own site: tweets between rules, each ending with Thread Reader's mark."""
    mark = page.css_first("sup.tw-permalink")
    inside = mark.parent if mark else None
    if not inside:
        return None
    tweets = [tweet for tweet in _between_rules(inside) if _holds_anything(tweet)]
    _refuse_many(tweets, name)
    handle, root = _origin(page, inside) or (matter.author.handle, matter.status_id)
    return Thread(
        source="x",
        source_id=root,
        source_url=status_url(handle, root) or matter.link,
        own_id=matter.get("id") or None,
        title=matter.get("title"),
        author=Author(handle=handle, name=matter.author.name),
        written=matter.written,
        lang=matter.lang,
        tweets=tuple(_tweet(place, tweet, handle, None) for place, tweet in enumerate(tweets, 1)),
    )


def _between_rules(inside: LexborNode) -> list[list[LexborNode]]:
    tweets: list[list[LexborNode]] = [[]]
    for node in children(inside):
        if node.tag == "hr":
            tweets.append([])
        else:
            tweets[-1].append(node)
    return tweets


def _holds_anything(nodes: list[LexborNode]) -> bool:
    """The mark of a tweet, or something to read; advertising is neither."""
    held = content(nodes)
    has_mark = any(node.is_element_node and node.css_first("sup.tw-permalink") for node in nodes)
    return has_mark or bool(held.text or held.media or held.quote)


def _origin(page: LexborHTMLParser, inside: LexborNode) -> tuple[str, str] | None:
    """Handle and id of the tweet that the page names outside the story."""
    within = {link.mem_id for link in inside.css("a[href]")}
    links = (link for link in page.css("a[href]") if link.mem_id not in within)
    return next((status for link in links if (status := find_status(link.attributes.get("href") or ""))), None)
