"""The interface in the reader's language and direction: by the client, by choice, on cards that several people see."""

import io
from typing import Any

import pytest

from handlers.callback_data import decode, encode, language_of
from handlers.callbacks import Frame, Next
from storage.opening import open_database
from storage.readers import ReaderId, Readers
from tests.builders import long_story, story
from tests.driver import Message, Person, Telegram, button, buttons, labels, text_of
from threads.model import Media, MediaKind, Poll, PollOption, ThreadId, Tweet, TweetNumber
from threads.reading import Place

INVISIBLE = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f"))
ARABIC_ROW = ["◀ التالي", "2/3", "السابق ▶"]
PERSIAN_ROW = ["◀ بعدی", "۲/۳", "قبلی ▶"]
ENGLISH_ROW = ["◀ Prev", "2/3", "Next ▶"]


def _seen(message: Message) -> str:
    return text_of(message).translate(INVISIBLE)


def _labels(message: Message) -> list[list[str]]:
    return [[label.translate(INVISIBLE) for label in row] for row in labels(message)]


def _key(message: Message, label: str) -> dict[str, Any]:
    """The button that reads so to a person."""
    return next(key for key in buttons(message) if key["text"].translate(INVISIBLE) == label)


async def _press(person: Person, label: str, chat: int | None = None) -> dict[str, Any]:
    shown = person.last(chat)
    return await person.press_data(_key(shown, label)["callback_data"], shown)


def _group(telegram: Telegram, *people: Person) -> int:
    return telegram.world.add_group("Readers", [person.id for person in people], kind="supergroup")


@pytest.mark.parametrize(
    ("client", "row", "date"),
    [
        ("ar", ARABIC_ROW, "9 مارس 2024"),
        ("ar-EG", ARABIC_ROW, "9 مارس 2024"),
        ("fa", PERSIAN_ROW, "۹ مارس ۲۰۲۴"),
        ("fa-AF", PERSIAN_ROW, "۹ مارس ۲۰۲۴"),
        ("de", ENGLISH_ROW, "Mar 9, 2024"),
    ],
)
async def test_the_clients_language_chooses_words_digits_and_the_side_of_next(
    telegram: Telegram, client: str, row: list[str], date: str
) -> None:
    """Right to left, forward is leftwards and so is its button; the counter below has the digits of the one above."""
    await telegram.bring(story())
    ada = telegram.person(language=client)
    (frame,) = await ada.start("t_1_2")
    assert _labels(frame)[0] == row
    assert date in _seen(frame).splitlines()[0]
    assert _seen(frame).endswith(f" {row[1]}")
    onward = next(key for key in buttons(frame) if key.get("style") == "primary")
    assert isinstance(decode(onward["callback_data"]), Next)


async def test_arrows_stay_outside_their_words_whichever_way_a_client_runs_a_label(telegram: Telegram) -> None:
    """An isolate that runs left to right holds arrow and word in the order in which they are written."""
    await telegram.bring(story())
    (frame,) = await telegram.person(language="ar").start("t_1_2")
    assert labels(frame)[0] == ["\u2066◀ التالي\u2069", "2/3", "\u2066السابق ▶\u2069"]


async def test_next_on_the_right_to_left_row_goes_on_to_the_end(telegram: Telegram) -> None:
    """The leftmost button all the way: Next, Next, Finish."""
    await telegram.bring(story())
    ada = telegram.person(language="ar")
    await ada.start("t_1_1")
    await _press(ada, "◀ التالي")
    await _press(ada, "◀ التالي")
    assert _labels(ada.last())[0] == ["✓ إنهاء", "3/3", "السابق ▶"]
    await _press(ada, "السابق ▶")
    assert _labels(ada.last())[0] == ARABIC_ROW
    await _press(ada, "◀ التالي")
    await _press(ada, "✓ إنهاء")
    assert _seen(ada.last()).startswith("انتهت القصة ✓")


