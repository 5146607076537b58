"""What publishers meet: what a message is taken for, what can be done with a draft, and the list of drafts."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.callbacks import Find, Go, Press, Where
from handlers.catalogue import Words
from handlers.presses.desk import AtDesk, Deskwork, Edit, Editing
from handlers.presses.suggestions import Suggested, Suggesting
from handlers.views import html
from handlers.views.card import Button, Card, LinkButton, Row, in_rows
from handlers.views.lists import WIDTH, story_line, turning
from handlers.views.recognising import in_words
from storage.desk.publishing import Deed, Done
from storage.finding.search import Order
from storage.threads import PAGE, StoredThread, Summary
from threads.links import story_payload
from threads.model import ThreadId
from threads.text import opening

REASONS = 5
REASON = 250
"""Reasons to look at a draft that are told, and clusters of each."""
HEADLINE = 60


def said(sentence: str) -> Card:
    """One sentence and nothing to press."""
    return Card(html.text(sentence))


def what_to_send(words: Words) -> Card:
    """The answer to /add alone: what can be sent, and the way out."""
    said = words.say(
        "Send me the story: a text with a blank line between its tweets, a saved page or file, an archive, or a link. "
        "I take your next message."
    )
    return Card(html.text(said), ((Button(words.label("Cancel"), AtDesk(Deskwork.CANCEL)),),))


def offer(number: int, query: int | None, words: Words, *, admin: bool) -> Card:
    """What to do with a message that is no search. `number` is the offer's, 0 for those who can neither add nor
    suggest; `query` the number of what it would look for, None when it has no words.
    """
    ways: Row = (Button(words.label("Search"), _search(query)),)
    if number:
        add = Button(words.label("Add"), AtDesk(Deskwork.ADD, number), primary=True)
        suggest = Button(words.label("Suggest"), Suggested(Suggesting.SUGGEST, number), primary=True)
        ways = (add if admin else suggest, *ways)
    return Card(html.text(words.say("What shall I do with this?")), (ways,))


def collecting(number: int, count: int, words: Words) -> Card:
    """How many messages are taken for a story so far, and how it goes on."""
    taken = words.count("{n} message taken.", "{n} messages taken.", count)
    more = words.say("Send more, each becomes a tweet; Done shows the story.")
    way = Button(words.label("Done"), AtDesk(Deskwork.DONE, number), primary=True)
    return Card(html.text(f"{taken} {more}"), ((way, Button(words.label("Discard"), AtDesk(Deskwork.DROP, number))),))


def offer_messages(number: int, count: int, query: int | None, words: Words) -> Card:
    """What to do with messages that were sent without a word about them."""
    taken = words.count("{n} message.", "{n} messages.", count)
    add = Button(words.label("Add"), AtDesk(Deskwork.DONE, number), primary=True)
    asked = words.say("What shall I do with this?")
    return Card(html.text(f"{taken} {asked}"), ((add, Button(words.label("Search"), _search(query))),))


def _search(query: int | None) -> Press:
    return Find(query, Order.BEST, 0) if query is not None else Go(Where.SEARCH)


def unread(why: str, words: Words) -> Card:
    """Nothing could be read, and why."""
    sorry = words.say("There is no story to be read here.")
    return Card(f"{html.text(sorry)}\n\n{html.text(why)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A draft, and the story of which it would become the next version."""

    draft: StoredThread
    beside: ThreadId | None = None
    goes_out: str = ""
    """When it goes out by itself, as the publisher's clock shows it; empty when it waits."""


def control(waiting: Waiting, words: Words, bot: str) -> Card:
    """What can be done with a draft, and why it should be looked at first."""
    draft = waiting.draft
    heading = html.bold(words.say("Draft {n}", n=words.number(draft.id)))
    return Card("\n\n".join([heading, *described(waiting, words, bot)]), _ways(waiting, words))


def described(waiting: Waiting, words: Words, bot: str) -> list[str]:
    """What a draft is, whether it is a new version of a story, and why it should be looked at first; as HTML."""
    draft = waiting.draft
    parts = [_measure(draft, words)]
    if waiting.beside is not None:
        link = html.link(html.isolated(words.number(waiting.beside)), _story_url(bot, waiting.beside))
        parts.append(words.say("It becomes the new version of story {n}.", n=link))
    if waiting.goes_out:
        parts.append(_goes_out(waiting, words))
    return parts + _reasons(draft.thread.review, words)


def _goes_out(waiting: Waiting, words: Words) -> str:
    return html.bold(words.say("Goes out by itself: {time}", time=html.isolated(waiting.goes_out)))


