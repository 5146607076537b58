"""`spool follow`: whose new threads come in by themselves. The running bot looks at them; here they are only kept."""

from bot import settings
from bot.errors import NobodyFollowed
from bot.importing import now
from bot.library import opened
from bot.report import output
from storage.desk.audit import COMMAND_LINE
from storage.sources import Followed, Sources


async def add(link: str) -> None:
    """Follow whoever is behind a link. Raises SpoolError."""
    from bot.outside.links import Links

    chosen = settings.load()
    links = Links(chosen.rules, chosen.bases)
    try:
        source = await links.find(link)
    finally:
        await links.close()
    async with opened() as database:
        is_new = await Sources(database).add(source, now(), by=COMMAND_LINE)
    if not is_new:
        output.print(f"{source.name} is followed already.", markup=False, soft_wrap=True)
        return
    output.print(
        f"{source.name} is followed. While the bot runs, threads from now on come in once they have been quiet for a "
        "quarter of an hour; older ones don't: spool import takes their links.",
        markup=False,
        soft_wrap=True,
    )


async def stop(who: str) -> None:
    """Follow somebody no more, by link, name or number. Raises NobodyFollowed."""
    async with opened() as database:
        sources = Sources(database)
        found = [each for each in await sources.all() if who.rstrip("/") in _names(each)]
        if not found:
            raise NobodyFollowed
        for each in found:
            await sources.remove(each.id, now(), by=COMMAND_LINE)
            output.print(f"{each.source.name} is followed no more.", markup=False, soft_wrap=True)


async def show() -> None:
    """Print everybody who is followed, and what keeps that from working."""
    async with opened() as database:
        followed = await Sources(database).all()
    for each in followed:
        looked = f"looked at {each.looked:%Y-%m-%d %H:%M} UTC" if each.looked else "not looked at yet"
        line = f"{each.id}  {each.source.name}  {each.source.link}  {looked}"
        output.print(line, markup=False, soft_wrap=True)
        if each.trouble:
            output.print(f"    {each.trouble}", markup=False, soft_wrap=True)
    if not followed:
        output.print("Nobody is followed: spool follow LINK.")


def _names(followed: Followed) -> set[str]:
    source = followed.source
    return {source.link.rstrip("/"), source.address.rstrip("/"), source.name, str(followed.id)}
