"""Choosing by buttons what a chat is to hear: the hashtags and authors that there are, most used first."""

from handlers.callback_data import MAX_PAGE
from handlers.context import Services, Visit, words_for
from handlers.views.card import Card
from handlers.views.choices import choice_card
from storage.delivery.chats import SetChat
from storage.delivery.subjects import Kind, Subject
from storage.delivery.subscriptions import Subscription
from threads.model import AuthorId, TagId


async def choices(visit: Visit, chat: SetChat, kind: Kind, page: int, services: Services) -> Card:
    """A page of them; one past the end falls back to the first."""
    page = page if page < MAX_PAGE else 0
    offered, more = await _offered(kind, page, services)
    if page and not offered:
        page = 0
        offered, more = await _offered(kind, page, services)
    followed = await services.subscriptions.among(chat.address, [entry.subject for entry in offered])
    return choice_card(chat, kind, offered, followed, page, more, await words_for(visit, services))


async def toggled(chat: SetChat, subject: Subject, by: int, language: str, services: Services) -> bool:
    """Follow something there, or no longer; whether it is followed now. Ids in a press may be forged."""
    now = services.now()
    if await services.subscriptions.unfollow(chat.address, [subject], now) or not await _is_there(subject, services):
        return False
    return await services.subscriptions.follow(chat.address, subject, now, set_by=by, language=language)


async def _is_there(subject: Subject, services: Services) -> bool:
    if subject.kind is Kind.TAG:
        return await services.tags.get(TagId(subject.id)) is not None
    return await services.authors.get(AuthorId(subject.id)) is not None


async def _offered(kind: Kind, page: int, services: Services) -> tuple[list[Subscription], bool]:
    if kind is Kind.TAG:
        tags, more = await services.tags.all(page)
        return [Subscription(Subject(kind, entry.tag.id), entry.tag.label) for entry in tags], more
    authors, more = await services.authors.all(page)
    return [Subscription(Subject(kind, entry.id), entry.author.shown) for entry in authors], more