def done(deed: Deed, words: Words, bot: str, *, late: bool) -> Card:
    """What became of a draft; it can be taken back until it is too `late`."""
    undo: Row = () if late else (Button(words.label("Undo"), AtDesk(Deskwork.UNDO, deed.draft)),)
    if deed.done is Done.DISCARDED:
        return Card(html.text(words.say("Discarded.")), (undo,) if undo else ())
    updated = words.say("Published: the story has a new version.")
    told = updated if deed.done is Done.UPDATED else words.say("Published.")
    if deed.hears:
        hear = words.count("{n} follower hears of it.", "{n} followers hear of it.", deed.hears)
        told = f"{told} {hear}"
    opened = LinkButton(words.label("🔗 Open"), _story_url(bot, deed.thread))
    undo = (*undo, Button(words.label("Edit"), Edit(Editing.OPEN, deed.thread, 0, deed.revision)))
    return Card(html.text(told), ((*undo, opened),))


def batch(counted: str, number: int, words: Words) -> Card:
    """What came of one file; `number` is that under which its drafts are kept, 0 when there are none."""
    every = Button(words.label("Publish all"), AtDesk(Deskwork.PUBLISH_ALL, number))
    return Card(html.text(counted), ((every,),) if number else ())


def batch_done(published: int, waiting: int, hears: int, words: Words) -> Card:
    """What became of a batch: how many are out, how many wait for a look, how many notifications go out."""
    parts = [words.count("{n} story published.", "{n} stories published.", published)]
    if hears:
        parts.append(words.count("{n} notification goes out.", "{n} notifications go out.", hears))
    if waiting:
        parts.append(words.count("{n} waits for a look: /drafts", "{n} wait for a look: /drafts", waiting))
    return Card(html.text(" ".join(parts)))


def not_gone(draft: ThreadId, words: Words) -> Card:
    """A draft that was to go out by itself could not, and waits."""
    sorry = words.say("A story that was to go out by itself could not be published: look at it again.")
    return Card(html.text(sorry), ((Button(words.label("Look"), AtDesk(Deskwork.PREVIEW, draft)),),))


def draft_list(drafts: Sequence[tuple[Summary, Waiting]], page: int, more: bool, words: Words, bot: str) -> Card:
    """What waits for a look, why, and a button for each."""
    if not drafts:
        return Card(html.text(words.say("No drafts: nothing waits for a look. /add brings a story in.")))
    parts = [html.bold(words.say("Drafts"))]
    keys = []
    for ordinal, (summary, waiting) in enumerate(drafts, page * PAGE + 1):
        draft = waiting.draft
        lines = [story_line(ordinal, summary, words, _story_url(bot, draft.id))]
        lines += [_goes_out(waiting, words)] if waiting.goes_out else []
        lines += [html.italic(opening(in_words(why, words), REASON // 2)) for why in draft.thread.review[:1]]
        parts.append("\n".join(lines))
        keys.append(Button(words.number(ordinal), AtDesk(Deskwork.PREVIEW, draft.id)))
    turned = turning(page, more, words, lambda to: AtDesk(Deskwork.LIST, to))
    return Card("\n\n".join(parts), (*in_rows(list(keys), WIDTH), *turned))


def _ways(waiting: Waiting, words: Words) -> tuple[Row, ...]:
    draft = waiting.draft

    def way(label: str, deskwork: Deskwork, *, primary: bool = False) -> Button:
        return Button(label, AtDesk(deskwork, draft.id, draft.revision), primary)

    unscheduled = (way(words.label("Don't publish then"), Deskwork.UNSCHEDULE),) if waiting.goes_out else ()
    return (
        (way(words.label("Publish"), Deskwork.PUBLISH, primary=True),),
        (way(words.label("Publish quietly"), Deskwork.QUIETLY),),
        (way(words.label("Schedule"), Deskwork.SCHEDULE), *unscheduled),
        (way(words.label("Edit"), Deskwork.EDIT), way(words.label("Discard"), Deskwork.DISCARD)),
    )


def _measure(draft: StoredThread, words: Words) -> str:
    tweets = words.count("{n} tweet", "{n} tweets", len(draft.thread))
    headline = draft.thread.title or next((begin for t in draft.thread if (begin := opening(t.text, HEADLINE))), "")
    parts = (opening(headline, HEADLINE), draft.thread.author.shown, tweets)
    return words.line(html.text(words.joined(html.isolated(opening(part, HEADLINE)) for part in parts if part)))


def _reasons(review: Sequence[str], words: Words) -> list[str]:
    if not review:
        return []
    told = "\n".join(f"• {html.text(opening(in_words(why, words), REASON))}" for why in review[:REASONS])
    first = words.say("Look at this first:")
    return [f"{html.text(first)}\n{told}"]


def _story_url(bot: str, thread: ThreadId) -> str:
    return html.bot_link(bot, story_payload(thread))
