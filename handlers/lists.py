"""Any list for someone, at a page: what the commands, the buttons and the deep links of browsing have in common."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from handlers.callbacks import Listing, Turn
from handlers.catalogue import Words
from handlers.context import Services, Visit, words_for
from handlers.views import html
from handlers.views.authors import for_admins
from handlers.views.card import Card
from handlers.views.following import follow_row
from handlers.views.lists import (
    author_heading,
    author_list,
    story_list,
    tag_list,
    tag_stories,
    unfinished_list,
    ways_row,
)
from handlers.views.notices import sentence
from handlers.views.results import tag_rows
from storage.authors import AuthorEntry
from storage.delivery.subjects import EVERYTHING, Kind, Subject
from storage.delivery.subscribers import Address
from storage.finding.tags import TagEntry
from threads.hashtag import tag_key
from threads.model import AuthorId, TagId
from threads.query import Query

NEAR_TAGS = 6
"""Tags offered for one that is not there."""
LOOKED_UP = 5
"""Parts of a query for which tags are looked up."""

Drawing = Callable[[Visit, Turn, Words, Services], Awaitable[Card | None]]
"""Draws a page of a list; None when there is nothing on it."""


async def listed(visit: Visit, turn: Turn, services: Services) -> Card:
    """The list that a command or button asks for. A page past the end falls back to the first."""
    words = await words_for(visit, services)
    drawing = _DRAWINGS[turn.listing]
    card = await drawing(visit, turn, words, services)
    if card is None and turn.page:
        card = await drawing(visit, replace(turn, page=0), words, services)
    return card or sentence(_nothing(visit, turn.listing, words), words)


async def latest_below(message: str, visit: Visit, services: Services) -> Card:
    """A kind sentence, and below it the latest stories: for whatever could not be found."""
    card = await listed(visit, Turn(Listing.LATEST, 0, 0), services)
    return replace(card, text=f"{html.text(message)}\n\n{card.text}")


async def tag_page(visit: Visit, entry: TagEntry | None, services: Services, label: str = "") -> Card:
    """A tag's stories; or a sentence that there are none, tags that look like it, and the latest stories."""
    if entry and not entry.stories:
        # A spelling that was a tag of its own once: links to it live on.
        entry = await services.tags.of_key(tag_key(entry.tag.label)) or entry
    if entry and entry.stories:
        return await listed(visit, Turn(Listing.TAG, entry.tag.id, 0), services)
    words = await words_for(visit, services)
    if not (label or entry):
        return await latest_below(words.say("There is no story with this tag."), visit, services)
    label = label or (entry.tag.label if entry else "")
    said = words.say("There is no story with the tag {tag}.", tag=html.isolated(label))
    card = await latest_below(said, visit, services)
    return replace(card, rows=(*tag_rows(await services.tags.near(label, NEAR_TAGS), words), *card.rows))


async def tag_named(visit: Visit, label: str, services: Services) -> Card:
    """The page of a tag as somebody wrote it."""
    return await tag_page(visit, await services.tags.of_key(tag_key(label)), services, label)


async def near_tags(query: Query, services: Services) -> list[TagEntry]:
    """Used tags that look like what a query names, each once."""
    labels = [*query.tags, *(term.said for term in query.terms)]
    found: dict[str, TagEntry] = {}
    for label in labels[:LOOKED_UP]:
        same = await services.tags.of_key(tag_key(label))
        for entry in ([same] if same and same.stories else []) + await services.tags.near(label, NEAR_TAGS):
            found.setdefault(entry.tag.key, entry)
    return list(found.values())[:NEAR_TAGS]


async def author_named(visit: Visit, handle: str, services: Services) -> Card:
    """The page of an author by handle."""
    return await author_page(visit, await services.authors.of_handle(handle), services)


async def author_page(visit: Visit, entry: AuthorEntry | None, services: Services) -> Card:
    """An author's stories, or a sentence that there are none and the latest ones."""
    if entry and (entry.stories or visit.personal in services.admins):
        return await listed(visit, Turn(Listing.AUTHOR, entry.id, 0), services)
    words = await words_for(visit, services)
    return await latest_below(words.say("There is no story by this author."), visit, services)


def subject_of(turn: Turn) -> Subject | None:
    """What somebody follows who follows a list; None for one that can't be followed."""
    match turn.listing:
        case Listing.LATEST:
            return EVERYTHING
        case Listing.AUTHOR:
            return Subject(Kind.AUTHOR, AuthorId(turn.subject))
        case Listing.TAG | Listing.TAG_READ:
            return Subject(Kind.TAG, TagId(turn.subject))
        case _:
            return None


async def _followable(card: Card, visit: Visit, turn: Turn, words: Words, services: Services) -> Card:
    """A list with the button by which it is followed; what that says is personal."""
    subject = subject_of(turn)
    follows = False
    if visit.personal is not None and subject is not None:
        follows = bool(await services.subscriptions.among(Address(visit.personal), [subject]))
    return replace(card, rows=(*card.rows, follow_row(turn, follows, words)))


