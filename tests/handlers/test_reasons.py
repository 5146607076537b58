"""Why something can't be read or waits for a look, in the language of whoever meets it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.callback_data import encode
from handlers.catalogue import LANGUAGES, Catalogue, Language
from handlers.presses.desk import Edit, Editing
from handlers.views.reasons import PHRASES, REASONS
from handlers.views.recognising import LONGEST, in_words
from handlers.views.refusals import kept_sentence
from tests.builders import story
from tests.driver import Person, Telegram, visible
from threads.sources import document

ROOT = Path(__file__).parent.parent.parent
PLACES = ("threads/*.py", "threads/sources/**/*.py", "bot/stories.py", "bot/reading_room.py")
DRAFTS = ("handlers/publishing/forwards.py", "storage/desk/suggestions.py")
OTHERS = ("threads/errors.py", "threads/sources/refusals.py")
"""Sentences about links are known by their errors."""
ON_THE_MACHINE = (
    *("There is no file", "There is no format", "can't be reached: look at its name", "is a folder:"),
    *("is not a regular file:", "give the folder in which"),
)
"""About files and options that only the command line names."""
PICTURE = b"\x89PNG\r\n\x1a\n" + b"x" * 50
INNER = "A story needs at least one tweet."
HELD = {
    "thread_reader_text.said": "The page says 7 tweets and the text has 1 block",
    "posts.self.what": "posts",
    **dict.fromkeys(("posts.error", "spool_json.error", "posts.self.first", "spool_json.bad[0]"), INNER),
}
"""What stands in sentences for what is no number and no name."""
TRANSLATED = [language for language in LANGUAGES if language.code != "en"]
WORDS = {language.code: Catalogue().words(language.code) for language in LANGUAGES}
translated = pytest.mark.parametrize("language", TRANSLATED, ids=lambda language: language.code)


def _sentences() -> Iterator[str]:
    """Every sentence that reading and correcting can give, as the code spells it, with something in each gap."""
    paths = {path for place in (*PLACES, *DRAFTS) for path in ROOT.glob(place)}
    for path in sorted(paths - {ROOT / other for other in OTHERS}):
        for said in _texts(ast.parse(path.read_text("utf-8")), path.stem):
            is_sentence = re.search(r" \S*\.$|\w: look |^7: | the first is ", said) and not said.startswith("https://")
            if is_sentence and not any(words in said for words in ON_THE_MACHINE):
                yield said


def _texts(tree: ast.Module, module: str) -> Iterator[str]:
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    inside |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in inside:
                yield text
            case ast.JoinedStr(values=parts):
                yield "".join(_text(part, module) for part in parts)
            case _:
                pass


def _text(part: ast.expr, module: str) -> str:
    if isinstance(part, ast.FormattedValue):
        return HELD.get(f"{module}.{ast.unparse(part.value)}", "7")
    return str(part.value) if isinstance(part, ast.Constant) else ""


@translated
def test_every_sentence_that_reading_gives_is_known(language: Language) -> None:
    """Refusals and reasons for drafts, found in the code: each is said in the other language, and nothing of it is
    left in English.
    """
    said = list(_sentences())
    assert len(said) >= 95
    for sentence in said:
        shown = in_words(sentence, WORDS[language.code])
        assert shown != sentence, sentence
        assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", shown), shown


def test_every_sentence_that_is_known_is_one_that_reading_gives() -> None:
    """None stays behind for translators when its wording in the code changes."""
    said = list(_sentences())
    for known in REASONS:
        shape = re.sub(r"\\\{\w+\\\}", ".+", re.escape(known))
        assert any(re.fullmatch(shape, sentence) for sentence in said), known


@translated
def test_places_and_kinds_of_files_are_known(language: Language) -> None:
    """What stands in those sentences for a part of a file, and for what a file is instead of a text."""
    places = [place for place in map(_place, _calls()) if " " in place]
    assert len(places) >= 7
    for words in (*places, *(kind for _, kind in document._SIGNATURES)):
        sentence = f"{words}: {INNER}" if words in places else f"7 seems to be {words}: give the story as text."
        assert not re.search(r"(?!of )[a-z]+ [a-z]+", in_words(sentence, WORDS[language.code])), words


def _calls() -> Iterator[ast.expr]:
    """What importers name a part by that they pass over."""
    for path in sorted(ROOT.glob("threads/sources/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="passing"), args=[place]):
                    yield place
                case _:
                    pass


def _place(where: ast.expr) -> str:
    return "".join(_text(part, "") for part in where.values) if isinstance(where, ast.JoinedStr) else ""


def test_every_word_in_them_that_is_known_stands_in_the_code() -> None:
    """None stays behind for translators."""
    paths = [path for place in PLACES for path in ROOT.glob(place)]
    said = "\n".join(text for path in paths for text in _texts(ast.parse(path.read_text("utf-8")), ""))
    for known in (phrase.removesuffix(", {path}") for phrase in PHRASES):
        assert re.search(re.sub(r"\\\{\w+\\\}", r"[\\w:-]+", re.escape(known)), said), known


@pytest.mark.parametrize(
    ("said", "arabic"),
    [
        ("The page says 2 tweets and the text has 1 block: look whether blank lines inside a tweet split it.",
         "المذكور في الصفحة تغريدتان والموجود في النص كتلة نص واحدة: "
         "انظر هل قسمت أسطر فارغة تغريدةً من الداخل."),
        ("Tweet 3 has 25,001 characters: look whether it is several tweets in one.",
         "طول التغريدة 3 بالأحرف 25,001: انظر هل هي عدة تغريدات في واحدة."),
        ("line 2 of my: tales.json: this is not valid JSON: trailing comma: line 1.",
         "السطر 2 من my: tales.json: هذا ليس JSON سليمًا: trailing comma: line 1."),
        ("11 posts can't be read, the first is line 2 of t.json: Here line 2 of t.json has to be a JSON object.",
         "ما تعذّرت قراءته: 11 منشورًا، وأولها السطر 2 من t.json: يجب أن يكون هنا كائن JSON: السطر 2 من t.json."),
        ("a.txt seems to be a PNG picture: give the story as text.", "يبدو أن a.txt صورة PNG: أرسل القصة نصًّا."),
        ('line 1: In the story, tweets 2, "date" has to be a date as 2022-10-26 or a time as 2022-10-26T09:30:00Z.',
         'السطر 1: في القصة، tweets 2 يجب أن يكون الحقل "date" كما يلي: '
         "تاريخ هكذا: 2022-10-26، أو وقت هكذا: 2022-10-26T09:30:00Z."),
        ("a: b.txt is empty: there is no story in it.", "a: لا شيء في b.txt: ليست فيه قصة."),
    ],
)  # fmt: skip
def test_names_and_numbers_come_along(said: str, arabic: str) -> None:
    """With their plurals, in sentences that hold others too, and with colons in their names."""
    shown = in_words(said, WORDS["ar"])
    assert re.sub("[\u2068\u2069]", "", shown) == arabic


@pytest.mark.parametrize(
    "said",
    ["", "Nobody knows this.", "x: " * 300, "Tweet nine is empty: give it text or media, or mark it as a gap.",
     "nine cats can't be read, the first is A story needs at least one tweet.",
     "3 cats can't be read, the first is A story needs at least one tweet.",
     " holds no text: there is no story in it.", "x" * LONGEST + " holds no text: there is no story in it.",
     "a: b: c: d: A story needs at least one tweet."],
)  # fmt: skip
def test_what_is_not_known_stays_as_it_is(said: str) -> None:
    """A stranger's own reason is shown word for word, however it is made."""
    assert in_words(said, WORDS["fa"]) == said


