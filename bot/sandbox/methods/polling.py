"""How the bot takes its updates: long polling, or a webhook it sets."""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.errors import bad, conflict
from bot.sandbox.params import Params
from bot.sandbox.state import State
from bot.sandbox.updates import Update, Webhook

LONGEST_POLL = 50.0
_POLLED = "terminated by other getUpdates request; make sure that only one bot instance is running"
_SET = "terminated by setWebhook request"
_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


def _allowed(params: Params) -> list[str] | None:
    given = params.data("allowed_updates", "allowed_updates")
    return [str(kind) for kind in given] if isinstance(given, list) else None


async def get_updates(state: State, params: Params) -> list[Update]:
    """getUpdates: answers as soon as there is something, after `timeout` seconds, or when a newer poll comes."""
    updates = state.updates
    if updates.webhook.url:
        raise conflict(_ACTIVE)
    mine = updates.begin_poll(_POLLED)
    updates.allow(_allowed(params))
    limit = min(max(params.number("limit", 100), 1), 100)
    offset = params.number("offset")
    loop = asyncio.get_running_loop()
    until = loop.time() + min(max(params.number("timeout"), 0), LONGEST_POLL)
    while True:
        if updates.poll != mine:
            raise conflict(updates.ended_by)
        changed = updates.changed
        batch = updates.take(offset, limit)
        if batch or loop.time() >= until:
            return batch
        offset = max(offset, 0)
        try:
            await asyncio.wait_for(changed.wait(), until - loop.time())
        except TimeoutError:
            continue


def set_webhook(state: State, params: Params) -> bool:
    """setWebhook: an empty URL removes it. Plain http is taken here, unlike on the real server."""
    url = params.text("url")
    secret = params.text("secret_token")
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > 256 or not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad("secret token contains unallowed characters")
    _replace(state, params, Webhook(url=url, secret=secret, max_connections=_connections(params)))
    state.updates.allow(_allowed(params))
    return True


def _connections(params: Params) -> int:
    return min(max(params.number("max_connections", 40), 1), 100)


def _replace(state: State, params: Params, webhook: Webhook) -> None:
    state.updates.webhook = webhook
    if params.flag("drop_pending_updates"):
        state.updates.clear()
    state.updates.begin_poll(_SET)


def delete_webhook(state: State, params: Params) -> bool:
    """deleteWebhook."""
    _replace(state, params, Webhook())
    return True


def get_webhook_info(state: State, _params: Params) -> dict[str, Any]:
    """getWebhookInfo."""
    webhook = state.updates.webhook
    info: dict[str, Any] = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.waiting()),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if webhook.last_error:
        info |= {"last_error_date": webhook.last_error_date, "last_error_message": webhook.last_error}
    return info | ({"allowed_updates": state.updates.asked_for} if state.updates.asked_for else {})


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
