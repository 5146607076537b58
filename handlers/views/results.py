"""What a search found: numbered stories with the tweet that matches, in pages and two orders; or what to do instead."""

from collections.abc import Sequence

from handlers.callbacks import Find, Frame, Go, Listing, OpenList, OpenStory, Spot, Title, Where
from handlers.catalogue import Words
from handlers.views import html
from handlers.views.card import Button, Card, Key, Row, in_rows
from handlers.views.lists import WIDTH, story_line, turning
from handlers.views.notices import browse_row
from storage.finding.search import Found, Match, Order
from storage.finding.tags import TagEntry
from storage.threads import PAGE
from threads.finding import Excerpt
from threads.links import story_payload
from threads.query import Query
from threads.reading import Place
from threads.text import opening

SAID = 100
"""Clusters of a query in a heading."""
TAG_LABEL = 24


def results(found: Found, query: Query, order: Order, number: int, words: Words, bot: str) -> Card:
    """A page of what was found, with a button for each story. By the query's `number` its pages are turned."""
    first = found.number * PAGE + 1
    lines = [_heading(found, query, words)]
    keys: list[Key] = []
    for ordinal, match in enumerate(found.matches, first):
        lines.append(_line(ordinal, match, words, bot))
        keys.append(Button(words.number(ordinal), OpenStory(_spot(match))))
    rows = in_rows(keys, WIDTH)
    if query.terms and (found.more or first > 1 or len(keys) > 1):
        rows += ((_other_order(order, number, words),),)
    rows += turning(found.number, found.more, words, lambda page: Find(number, order, page))
    return Card("\n\n".join(lines), rows)


def nothing_found(query: Query, tags: Sequence[TagEntry], words: Words, *, late: bool = False) -> Card:
    """Why there is no result, tags that look like what was asked for, and where else to go."""
    said = html.isolated(opening(query.text, SAID))
    if late:
        sentence = words.say("This search takes too long: add a word that is rarer, or a #hashtag.")
    else:
        sentence = words.say("Nothing found for {query}: try fewer words, or other ones.", query=said)
    return Card(html.text(sentence), (*tag_rows(tags, words), browse_row(words)))


def how_to_search(words: Words) -> Card:
    """What can be looked for, by example."""
    examples = (
        ("harbour ghosts", words.say("all of these words; the last one may go on")),
        ('"the old pier"', words.say("these words as they follow each other")),
        ("-winter", words.say("without this word")),
        ("#sea #fog -#war", words.say("with both hashtags, without the third")),
        ("@mira", words.say("by this author")),
        ("lang:en", words.say("in this language")),
        ("after:2024 before:2025-06", words.say("written in this time")),
    )
    lines = [f"{html.code(html.isolated(example))} — {html.text(meaning)}" for example, meaning in examples]
    heading = html.text(words.say("Write what you remember, and combine it as you like:"))
    any_story = Button(words.label("🎲 Any story"), Go(Where.RANDOM))
    authors = Button(words.label("Authors"), OpenList(Listing.AUTHORS))
    return Card("\n".join([heading, "", *map(words.line, lines)]), (browse_row(words)[:2], (authors, any_story)))


def tag_rows(tags: Sequence[TagEntry], words: Words) -> tuple[Row, ...]:
    """Tags as buttons, each with the number of its stories."""
    keys: list[Key] = []
    for entry in tags:
        label = words.joined((f"#{opening(entry.tag.label, TAG_LABEL)}", words.number(entry.stories)))
        keys.append(Button(label, OpenList(Listing.TAG, entry.tag.id)))
    return in_rows(keys, 2)


def _heading(found: Found, query: Query, words: Words) -> str:
    said = html.isolated(opening(query.text, SAID))
    lines = [html.bold(words.say("Found for {query}", query=said))]
    for word, spelling in found.respelled:
        said, meant = html.isolated(opening(word, SAID)), html.isolated(opening(spelling, SAID))
        lines.append(html.text(words.say("No story has {word}: this is for {spelling}.", word=said, spelling=meant)))
    if query.shortened:
        lines.append(html.text(words.say("Only the first words of a long search are looked for.")))
    return "\n".join(lines)


def _line(ordinal: int, match: Match, words: Words, bot: str) -> str:
    payload = story_payload(match.summary.id, match.number)
    line = story_line(ordinal, match.summary, words, html.bot_link(bot, payload))
    return f"{line}\n{_excerpt(match.excerpt)}" if match.excerpt else line


def _excerpt(found: Excerpt) -> str:
    return html.italic(found.before) + (html.bold(found.found) if found.found else "") + html.italic(found.after)


def _spot(match: Match) -> Spot:
    return Frame(match.summary.id, Place(match.number)) if match.number else Title(match.summary.id)


def _other_order(order: Order, number: int, words: Words) -> Button:
    if order is Order.BEST:
        return Button(words.label("Newest first"), Find(number, Order.NEWEST, 0))
    return Button(words.label("Best first"), Find(number, Order.BEST, 0))
