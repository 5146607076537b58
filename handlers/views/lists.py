"""Lists: stories, authors and tags, numbered, ten to a page, turned in place."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from handlers.callbacks import Frame, Go, Listing, OpenList, OpenStory, Press, Spot, Title, Turn, Where
from handlers.catalogue import Words
from handlers.views import html
from handlers.views.card import Button, Card, Key, Row, in_rows, mirrored
from storage.authors import AuthorEntry
from storage.finding.tags import TagEntry
from storage.readers import Unfinished
from storage.threads import PAGE, Page, Summary
from threads.links import author_payload, story_payload, tag_payload
from threads.profiles import profile_url
from threads.text import opening

WIDTH = 5
BIO = 300
HEADING = 60
NAME = 40
"""Clusters of a bio, a title or tag, a name: a list of ten has to fit a message, whatever they are made of."""


def story_list(heading: str, page: Page, turn: Turn, words: Words, bot: str) -> Card:
    """Stories with a button for each. `heading` is HTML; `turn` says which list this is."""
    first = turn.page * PAGE + 1
    lines = [_line(ordinal, summary, words, bot) for ordinal, summary in enumerate(page.items, first)]
    keys: list[Key] = [
        Button(words.number(ordinal), OpenStory(Title(summary.id))) for ordinal, summary in enumerate(page.items, first)
    ]
    rows = (*in_rows(keys, WIDTH), *_turning(turn, page.more, words))
    return Card("\n\n".join([heading, *lines]), rows)


def unfinished_list(entries: Sequence[Unfinished], more: bool, turn: Turn, words: Words, bot: str) -> Card:
    """Stories to continue; the first button opens the one read last, where it was left."""
    first = turn.page * PAGE + 1
    lines = []
    keys: list[Key] = []
    for ordinal, entry in enumerate(entries, first):
        lines.append(_line(ordinal, entry.summary, words, bot, _counter(entry, words)))
        keys.append(Button(words.number(ordinal), OpenStory(_spot(entry))))
    latest = entries[0]
    label = words.label("▶ Continue {counter}", counter=_counter(latest, words))
    rows: tuple[Row, ...] = ((Button(label, OpenStory(_spot(latest)), primary=True),),) if turn.page == 0 else ()
    if len(keys) > 1 or turn.page:
        rows += in_rows(keys, WIDTH)
    heading = html.bold(words.say("Stories to continue"))
    return Card("\n\n".join([heading, *lines]), (*rows, *_turning(turn, more, words)))


def author_list(entries: Sequence[AuthorEntry], more: bool, turn: Turn, words: Words, bot: str) -> Card:
    """Authors with the number of their stories."""
    first = turn.page * PAGE + 1
    lines = []
    keys: list[Key] = []
    for ordinal, entry in enumerate(entries, first):
        name = html.link(html.isolated(opening(entry.author.shown, NAME)), html.bot_link(bot, author_payload(entry.id)))
        stories = words.count("{n} story", "{n} stories", entry.stories)
        line = words.joined((name, html.text(html.isolated(stories))))
        lines.append(words.line(f"{words.number(ordinal)}. {line}"))
        keys.append(Button(words.number(ordinal), OpenList(Listing.AUTHOR, entry.id)))
    rows = (*in_rows(keys, WIDTH), *_turning(turn, more, words))
    return Card("\n".join([html.bold(words.say("Authors")), "", *lines]), rows)


def tag_list(entries: Sequence[TagEntry], more: bool, turn: Turn, words: Words, bot: str) -> Card:
    """Tags, each with the number of stories that carry it."""
    lines = []
    keys: list[Key] = []
    for entry in entries:
        url = html.bot_link(bot, tag_payload(entry.tag.key, entry.tag.id))
        stories = words.count("{n} story", "{n} stories", entry.stories)
        tag = html.link(html.isolated("#" + opening(entry.tag.label, NAME)), url)
        lines.append(words.line(words.joined((tag, html.text(html.isolated(stories))))))
        keys.append(Button("#" + opening(entry.tag.label, 24), OpenList(Listing.TAG, entry.tag.id)))
    lately = turn.listing is Listing.TAGS_LATELY
    heading = words.say("Tags of the last month") if lately else words.say("Tags")
    other = (
        Button(words.label("Of all time"), Turn(Listing.TAGS, 0, 0))
        if lately
        else Button(words.label("Of the last month"), Turn(Listing.TAGS_LATELY, 0, 0))
    )
    rows = (*in_rows(keys, 2), *_turning(turn, more, words), (other,))
    return Card("\n".join([html.bold(heading), "", *lines]), rows)


def author_heading(entry: AuthorEntry, words: Words, bot: str) -> str:
    """The top of an author's page: name, handle, profile, bio, number of stories."""
    author = entry.author
    name = html.bold(html.isolated(opening(author.shown, NAME)))
    handle = html.isolated(f"@{opening(author.handle, NAME)}") if author.handle and author.name else ""
    network = "bluesky" if "." in author.handle and "@" not in author.handle else "x"
    profile = author.url or (profile_url(author.handle, network) if author.handle else None)
    who = f"{name} {html.link(handle, profile) if handle and profile else html.text(handle)}".rstrip()
    stories = html.text(words.count("{n} story", "{n} stories", entry.stories))
    bio = html.tweet_text(opening(author.bio, BIO), html.TagLinks(bot), "x")
    return "\n".join(part for part in (words.line(who), bio, stories) if part)