async def _short(visit: Visit, turn: Turn, words: Words, services: Services) -> Card | None:
    page = await services.threads.short(turn.page)
    return story_list(html.bold(words.say("Short reads")), page, turn, words, services.bot) if page.items else None


async def _finished(visit: Visit, turn: Turn, words: Words, services: Services) -> Card | None:
    page = await services.threads.finished(turn.page)
    return story_list(html.bold(words.say("Most finished")), page, turn, words, services.bot) if page.items else None


async def _latest(visit: Visit, turn: Turn, words: Words, services: Services) -> Card | None:
    page = await services.threads.latest(turn.page)
    if not page.items:
        return None
    card = story_list(html.bold(words.say("Latest stories")), page, turn, words, services.bot)
    return replace(card, rows=(*card.rows, ways_row(words)))


async def _authors(visit: Visit, turn: Turn, words: Words, services: Services) -> Card | None:
    entries, more = await services.authors.all(turn.page)
    if not entries:
        return None
    card = author_list(entries, more, turn, words, services.bot)
    return replace(card, rows=(*card.rows, ways_row(words)))


async def _author(visit: Visit, turn: Turn, words: Words, services: Services) -> Card | None:
    entry = await services.authors.get(AuthorId(turn.subject))
    page = await services.threads.by_author(AuthorId(turn.subject), turn.page)
    is_admin = visit.personal in services.admins
    if entry is None or not (page.items or is_admin):
        return None
    card = story_list(author_heading(entry, words, services.bot), page, turn, words, services.bot)
    card = await _followable(card, visit, turn, words, services) if page.items else card
    return for_admins(card, entry, words) if is_admin else card


async def _tags(visit: Visit, turn: Turn, words: Words, services: Services) -> Card | None:
    entries, more = await services.tags.all(turn.page)
    return tag_list(entries, more, turn, words, services.bot) if entries else None


async def _tags_lately(visit: Visit, turn: Turn, words: Words, services: Services) -> Card | None:
    entries, more = await services.tags.lately(turn.page, services.now())
    return tag_list(entries, more, turn, words, services.bot) if entries else None


async def _tag(visit: Visit, turn: Turn, words: Words, services: Services) -> Card | None:
    tag = TagId(turn.subject)
    entry = await services.tags.get(tag)
    by_readers = turn.listing is Listing.TAG_READ
    page = await (services.threads.by_tag_read if by_readers else services.threads.by_tag)(tag, turn.page)
    if entry is None or not page.items:
        return None
    return await _followable(tag_stories(entry, page, turn, words, services.bot), visit, turn, words, services)


async def _continue(visit: Visit, turn: Turn, words: Words, services: Services) -> Card | None:
    if visit.personal is None:
        return None
    entries, more = await services.readers.unfinished(visit.personal, turn.page)
    return unfinished_list(entries, more, turn, words, services.bot) if entries else None


async def _saved(visit: Visit, turn: Turn, words: Words, services: Services) -> Card | None:
    if visit.personal is None:
        return None
    page = await services.readers.saved(visit.personal, turn.page)
    return story_list(html.bold(words.say("Saved stories")), page, turn, words, services.bot) if page.items else None


def _nothing(visit: Visit, listing: Listing, words: Words) -> str:
    """Why a list is empty, and what to do."""
    match listing:
        case Listing.CONTINUE | Listing.SAVED if visit.personal is None:
            return words.say("What you read and save is personal: ask me in our private chat.")
        case Listing.CONTINUE:
            return words.say("Nothing to continue: every story you began is read. Take another:")
        case Listing.SAVED:
            return words.say("Nothing saved yet: press Save on a story to keep it here.")
        case Listing.TAGS | Listing.TAGS_LATELY | Listing.TAG | Listing.TAG_READ:
            return _no_tag(listing, words)
        case Listing.AUTHORS:
            return words.say("There is no author yet: look in later.")
        case Listing.AUTHOR:
            return words.say("There is no story by this author.")
        case Listing.LATEST | Listing.SHORT | Listing.FINISHED:
            return _no_story(listing, words)


def _no_tag(listing: Listing, words: Words) -> str:
    match listing:
        case Listing.TAGS:
            return words.say("There is no hashtag yet: look in later.")
        case Listing.TAGS_LATELY:
            return words.say("No story of the last month has a hashtag.")
        case _:
            return words.say("There is no story with this tag.")


def _no_story(listing: Listing, words: Words) -> str:
    match listing:
        case Listing.SHORT:
            return words.say("There is no short read yet: look in later, or take one of these:")
        case Listing.FINISHED:
            return words.say("No story has been read to its end yet: be the first.")
        case _:
            return words.say("There is no story yet: look in later.")


_DRAWINGS: Mapping[Listing, Drawing] = {
    Listing.LATEST: _latest,
    Listing.SHORT: _short,
    Listing.FINISHED: _finished,
    Listing.AUTHORS: _authors,
    Listing.AUTHOR: _author,
    Listing.TAGS: _tags,
    Listing.TAGS_LATELY: _tags_lately,
    Listing.TAG: _tag,
    Listing.TAG_READ: _tag,
    Listing.CONTINUE: _continue,
    Listing.SAVED: _saved,
}
