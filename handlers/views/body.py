"""What a frame says: author and date in a thin line, the tweet's words and what hangs on them, the position."""

from handlers.callbacks import Frame
from handlers.catalogue import Words
from handlers.views import html, media
from handlers.views.html import TagLinks
from handlers.views.pages import Kind, Page, Piece, pages_of, shortened
from storage.threads import StoredThread
from threads import reading
from threads.model import Author, Gap, Moment, Precision, Tweet
from threads.profiles import profile_url
from threads.reading import Place

BAR = 9
"""Segments of the progress bar."""
LAST_SECOND = 2**31 - 1
"""The latest time, in Unix seconds, that Telegram takes for a time of its own."""


def body(story: StoredThread, spot: Frame, bot: str, words: Words, *, below_medium: bool = False) -> str:
    """The frame's text as HTML. The place has to be one that exists.

    `below_medium` makes it the caption of what its page shows; without, the text names and links that.
    """
    tweet = story.thread.tweets[reading.index_of(story.thread, spot.place.number)]
    pages = pages_of(tweet, revealed=spot.revealed)
    parts = [
        heading(story, tweet, words),
        *said(story, spot, bot, words, below_medium=below_medium),
        footing(story, spot.place, tweet, pages, words),
    ]
    return "\n\n".join(part for part in parts if part)


def said(story: StoredThread, spot: Frame, bot: str, words: Words, *, below_medium: bool = False) -> list[str]:
    """The paragraphs of a place between heading and footing, as HTML."""
    tweet = story.thread.tweets[reading.index_of(story.thread, spot.place.number)]
    page = pages_of(tweet, revealed=spot.revealed)[spot.place.page]
    links = TagLinks(bot, story.tags)
    parts: list[str] = []
    for piece in page.pieces:
        paragraph = _piece(piece, tweet, story, links, words, below_medium=below_medium)
        if piece.kind is Kind.POLL and piece.index and parts and parts[-1]:
            parts[-1] += f"\n{paragraph}"
        else:
            parts.append(paragraph)
    return parts


def counter(story: StoredThread, place: Place, words: Words) -> str:
    """The place in the present order, as `3/9`."""
    here = reading.index_of(story.thread, place.number) + 1
    return words.position(here, len(story.thread))


def byline(author: Author, source: str) -> str:
    """Name and handle in one line; empty when neither is known."""
    parts = []
    if author.name:
        parts.append(html.bold(html.isolated(shortened(author.name))))
    if author.handle:
        handle = html.isolated("@" + shortened(author.handle))
        profile = author.url or profile_url(author.handle, source)
        parts.append(html.link(handle, profile) if profile else html.text(handle))
    return " ".join(parts)


def heading(story: StoredThread, tweet: Tweet, words: Words) -> str:
    """Author and date in one thin line; a day leads to the source."""
    parts = [byline(story.thread.author, story.thread.source)]
    written = tweet.written or story.thread.written
    source = tweet.source_url or story.thread.source_url
    if written and source and _is_day(written):
        parts.append(html.link(html.isolated(words.date(written)), source))
    elif written:
        parts.append(_moment(written, words))
    heading = words.joined(parts)
    return words.line(heading) if heading else ""


def _is_day(written: Moment) -> bool:
    return written.precision is Precision.DAY


def _source(story: StoredThread, tweet: Tweet, words: Words) -> str:
    """The way to the source where the date can't be it: Telegram allows no link within a time, and some have no date.

    It stands with the position, where there is room for it in one line.
    """
    written = tweet.written or story.thread.written
    source = tweet.source_url or story.thread.source_url
    return html.link(words.say("source"), source) if source and not (written and _is_day(written)) else ""


def _moment(moment: Moment, words: Words) -> str:
    """A day, or a time that clients show in their reader's own time zone; others see it in UTC."""
    if _is_day(moment):
        return html.text(html.isolated(words.date(moment)))
    said, seconds = words.moment(moment), int(moment.at.timestamp())
    return html.isolated(html.time(said, seconds) if 0 < seconds <= LAST_SECOND else html.text(said))


def footing(story: StoredThread, place: Place, tweet: Tweet, pages: tuple[Page, ...], words: Words) -> str:
    """Where the reader stands: a bar, the counter, which of several pictures, which page; and the source."""
    here = reading.index_of(story.thread, place.number) + 1
    at = html.isolated(counter(story, place, words))
    medium = pages[place.page].medium
    of_its_kind = len(pages)
    if medium is not None and len(tweet.media) > 1:
        at = media.numbered(tweet.media[medium].kind, at, medium + 1, len(tweet.media), words)
        of_its_kind = sum(page.medium == medium for page in pages)
    if of_its_kind > 1:
        at = words.say("{counter} · page {page}", counter=at, page=words.number(place.page + 1))
    if words.plain:
        at = at.replace(" · ", words.say(", "))
    else:
        full = round(BAR * here / len(story.thread)) or 1
        at = f"{'▰' * full}{'▱' * (BAR - full)} {at}"
    return words.line(words.joined([html.text(at), _source(story, tweet, words)]))


def _piece(
    piece: Piece, tweet: Tweet, story: StoredThread, links: TagLinks, words: Words, *, below_medium: bool
) -> str:
    match piece.kind:
        case Kind.WARNING:
            return html.bold(words.say("Content warning: {warning}", warning=html.isolated(piece.words)))
        case Kind.TEXT:
            return html.tweet_text(piece.words, links, story.thread.source)
        case Kind.GAP:
            return html.italic(gap_sentence(tweet.gap, words))
        case Kind.QUOTE:
            return _quote(piece, tweet, story, words)
        case Kind.POLL:
            return _answer(piece, tweet, words)
        case Kind.CLOSES:
            return _closing(tweet, words)
        case Kind.ALT if below_medium:
            return media.caption(tweet.media[piece.index], piece, words)
        case Kind.ALT:
            return media.description(tweet.media[piece.index], piece, len(tweet.media), words)


def gap_sentence(gap: Gap | None, words: Words) -> str:
    """Why a tweet is not there."""
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
    author = byline(quote.author, story.thread.source)
    lines = [words.line(author) if author else ""]
    if piece.words:
        lines.append(html.text(piece.words))
    if quote.url:
        lines.append(html.link(words.say("quoted tweet"), quote.url))
    return html.quotation("\n".join(line for line in lines if line))


def _answer(piece: Piece, tweet: Tweet, words: Words) -> str:
    options = tweet.poll.options if tweet.poll else ()
    votes = options[piece.index].votes
    total = sum(option.votes or 0 for option in options)
    line = f"{'-' if words.plain else '▫'} {html.text(html.isolated(piece.words))}"
    if votes is None:
        return words.line(line)
    return words.line(f"{line} — {html.text(votes_said(votes, total, words))}")


def votes_said(votes: int, total: int, words: Words) -> str:
    """What an answer of a poll got: the votes and their share."""
    said = html.isolated(words.count("{n} vote", "{n} votes", votes))
    return f"{said} ({html.isolated(words.percent(round(100 * votes / total) if total else 0))})"


def _closing(tweet: Tweet, words: Words) -> str:
    """Until when one could vote: true before and after."""
    closes = tweet.poll.closes if tweet.poll else None
    until = html.text(words.say("Voting until:"))
    return f"{until} {_moment(closes, words)}" if closes else ""
