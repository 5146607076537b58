"""A thread of X by its link, from a service that speaks as FxTwitter does. Off unless a setting names one."""

from typing import Any

from threads.sources.answers import DATA, Answer, Get
from threads.sources.json_fields import Fields
from threads.sources.refusals import WrongKind


async def gather(status: str, get: Get, base: str) -> list[Any]:
    """The thread that a tweet belongs to, as `fxtwitter.parse` takes it. Raises LinkRefused."""
    answer = await get(f"{base}/2/thread/{status}", DATA)
    value = answer.good().value()
    if not isinstance(value, dict):
        raise WrongKind(host=answer.host, kind="JSON of another kind")
    # The service answers 200 and says in the body what X said.
    code = Fields(value, "the answer").count("code")
    Answer(status=code or 200, url=answer.url, headers=answer.headers).good()
    return [value]
