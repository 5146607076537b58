"""`@bot …` in any chat: the same queries as in the private chat; a chosen story is a card that everyone there can step.

The card speaks its sender's language. Every answer is its asker's alone, since it holds their places and their words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from structlog.contextvars import bind_contextvars

from handlers.callbacks import Frame
from handlers.cards import readable
from handlers.context import Asking, Services
from handlers.gateway import Done, Late
from handlers.views.frame import Setting, frame, settled
from handlers.views.inline import Result, answer_payload
from storage.finding.search import Order
from threads import links, reading
from threads.finding import Excerpt
from threads.links import StoryLink
from threads.model import ThreadId
from threads.query import parse
from threads.reading import Place


@dataclass(frozen=True, slots=True)
class _Choice:
    """A story to offer, where its card opens (without a place at its beginning), and what of it was looked for."""

    thread: ThreadId
    place: Place | None = None
    excerpt: Excerpt | None = None


async def answer(asking: Asking, services: Services) -> None:
    """Answer an inline query with a page of stories."""
    choices, more = await _choices(asking, services)
    results = [result for choice in choices if (result := await _result(choice, asking, services))]
    words = services.catalogue.words(asking.language)
    payload = answer_payload(results, asking.page + 1 if more else None, words, empty=not (asking.text or asking.page))
    outcome = await services.gateway.call("answerInlineQuery", {"inline_query_id": asking.query, **payload})
    if not isinstance(outcome, Done | Late):
        bind_contextvars(outcome=type(outcome).__name__.lower())


async def _choices(asking: Asking, services: Services) -> tuple[Sequence[_Choice], bool]:
    """A page of what is asked for, and whether another follows."""
    link = links.decode(asking.text)
    if isinstance(link, StoryLink):
        return [_Choice(link.thread, Place(link.number) if link.number else None)], False
    query = parse(asking.text)
    if query.is_empty:
        return await _to_read(asking, services)
    found = await services.search.find(query, Order.BEST, asking.page, services.now(), shared=True)
    matches = found.matches
    return [_Choice(m.summary.id, Place(m.number) if m.number else None, m.excerpt) for m in matches], found.more


async def _to_read(asking: Asking, services: Services) -> tuple[Sequence[_Choice], bool]:
    """What the asker has not finished, then the newest stories."""
    begun, _ = await services.readers.unfinished(asking.reader, 0) if asking.reader is not None else ([], False)
    choices = [_Choice(entry.summary.id, entry.place) for entry in begun] if asking.page == 0 else []
    known = {entry.summary.id for entry in begun}
    latest = await services.threads.latest(asking.page)
    choices += [_Choice(summary.id) for summary in latest.items if summary.id not in known]
    return choices, latest.more


async def _result(choice: _Choice, asking: Asking, services: Services) -> Result | None:
    """The story as a result; None for one that is gone, or that its author wants not passed on."""
    story = await readable(choice.thread, services)
    if story is None or story.thread.protected:
        return None
    place = choice.place or reading.first(story.thread)
    look = Setting(words=services.catalogue.words(asking.language), bot=services.bot, shared=True, carries=False)
    card = frame(story, settled(story, Frame(story.id, place)), look)
    card = replace(card, language=services.catalogue.code(asking.language))
    return Result(story, place.number, card, choice.excerpt)
