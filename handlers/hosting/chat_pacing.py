"""When a chat is told of new stories: the choices that everybody has for themselves, made by admins for the chat."""

from handlers.context import Services, Visit, words_for
from handlers.presses.acts import Host, Time
from handlers.subscribing.pacing import asked, change
from handlers.subscribing.zoning import here
from handlers.views.card import Card
from handlers.views.chat_rhythm import TIMINGS, for_chat
from handlers.views.rhythm import rhythm_card
from storage.delivery.chats import SetChat
from storage.readers import ReaderId


def is_about_times(press: Host) -> bool:
    """Whether a press is about when a chat is told."""
    return press.hosting in TIMINGS


async def pace_chat(chat: SetChat, press: Host, by: ReaderId, language: str, services: Services) -> None:
    """Keep what an admin chose. The chat goes by the clock of whoever has set it last."""
    await change(chat.address, _time(press), by, language, services)


async def chat_paced(visit: Visit, chat: SetChat, press: Host, services: Services) -> Card:
    """The state as it is, or what there is to choose from."""
    words = await words_for(visit, services)
    if question := asked(_time(press), words):
        return for_chat(question, chat, words)
    chosen = await services.rhythms.get(chat.address)
    clock = await here(visit, ReaderId(chat.set_by or 0), services)
    return for_chat(rhythm_card(chosen, clock, words), chat, words)


def _time(press: Host) -> Time:
    return Time(TIMINGS[press.hosting], press.number, press.page)
