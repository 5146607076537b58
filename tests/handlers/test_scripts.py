"""Stories in ten scripts, compared with texts that were approved by eye.

Each story of `scripts/` is read from title card to end card as its reader does, and what shows is compared with
`approved/<story>.txt`. After a wanted change: `SPOOL_APPROVE=1 make test ARGS="-k scripts"`, then read the difference.
"""

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from bot.sandbox.html import utf16
from tests.driver import Message, Person, Telegram, buttons, entities_of, labels, links, payload_of, text_of
from threads.links import MAX_PAYLOAD
from threads.model import Thread
from threads.sources import spool_json
from threads.text import graphemes, is_rtl, opening

HERE = Path(__file__).parent
SCRIPTS = sorted(path.stem for path in (HERE / "scripts").iterdir())
INTERFACE = {"arabic": "ar", "persian": "fa"}
"""The client of each story's reader; English for the others."""
INVISIBLE = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f"))
OPENING = 280
BUTTON_LABEL = 40

scripts = pytest.mark.parametrize("name", SCRIPTS)


def _story(name: str) -> Thread:
    return spool_json.parse(orjson.loads((HERE / "scripts" / f"{name}.json").read_bytes()))


async def _read(reader: Person) -> list[Message]:
    """The title card, every frame and the end card: onward is the button that is set apart."""
    (card,) = await reader.start("t_1")
    seen = [card]
    while onward := [key for key in buttons(seen[-1]) if key.get("style") == "primary"]:
        await reader.press_data(onward[0]["callback_data"], seen[-1])
        seen.append(reader.last())
    return seen


async def _tag_pages(reader: Person, card: Message) -> list[Message]:
    """The pages that the tags of a card lead to."""
    urls = {url: None for words, url in links(card).items() if words.translate(INVISIBLE).startswith("#")}
    return [page for url in urls for page in await reader.start(payload_of(url))]


def _shown(message: Message) -> str:
    """A message as a person sees it: a picture, the text, each row of buttons in a line."""
    rows = ["".join(f"[{label}]" for label in row) for row in labels(message)]
    picture = ["(picture)"] if "photo" in message else []
    return "\n".join([*picture, text_of(message), *rows]).translate(INVISIBLE)


def _approved(name: str, shown: str) -> str:
    path = HERE / "approved" / f"{name}.txt"
    if os.environ.get("SPOOL_APPROVE") == "1":
        path.write_text(shown, encoding="utf-8")
    return path.read_text(encoding="utf-8")


@scripts
async def test_every_card_of_a_story_shows_what_was_approved(telegram: Telegram, name: str) -> None:
    """Title card, frames, end card and the headings of its tags' pages, in the interface of its reader."""
    await telegram.bring(_story(name))
    reader = telegram.person(language=INTERFACE.get(name, "en"))
    seen = await _read(reader)
    cards = [_shown(message) for message in seen]
    cards += [_shown(page).splitlines()[0] for page in await _tag_pages(reader, seen[0])]
    shown = f"\n{'-' * 40}\n".join(cards) + "\n"
    assert shown == _approved(name, shown)


@scripts
@pytest.mark.parametrize("language", ["ar", "fa", "en"])
async def test_lines_of_the_bots_own_run_as_the_interface_does(telegram: Telegram, name: str, language: str) -> None:
    """By the first strong character outside isolates (UAX 9), left to right where there is none; an author's own
    lines are left as they are."""
    story = _story(name)
    own = _own_lines(story)
    await telegram.bring(story)
    reader = telegram.person(language=language)
    seen = await _read(reader)
    seen += await _tag_pages(reader, seen[0])
    for command in ("/latest", "/authors", "/tags", "/continue", "/help", "/settings", "/privacy"):
        seen += await reader.say(command)
    for message in seen:
        for line in text_of(message).splitlines():
            if line and _composed(line) not in own:
                assert _runs(line) == ("R" if language != "en" else "L"), repr(line)


def _own_lines(story: Thread) -> set[str]:
    texts = [story.title, story.author.bio]
    for tweet in story:
        texts += [tweet.text, opening(tweet.text, OPENING), tweet.quote.text if tweet.quote else ""]
    return {_composed(line) for text in texts for line in text.splitlines()}


def _runs(line: str) -> str:
    depth = 0
    for character in line:
        direction = unicodedata.bidirectional(character)
        if direction in ("LRI", "RLI", "FSI"):
            depth += 1
        elif direction == "PDI":
            depth = max(0, depth - 1)
        elif direction in ("L", "R", "AL") and not depth:
            return direction[-1] if direction == "L" else "R"
    return "L"


@scripts
async def test_texts_come_out_whole(telegram: Telegram, name: str) -> None:
    """Every tweet's words stand in its frame, untouched to the last combining mark; its tags lead into the bot."""
    story = _story(name)
    await telegram.bring(story)
    seen = await _read(telegram.person())
    for tweet, frame in zip(story, seen[1:-1], strict=True):
        assert _composed(tweet.text) in _composed(text_of(frame))
        assert set(graphemes(_composed(tweet.text))) <= set(graphemes(_composed(text_of(frame))))
        for entity in entities_of(frame):
            assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= utf16(text_of(frame))
    found = links(seen[1])
    assert all(len(payload_of(found[f"#{tag}"])) <= MAX_PAYLOAD for tag in _tags_of(seen[1]))


def _composed(text: str) -> str:
    """Telegram drops a ring that stands alone, so that letters have to come with theirs."""
    return unicodedata.normalize("NFC", text)


def _tags_of(frame: Message) -> Iterator[str]:
    for words, url in links(frame).items():
        if words.startswith("#"):
            assert url.startswith("https://t.me/spool_bot?start=")
            yield words[1:]


def test_the_stories_are_what_they_are_meant_to_be() -> None:
    """Ten scripts, three to four tweets each, and those that run right to left do."""
    assert len(SCRIPTS) == 10
    for name in SCRIPTS:
        story = _story(name)
        assert 3 <= len(story) <= 4
        assert is_rtl(story.tweets[0].text) == (name in {"arabic", "persian", "hebrew"})
