"""`spool author` and `spool protect`: what authors want of their stories, done at the command line."""

from collections.abc import Sequence

from bot.errors import BadSettings
from bot.importing import now
from bot.library import opened
from bot.report import output
from storage.authors import AuthorEntry, Authors
from storage.desk.audit import COMMAND_LINE
from storage.desk.deciding import Deciding
from threads.model import ThreadId

NETWORKS = {"x", "bluesky", "mastodon", "feed"}
"""Where Spool's own importers take handles from; whatever else stories name as their source counts too."""
_ALSO = {"twitter": "x", "text": "x"}


async def opt_out(handle: str, source: str | None) -> None:
    """Withdraw what an author wrote and refuse what comes later. Raises BadSettings when it is not clear who is meant.

    Somebody of whom there is no story yet may opt out, when it is said where the handle is theirs.
    """
    async with opened() as database:
        meant = await _meant(Authors(database), handle, source, add=True)
        withdrawn = await Deciding(database).opt_out(meant.id, now(), by=COMMAND_LINE)
        stories = "1 story was" if withdrawn == 1 else f"{withdrawn:,} stories were"
        _say(f"{_shown(meant)} has opted out: {stories} withdrawn, and what comes later is refused.")


async def opt_in(handle: str, source: str | None) -> None:
    """Take an author's stories again. Raises BadSettings when it is not clear who is meant."""
    async with opened() as database:
        meant = await _meant(Authors(database), handle, source)
        if await Deciding(database).opt_in(meant.id, now(), by=COMMAND_LINE):
            _say(f"{_shown(meant)} may come in again. What was withdrawn stays so: `spool publish ID` brings it back.")
        else:
            _say(f"{_shown(meant)} has not opted out: nothing was changed.")


async def keep(handle: str, source: str | None, *, protected: bool) -> None:
    """Protect all that an author wrote, or take that away. Raises BadSettings when it is not clear who is meant."""
    async with opened() as database:
        meant = await _meant(Authors(database), handle, source)
        changed = await Deciding(database).keep(meant.id, protected, now(), by=COMMAND_LINE)
        if changed is None:
            _say(f"Stories by {_shown(meant)} {'are protected' if protected else 'are not marked'} already.")
            return
        stories = "1 story has" if changed == 1 else f"{changed:,} stories have"
        what = "are protected from now on" if protected else "can be passed on, but for those marked themselves"
        _say(f"Stories by {_shown(meant)} {what}: {stories} changed.")


async def decide(ids: Sequence[ThreadId], *, protected: bool) -> None:
    """Protect stories, or let them be passed on. Raises UnknownStory."""
    async with opened() as database:
        for story in ids:
            await Deciding(database).decide(story, protected, now(), by=COMMAND_LINE)
            _say(f"Story {story} is protected." if protected else f"Story {story} can be passed on.")


async def _meant(authors: Authors, handle: str, source: str | None, *, add: bool = False) -> AuthorEntry:
    name, network = _bare(handle), _network(source)
    known = await authors.named(name)
    if add and network and network not in {each.network for each in known}:
        if network not in NETWORKS | await authors.networks():
            raise BadSettings(why=f"There is no source {network}: give x, bluesky, mastodon or feed.")
        await authors.add(name, network)
        known = await authors.named(name)
    return _one(known, name, network)


def _one(known: list[AuthorEntry], name: str, network: str | None) -> AuthorEntry:
    found = [each for each in known if network in (None, each.network)]
    if len(found) == 1:
        return found[0]
    if found:
        places = ", ".join(each.network for each in found)
        raise BadSettings(why=f"There are several authors @{name}: say which with --source, one of {places}.")
    if network:
        raise BadSettings(why=f"There is no author @{name} on {network}: /authors shows who there is.")
    raise BadSettings(why=f"There is no author @{name} yet: say where the handle is theirs, as with --source x.")


def _bare(handle: str) -> str:
    name = handle.strip().lstrip("@＠")  # the full-width sign
    if not name:
        raise BadSettings(why="Give the author's handle, as in @mira_tides.")
    return name


def _network(source: str | None) -> str | None:
    name = source.strip().casefold() if source else None
    return _ALSO.get(name, name) if name else None


def _shown(author: AuthorEntry) -> str:
    return f"@{author.author.handle} ({author.network})"


def _say(sentence: str) -> None:
    output.print(sentence, markup=False, soft_wrap=True)
