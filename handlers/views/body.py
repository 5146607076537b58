"""What a frame says: author and date in a thin line, the tweet's words and what hangs on them, the position."""

from handlers.catalogue import Words
from handlers.views import html
from handlers.views.card import Preview
from handlers.views.html import TagLinks
from handlers.views.pages import Kind, Page, Piece, pages_of
from storage.threads import StoredThread
from threads import reading
from threads.hashtag import urls
from threads.model import Author, Gap, Media, MediaKind, Tweet
from threads.reading import Place

BAR = 9
"""Segments of the progress bar."""
NAME_ROOM = 64
"""Characters of a name or handle: longer ones are cut, so that the heading always fits."""


def body(story: StoredThread, place: Place, bot: str, words: Words) -> tuple[str, Preview | None]:
    """The frame's text as HTML, and what it previews. The place has to be one that exists."""
    tweet = story.thread.tweets[reading.index_of(story.thread, place.number)]
    pages = pages_of(tweet)
    page = pages[place.page]
    links = TagLinks(bot, story.tags)
    parts = [
        _heading(story, tweet, words),
        *(_piece(piece, tweet, story, links, words) for piece in page),
        _footing(story, place, len(pages), words),
    ]
    return "\n\n".join(part for part in parts if part), _preview(tweet, page)


def counter(story: StoredThread, place: Place, words: Words) -> str:
    """The place in the present order, as `3/9`."""
    here = reading.index_of(story.thread, place.number) + 1
    return f"{words.number(here)}/{words.number(len(story.thread))}"


def byline(author: Author, source: str) -> str:
    """Name and handle in one line; empty when neither is known."""
    parts = []
    if author.name:
        parts.append(html.bold(html.isolated(_short(author.name))))
    if author.handle:
        handle = html.isolated("@" + _short(author.handle))
        profile = author.url or html.profile_url(author.handle, source)
        parts.append(html.link(handle, profile) if profile else html.text(handle))
    return " ".join(parts)


def _short(name: str) -> str:
    return name if len(name) <= NAME_ROOM else name[: NAME_ROOM - 1] + "…"


def _heading(story: StoredThread, tweet: Tweet, words: Words) -> str:
    """Author and date in one thin line; the date leads to the source."""
    parts = [byline(story.thread.author, story.thread.source)]
    source = tweet.source_url or story.thread.source_url
    written = tweet.written or story.thread.written
    if written:
        date = html.isolated(words.date(written))
        parts.append(html.link(date, source) if source else html.text(date))
    elif source:
        parts.append(html.link(words.say("source"), source))
    return " · ".join(part for part in parts if part)


def _footing(story: StoredThread, place: Place, pages: int, words: Words) -> str:
    """Where the reader stands: a bar, the counter, the page."""
    here = reading.index_of(story.thread, place.number) + 1
    at = html.isolated(counter(story, place, words))
    if pages > 1:
        at = words.say("{counter} · page {page}", counter=at, page=words.number(place.page + 1))
    if words.plain:
        return html.text(at)
    full = round(BAR * here / len(story.thread)) or 1
    return html.text(f"{'▰' * full}{'▱' * (BAR - full)} {at}")


def _piece(piece: Piece, tweet: Tweet, story: StoredThread, links: TagLinks, words: Words) -> str:
    match piece.kind:
        case Kind.WARNING:
            return html.bold(words.say("Content warning: {warning}", warning=piece.words))
        case Kind.TEXT:
            body = html.tweet_text(piece.words, links, story.thread.source)
            return f"<tg-spoiler>{body}</tg-spoiler>" if tweet.content_warning else body
        case Kind.GAP:
            return html.italic(_gap(tweet.gap, words))
        case Kind.QUOTE:
            return _quote(piece, tweet, story, words)
        case Kind.POLL:
            return _answer(piece, tweet, words)
        case Kind.ALT:
            return _media(tweet.media[piece.index], piece, len(tweet.media), words)


def _gap(gap: Gap | None, words: Words) -> str:
    match gap:
        case Gap.DELETED:
            return words.say("A tweet is missing here: it was deleted at its source.")
        case Gap.PRIVATE:
            return words.say("A tweet is missing here: its account is private.")
        case Gap.BLOCKED:
            return words.say("A tweet is missing here: its source does not show it.")
        case _:
            return words.say("A tweet is missing here: its source no longer has it.")


def _quote(piece: Piece, tweet: Tweet, story: StoredThread, words: Words) -> str:
    quote = tweet.quote
    if quote is None:
        return ""
    lines = [byline(quote.author, story.thread.source)]
    if piece.words:
        lines.append(html.text(piece.words))
    if quote.url:
        lines.append(html.link(words.say("quoted tweet"), quote.url))
    return html.quotation("\n".join(line for line in lines if line))


def _answer(piece: Piece, tweet: Tweet, words: Words) -> str:
    options = tweet.poll.options if tweet.poll else ()
    votes = options[piece.index].votes
    total = sum(option.votes or 0 for option in options)
    line = f"▫ {html.text(piece.words)}" if not words.plain else f"- {html.text(piece.words)}"
    if votes is None:
        return line
    share = f"{round(100 * votes / total) if total else 0}%"
    return f"{line} — {html.text(words.count('{n} vote', '{n} votes', votes))} ({share})"


def _media(media: Media, piece: Piece, count: int, words: Words) -> str:
    """A picture's name, which opens it, and its description by the author."""
    match media.kind:
        case MediaKind.PHOTO:
            name = words.say("Picture")
        case MediaKind.VIDEO:
            name = words.say("Video")
        case MediaKind.GIF:
            name = words.say("GIF")
    if count > 1:
        name = f"{name} {words.number(piece.index + 1)}/{words.number(count)}"
    title = html.link(name, media.url)
    return html.quotation(f"{title}: {html.text(piece.words)}", expandable=True) if piece.words.strip() else title


def _preview(tweet: Tweet, page: Page) -> Preview | None:
    """The first picture on this page, else the first link in its words."""
    for piece in page:
        if piece.kind is Kind.ALT:
            media = tweet.media[piece.index]
            if tweet.content_warning or media.sensitive:
                return None
            if media.kind is MediaKind.PHOTO:
                return Preview(media.url, picture=True)
            return Preview(media.preview_url or media.url, picture=True)
    for piece in page:
        if piece.kind is Kind.TEXT and (found := urls(piece.words)):
            return Preview(found[0].label)
    return None