async def test_a_language_is_chosen_in_settings_and_kept(telegram: Telegram) -> None:
    """Shown at once in that language, marked, there after a restart; automatic follows the client again."""
    await telegram.bring(story())
    ada = telegram.person(language="en")
    (card,) = await ada.say("/settings")
    assert _labels(card)[0] == ["English", "العربية", "فارسی", "✓ Automatic"]
    assert "Language: English, as your Telegram app has it." in _seen(card)
    await ada.press("فارسی")
    assert _labels(ada.last())[0] == ["English", "العربية", "✓ فارسی", "خودکار"]
    assert "زبان: فارسی." in _seen(ada.last())
    await telegram.restart()
    (frame,) = await ada.start("t_1_2")
    assert _labels(frame)[0] == PERSIAN_ROW
    await _press(ada, "◀ بعدی")
    assert _labels(ada.last())[0] == ["✓ پایان", "۳/۳", "قبلی ▶"]
    (listed,) = await ada.say("/latest")
    assert _seen(listed).startswith("تازه‌ترین داستان‌ها")
    await ada.say("/settings")
    await ada.press("خودکار")
    assert _labels(ada.last())[0][3] == "✓ Automatic"
    (frame,) = await ada.start("t_1_2")
    assert _labels(frame)[0] == ENGLISH_ROW


async def test_english_can_be_chosen_by_someone_whose_client_speaks_another_language(telegram: Telegram) -> None:
    """A choice is not the same as having none."""
    await telegram.bring(story())
    ada = telegram.person(language="ar")
    await ada.say("/settings")
    await ada.press("English")
    assert "Language: English." in _seen(ada.last())
    (frame,) = await ada.start("t_1_2")
    assert _labels(frame)[0] == ENGLISH_ROW


async def test_a_choice_made_elsewhere_shows_on_the_next_tap(telegram: Telegram) -> None:
    """The language comes back with the write of the place: no memory of the bot's own is in the way."""
    await telegram.bring(story())
    ada = telegram.person(language="en")
    await ada.start("t_1_1")
    database = await open_database(telegram.url)
    await Readers(database).set_language(ReaderId(ada.id), "ar")
    await database.close()
    await ada.press("Next ▶")
    assert _labels(ada.last())[0] == ARABIC_ROW


async def test_toasts_and_sentences_speak_the_chosen_language(telegram: Telegram) -> None:
    """What answers a press, and what stands in for a story that is gone."""
    await telegram.bring(story())
    ada = telegram.person(language="en")
    await ada.say("/settings")
    await ada.press("العربية")
    await ada.start("t_1_1")
    assert (await _press(ada, "السابق ▶"))["text"] == "هذه أول تغريدة."
    assert (await _press(ada, "🔖 حفظ"))["text"].translate(INVISIBLE) == "حُفظت: تجدها في /saved."
    await telegram.withdraw(1)
    await _press(ada, "◀ التالي")
    assert _seen(ada.last()).startswith("لم تعد هذه القصة متاحة.")


async def test_a_language_that_there_is_not_counts_as_automatic(telegram: Telegram) -> None:
    """A forged choice, or one from before a language was taken away."""
    ada = telegram.person(language="fa")
    (card,) = await ada.say("/settings")
    await ada.press_data("1gzz", card, forged=True)
    assert _labels(ada.last())[0][3] == "✓ خودکار"


async def test_deleting_my_data_deletes_the_language_too(telegram: Telegram) -> None:
    """Nothing is left of the choice; the last sentence still speaks it."""
    ada = telegram.person(language="en")
    await ada.say("/settings")
    await ada.press("فارسی")
    await ada.say("/privacy")
    await ada.press("پاک کردن داده‌هایم")
    await ada.press("بله، پاک شود")
    assert _seen(ada.last()).startswith("پاک شد.")
    (card,) = await ada.say("/settings")
    assert _seen(card).startswith("Settings")


async def test_a_shared_card_keeps_its_language_whoever_presses(telegram: Telegram) -> None:
    """Brought by an Arabic client, it stays Arabic for the English member who steps it; toasts are in their own."""
    await telegram.bring(story())
    mona, ben = telegram.person("Mona", "ar"), telegram.person("Ben", "en")
    group = _group(telegram, mona, ben)
    await ben.start()
    await mona.start("t_1_1", chat=group)
    assert (await _press(ben, "السابق ▶", group))["text"] == "This is the first tweet."
    await _press(ben, "◀ التالي", group)
    assert _labels(mona.last(group))[0] == ARABIC_ROW
    assert (await _press(ben, "🔖 حفظ", group))["text"].startswith("Saved")
    await _press(ben, "# وسوم", group)
    assert _labels(mona.last(group))[-1] == ["رجوع"]
    await _press(ben, "رجوع", group)
    await _press(ben, "◀ التالي", group)
    await _press(ben, "✓ إنهاء", group)
    assert _seen(mona.last(group)).startswith("انتهت القصة ✓")