@translated
def test_what_was_kept_of_a_link_is_known_too(language: Language) -> None:
    """The trouble with somebody who is followed is stored as its sentence, and shown in the reader's language."""
    said = [text for text in _texts(ast.parse((ROOT / OTHERS[1]).read_text("utf-8")), "") if text.endswith(".")]
    assert len(said) >= 20
    for sentence in said:
        shown = kept_sentence(re.sub(r"\{\w+\}", "7", sentence), WORDS[language.code])
        assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", shown), shown


async def test_a_refusal_speaks_the_readers_language(telegram: Telegram) -> None:
    """What an importer has against a file and a text is told in Arabic, with the file's name in it."""
    mona = await _publisher(telegram)
    telegram.world.send_media(mona.id, "document", data=PICTURE, file_name="odd.bin", caption="/add")
    await telegram.settled()
    assert visible(mona.last()).endswith("\n\nيبدو أن odd.bin صورة PNG: أرسل القصة نصًّا.")
    (answer,) = await mona.say('/add {"spool": 1, "tweets": [{"number": 1}]}')
    assert visible(answer).endswith("\n\nالسطر 1: التغريدة 1 فارغة: أعطها نصًّا أو صورًا، أو علّمها على أنها مفقودة.")


async def test_a_drafts_reasons_speak_the_readers_language(telegram: Telegram) -> None:
    """On the draft's control and in the list of drafts, and a stranger's own reason stays as they wrote it."""
    mona = await _publisher(telegram)
    await mona.say("/add ---\nauthor: Ada\ntweets: 3\n---\n\nThe lamp went out at nine.\n\nNobody had touched it.")
    why = "المذكور في مقدمة البيانات 3 تغريدات والموجود في النص كتلتا نص: انظر أين تُقسم."
    assert f"• {why}" in visible(mona.last())
    (listed,) = await mona.say("/drafts")
    assert why in visible(listed)
    await telegram.bring(story(review=("Only the <b>first</b> half: see above.",)))
    (listed,) = await mona.say("/drafts")
    assert "Only the <b>first</b> half: see above." in visible(listed)


async def test_a_correction_that_can_not_be_made_is_answered_in_the_readers_language(telegram: Telegram) -> None:
    """The last tweet has none to be joined with: said over the chat, in Arabic."""
    mona = await _publisher(telegram)
    await telegram.bring(story())
    await mona.say("/edit t_1_3")
    data = encode(Edit(Editing.JOIN, 1, 3, 1))
    answered = await mona.press_data(data, mona.last(), forged=True)
    assert answered["text"] == "لا تغريدة بعد هذه: ضُمّ التي قبلها بدلًا منها."


async def _publisher(telegram: Telegram) -> Person:
    """Somebody who runs the bot and has an app in Arabic."""
    mona = telegram.person("Mona", "ar")
    telegram.admins = frozenset((mona.id,))
    await telegram.restart()
    await mona.start()
    return mona
