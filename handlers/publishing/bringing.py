"""What a person sent, as stories: text, a file or a link, read by the importers of `spool import`.

The one way in from the chat, whoever sends it: admins add, readers suggest. Nothing is stored here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.catalogue import Words
from handlers.publishing.desk import Desk
from handlers.publishing.forwards import is_message, is_words, story_of
from handlers.publishing.sent import Attachment, Sent
from handlers.views.refusals import sentence
from threads.errors import SpoolError
from threads.model import Thread, is_address

LARGEST = 20 * 1024 * 1024
"""Bytes of the largest file that Telegram hands to a bot."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Why nothing was read, in a sentence for the person."""

    why: str


def link_in(sent: Sent) -> str | None:
    """The address, when the message is nothing but one."""
    text = sent.text.strip()
    return text if not sent.file and is_address(text) else None


async def stories_in(sent: Sent, desk: Desk, words: Words) -> list[Thread] | Unread:
    """The stories of a message, at least one, or why there are none."""
    if is_message(sent):
        return await story_in([sent], desk, words)
    try:
        if url := link_in(sent):
            return await _behind(url, desk, words)
        if sent.file:
            return await _of_file(sent.file, desk, words)
        return await desk.read(words.say("Your message"), sent.text.encode())
    except SpoolError as error:
        return Unread(sentence(error, words))


async def story_in(messages: Sequence[Sent], desk: Desk, words: Words) -> list[Thread] | Unread:
    """The one story that messages tell, each as it stands; their pictures are kept on the way.

    Words alone, without a forward among them, are the parts of one long text, and read as such.
    """
    if all(map(is_words, messages)):
        whole = replace(messages[0], text="\n".join(sent.text for sent in messages))
        return await stories_in(whole, desk, words)
    try:
        story = story_of(messages)
    except SpoolError as error:
        return Unread(sentence(error, words))
    if story is None:
        return Unread(words.say("There are neither words nor pictures in it."))
    for sent in messages:
        if sent.file and sent.file.is_picture:
            await desk.hold(sent.file)
    return [story]


async def _behind(url: str, desk: Desk, words: Words) -> list[Thread] | Unread:
    if desk.live is None:
        return Unread(words.say("Links can't be read yet: save the page and send it to me as a file."))
    return await desk.live(url)


async def _of_file(file: Attachment, desk: Desk, words: Words) -> list[Thread] | Unread:
    if file.size > LARGEST:
        return Unread(too_large(words))
    data = await desk.download(file.file_id)
    if data is None:
        return Unread(words.say("Telegram does not hand me this file: please send it again."))
    return await desk.read(file.name or words.say("Your file"), data)


def too_large(words: Words) -> str:
    """How a file comes in that Telegram does not hand to bots."""
    return words.say(
        "Telegram hands me files of up to 20 MB. Bring this one in on the machine that I run on, with "
        "“spool import FILE”; of an X archive the file tweets.js alone is enough for its threads without pictures."
    )