async def test_a_list_in_a_group_keeps_its_language_and_so_does_what_it_opens(telegram: Telegram) -> None:
    """From the list by a button to a title card, all in the language of the member who asked."""
    await telegram.bring(story())
    mona, ben = telegram.person("Mona", "fa"), telegram.person("Ben", "en")
    group = _group(telegram, mona, ben)
    await mona.say("/latest@spool_bot", chat=group)
    await _press(ben, "۱", group)
    assert _labels(ben.last(group))[0] == ["◀ خواندن"]


async def test_what_a_member_chose_counts_for_the_cards_they_bring(telegram: Telegram) -> None:
    """Their language does; their plain labels stay their own."""
    await telegram.bring(story())
    ada = telegram.person(language="en")
    group = _group(telegram, ada)
    await ada.say("/settings")
    await ada.press("Turn plain labels on")
    await ada.press("العربية")
    await ada.start("t_1_1", chat=group)
    await _press(ada, "◀ التالي", group)
    assert _labels(ada.last(group))[0] == ARABIC_ROW
    assert "▰" in _seen(ada.last(group))


async def test_a_shared_card_from_before_there_were_languages_stays_english(telegram: Telegram) -> None:
    """Its buttons name no language: it was English, and an Arabic member who presses does not turn it."""
    await telegram.bring(story())
    ada, mona = telegram.person("Ada", "en"), telegram.person("Mona", "ar")
    group = _group(telegram, ada, mona)
    (frame,) = await ada.start("t_1_1", chat=group)
    assert button(frame, "Next ▶")["callback_data"] == "1n1.1.0"
    await mona.press("Next ▶", chat=group)
    assert _labels(ada.last(group))[0] == ENGLISH_ROW


async def test_a_card_placed_inline_keeps_its_language(telegram: Telegram) -> None:
    """No chat to ask: the language stands in the buttons."""
    await telegram.bring(story())
    mona, ben = telegram.person("Mona", "ar"), telegram.person("Ben", "en")
    (frame,) = await mona.start("t_1_1", chat=_group(telegram, mona))
    friends = telegram.world.add_group("Friends", [mona.id, ben.id], kind="supergroup", bot_status="left")
    query = telegram.world.inline(mona.id, "")
    content = {"message_text": text_of(frame)}
    result = {"type": "article", "id": "1", "title": "A story", "input_message_content": content}
    answer = {"inline_query_id": query, "results": [result | {"reply_markup": frame["reply_markup"]}]}
    await telegram.services.gateway.call("answerInlineQuery", answer)
    telegram.world.choose(mona.id, query, "1", chat=friends, feedback=False)
    await _press(ben, "◀ التالي", friends)
    assert _labels(ben.last(friends))[0] == ARABIC_ROW


def test_the_language_of_a_shared_card_is_a_mark_behind_its_data() -> None:
    """Two letters at the end; without it the data is as it always was, and a mark that is none can't be read."""
    press = Next(Frame(ThreadId(2**63 - 1), Place(TweetNumber(2**63 - 1), 9_999)))
    marked = encode(press, "ar")
    assert marked == f"{encode(press)}~ar"
    assert len(marked) <= 64
    assert decode(marked) == press
    assert (language_of(marked), language_of(encode(press))) == ("ar", "en")
    for broken in ("1n1.1.0~", "1n1.1.0~a", "1n1.1.0~arabic", "1n1.1.0~ar~fa", "1n1.1.0~AR", "1n~ar", "~ar"):
        assert decode(broken) is None, broken


async def test_nobody_in_a_group_can_choose_a_language_for_somebody_else(telegram: Telegram) -> None:
    """A choice pressed in a group is answered with a sentence in the presser's language."""
    await telegram.bring(story())
    mona = telegram.person(language="ar")
    (card,) = await mona.start("t_1_1", chat=_group(telegram, mona))
    answer = await mona.press_data("1gfa", card, forged=True)
    assert answer["text"] == "هذا شأن شخصي: افتحه في محادثتنا الخاصة."
    (frame,) = await mona.start("t_1_2")
    assert _labels(frame)[0] == ARABIC_ROW


@pytest.mark.parametrize(
    ("client", "latest"),
    [("ar", "أحدث القصص"), ("fa", "تازه‌ترین داستان‌ها"), ("en", "The newest stories"), ("ko", "The newest stories")],
)
async def test_commands_are_registered_in_every_language(telegram: Telegram, client: str, latest: str) -> None:
    """In private chats and in groups, each person sees them in their language, English where there is no better."""
    ada = telegram.person(language=client)
    group = _group(telegram, ada)
    for chat in (None, group):
        shown = {entry["command"]: entry["description"] for entry in telegram.world.commands(ada.id, chat=chat)}
        assert shown["latest"] == latest
    assert "saved" not in shown


