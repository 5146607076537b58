"""The bot introduced to Telegram: whether its token is known, and what it is called there."""

from http import HTTPStatus

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.errors import BadToken, Unreachable
from bot.transport import Transport
from handlers.gateway import NoAnswer


async def introduced(api_url: str, token: str, transport: Transport) -> ExtBot[None]:
    """PTB's bot, once Telegram has said that it knows the token.

    Asked by ourselves first: PTB takes a page that some other server answers with for a bad token, and logs it.
    """
    try:
        await transport.initialize()
        reply = await transport.call("getMe", {})
    except NoAnswer:
        raise Unreachable(url=api_url) from None
    if reply.get("error_code") in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
        raise BadToken
    if not reply["ok"]:
        raise Unreachable(url=api_url)
    try:
        bot: ExtBot[None] = ExtBot(
            token,
            base_url=f"{api_url.rstrip('/')}/bot",
            base_file_url=f"{api_url.rstrip('/')}/file/bot",
            request=transport,
            get_updates_request=transport,
        )
        await bot.initialize()
    except TelegramError:
        # PTB's own text may hold the token.
        raise Unreachable(url=api_url) from None
    return bot