def tag_stories(entry: TagEntry, page: Page, turn: Turn, words: Words, bot: str) -> Card:
    """A tag's stories, and the way to their other order."""
    card = story_list(_tag_heading(entry, words, bot), page, turn, words, bot)
    if entry.stories == 1:
        return card
    if turn.listing is Listing.TAG:
        other = Button(words.label("Most read first"), Turn(Listing.TAG_READ, entry.tag.id, 0))
    else:
        other = Button(words.label("Newest first"), Turn(Listing.TAG, entry.tag.id, 0))
    return replace(card, rows=(*card.rows, (other,)))


def ways_row(words: Words) -> Row:
    """Other ways into the library, for someone who looks at a list and wants none of it."""
    return (
        Button(words.label("Short reads"), OpenList(Listing.SHORT)),
        Button(words.label("Most finished"), OpenList(Listing.FINISHED)),
        Button(words.label("🎲 Any story"), Go(Where.RANDOM)),
    )


def _tag_heading(entry: TagEntry, words: Words, bot: str) -> str:
    """The top of a tag's page. The tag is a link: left plain, Telegram would make it a search of its own."""
    tag = html.link(
        html.isolated("#" + opening(entry.tag.label, HEADING)),
        html.bot_link(bot, tag_payload(entry.tag.key, entry.tag.id)),
    )
    stories = words.count("{n} story", "{n} stories", entry.stories)
    return words.line(words.joined((tag, html.text(html.isolated(stories)))))


def story_line(ordinal: int, summary: Summary, words: Words, url: str, counter: str = "") -> str:
    """A story's two lines in a list: number and title, which leads to `url`; author, date and length."""
    headline = opening(summary.headline, HEADING) or words.say("A story without words")
    title = html.link(html.isolated(headline), url)
    parts = [opening(summary.author.shown, NAME), words.date(summary.written) if summary.written else ""]
    parts.append(counter or words.count("{n} tweet", "{n} tweets", summary.tweet_count))
    about = words.joined(html.text(html.isolated(part)) for part in parts if part)
    return f"{words.line(words.number(ordinal))}. {title}\n{words.line(about)}"


def _line(ordinal: int, summary: Summary, words: Words, bot: str, counter: str = "") -> str:
    return story_line(ordinal, summary, words, html.bot_link(bot, story_payload(summary.id)), counter)


def _spot(entry: Unfinished) -> Spot:
    return Frame(entry.summary.id, entry.place) if entry.ordinal else Title(entry.summary.id)


def _counter(entry: Unfinished, words: Words) -> str:
    return words.position(entry.ordinal or 1, entry.summary.tweet_count)


def turning(page: int, more: bool, words: Words, to: Callable[[int], Press]) -> tuple[Row, ...]:
    """`◀` and `▶`, each only where there is a page to turn to; forward is where the language runs."""
    back, onward = ("▶", "◀") if words.rtl else ("◀", "▶")
    if words.plain:
        back, onward = words.say("Previous page"), words.say("Next page")
    keys: list[Key] = []
    if page:
        keys.append(Button(back, to(page - 1)))
    if more:
        keys.append(Button(onward, to(page + 1)))
    return (mirrored(tuple(keys), words),) if keys else ()


def _turning(turn: Turn, more: bool, words: Words) -> tuple[Row, ...]:
    return turning(turn.page, more, words, lambda page: replace(turn, page=page))