async def test_the_bots_profile_is_told_in_every_language(telegram: Telegram) -> None:
    """Both descriptions, for everybody and for each language; nothing is left to a default."""
    for method, field in (("setMyDescription", "description"), ("setMyShortDescription", "short_description")):
        told = {call.get("language_code", ""): call[field] for call in telegram.calls(method)}
        assert set(told) == {"", "ar", "fa"}
        assert len(set(told.values())) == 3


async def test_a_telegram_that_refuses_commands_stops_nothing(telegram: Telegram, logs: io.StringIO) -> None:
    """The bot answers all the same, and says in its log what was refused."""
    await telegram.bring(story())
    await telegram.end()
    telegram.world.faults.add(method="setMyCommands", status=400, description="Bad Request: BOT_COMMANDS_TOO_MUCH")
    await telegram.begin()
    (card,) = await telegram.person().start("t_1")
    assert labels(card)[0] == ["▶ Read"]
    assert '"method":"setMyCommands"' in logs.getvalue()


async def test_pages_of_a_list_turn_the_way_the_language_runs(telegram: Telegram) -> None:
    """Forward leftwards in Arabic; in plain mode the two have words."""
    await telegram.bring(*(story(f"Story {number}.", source_id=str(number)) for number in range(25)))
    ada = telegram.person(language="ar")
    await ada.say("/latest")
    assert _labels(ada.last())[-2] == ["◀"]
    await _press(ada, "◀")
    assert _labels(ada.last())[-2] == ["◀", "▶"]
    await _press(ada, "◀")
    assert _labels(ada.last())[-2] == ["▶"]
    await ada.say("/settings")
    await ada.press("تفعيل العرض المبسّط")
    await ada.say("/latest")
    await ada.press("الصفحة التالية")
    assert _labels(ada.last())[-2] == ["الصفحة التالية", "الصفحة السابقة"]


def _rich() -> Tweet:
    picture = Media(kind=MediaKind.PHOTO, url="https://pictures.example/a.jpg", alt="باب أزرق")
    poll = Poll(options=(PollOption(label="نعم", votes=3), PollOption(label="لا", votes=1)))
    return Tweet(number=TweetNumber(1), text="هل تفتح الباب؟ #باب", media=(picture,), poll=poll)


async def test_plain_mode_in_arabic_has_words_and_nothing_else(telegram: Telegram) -> None:
    """No emoji, no arrow, no bar, no bullet; the order is author and date, text, poll, alt text, position."""
    await telegram.bring(story(_rich(), "النهاية."))
    ada = telegram.person(language="ar")
    await ada.say("/settings")
    await ada.press("تفعيل العرض المبسّط")
    (frame,) = await ada.start("t_1_1")
    assert labels(frame) == [["التالي", "1 من 2", "السابق"], ["حفظ", "# وسوم", "مشاركة", "فتح"]]
    said = _seen(frame)
    assert not any(sign in said for sign in "▰▱▫▶◀🔖·")
    order = ["@mira_tides", "9 مارس 2024", "هل تفتح الباب؟", "3 أصوات (75%)", "صورة: باب أزرق", "1 من 2"]
    places = [said.index(part) for part in order]
    assert places == sorted(places)
    await ada.press("1 من 2")
    assert labels(ada.last())[1] == ["1 (هنا)", "2"]


async def test_a_long_post_in_plain_mode_names_its_page_without_a_dot(telegram: Telegram) -> None:
    """What is read aloud is a sentence: the counter, a comma, the page."""
    await telegram.bring(story("A long walk home. " * 300))
    ada = telegram.person()
    await ada.say("/settings")
    await ada.press("Turn plain labels on")
    (frame,) = await ada.start("t_1_1")
    assert _seen(frame).splitlines()[-1].startswith("1 of 1, page 1")


async def test_a_counter_on_a_continue_button_is_the_languages_own(telegram: Telegram) -> None:
    """On the title card and under /continue."""
    await telegram.bring(long_story(12))
    ada = telegram.person(language="fa")
    await ada.start("t_1_11")
    (card,) = await ada.start("t_1")
    assert _labels(card)[0] == ["◀ ادامه ۱۱/۱۲"]
    (listed,) = await ada.say("/continue")
    assert _labels(listed)[0] == ["◀ ادامه ۱۱/۱۲"]
    assert "۱۱/۱۲" in _seen(listed)
