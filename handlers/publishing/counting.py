"""Messages put into a collection, and the one card that counts them: what comes together is counted together."""

from handlers.context import Services, Visit, words_for
from handlers.gateway import ChatMessage, Done
from handlers.publishing.bringing import story_in
from handlers.publishing.forwards import is_part
from handlers.publishing.presenting import keep_drafts
from handlers.publishing.sent import Sent, loaded
from handlers.views.card import Card
from handlers.views.desk import collecting, offer_messages
from storage.desk.collecting import Collection, CollectionId
from storage.readers import ReaderId
from threads.query import parse

SETTLING = 0.5
"""Seconds after a message until it is counted."""
LONGER = 1.5
"""The same where more of a text may be on its way."""
MOST = 1_000
"""Messages of one collection."""


async def begun(person: ReaderId, services: Services, *, asked: bool) -> Collection:
    """A new collection; `asked` when everything that comes belongs to it."""
    number = await services.desk.collecting.begin(person, services.now(), asked=asked)
    return Collection(id=number, asked=asked, card=None, count=0)


async def collect(visit: Visit, person: ReaderId, sent: Sent, under_way: Collection, services: Services) -> None:
    """Add a message to a collection, as long as there is room, and count it soon."""
    number = under_way.id
    if under_way.count < MOST:
        await services.desk.collecting.add(number, sent.message, sent.dumped(), services.now())
    pause = LONGER if is_part(sent) else SETTLING
    services.errands.soon(("count", number), pause, lambda: _count(visit, person, number, services))


async def made(visit: Visit, person: ReaderId, number: CollectionId, services: Services) -> int:
    """Show the story of a collection, and forget what it was made of once it is kept: how many messages it were."""
    words = await words_for(visit, services)
    messages = [loaded(sent) for sent in await services.desk.collecting.all(number, person)]
    if not messages:
        return 0
    found = await story_in(messages, services.desk, words)
    if not await keep_drafts(visit, person, found, services):
        return 0
    await services.desk.collecting.drop(number, person)
    return len(messages)


async def _count(visit: Visit, person: ReaderId, number: CollectionId, services: Services) -> None:
    """Say how many there are: on the card that counts them, which is sent with the first."""
    under_way = await services.desk.collecting.get(number, person)
    if under_way is None:
        return
    if under_way.asked and under_way.count == 1 and under_way.card is None and await _is_long(person, number, services):
        # It came alone: a long text, and no part of a longer one.
        await made(visit, person, number, services)
        return
    card = await _card(visit, person, under_way, services)
    if under_way.card is not None:
        await services.gateway.edit(ChatMessage(person, under_way.card), card.payload())
        return
    outcome = await services.showing.send(person, card)
    if isinstance(outcome, Done) and isinstance(outcome.result, dict):
        await services.desk.collecting.counted_by(number, int(outcome.result["message_id"]))


async def _is_long(person: ReaderId, number: CollectionId, services: Services) -> bool:
    return all(is_part(loaded(sent)) for sent in await services.desk.collecting.all(number, person))


async def _card(visit: Visit, person: ReaderId, under_way: Collection, services: Services) -> Card:
    words = await words_for(visit, services)
    if under_way.asked:
        return collecting(under_way.id, under_way.count, words)
    first = loaded((await services.desk.collecting.all(under_way.id, person))[0])
    query = parse(first.text)
    kept = None if query.is_empty else await services.search.keep(query)
    return offer_messages(under_way.id, under_way.count, kept, words)
