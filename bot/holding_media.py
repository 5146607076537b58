"""Keeps the pictures and films that people send for stories: their id for this bot, and their bytes for all else."""

from handlers.publishing.bringing import LARGEST
from handlers.publishing.desk import Download, Hold
from handlers.publishing.forwards import medium_of
from handlers.publishing.sent import Attachment
from storage.media.files import Files
from storage.media.kept import KeptMedia


def holding(files: Files, download: Download, media: KeptMedia) -> Hold:
    """What keeps them. What Telegram does not hand over is shown by its id alone."""

    async def hold(file: Attachment) -> None:
        medium = medium_of(file)
        await files.keep(medium.url, medium.kind, file.file_id)
        if file.size > LARGEST or await media.find(medium.url):
            return
        if data := await download(file.file_id):
            await media.keep(medium.url, data)

    return hold
