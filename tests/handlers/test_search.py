"""Finding a story by what one remembers of it: words, tags, authors, in every script, with whatever is written."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import long_story, story
from tests.driver import Telegram, buttons, labels, links, text_of, visible
from threads.hashtag import tag_key
from threads.model import Thread

IN_MANY_SCRIPTS = {
    "latin": ("Die Fähre nach Süden fährt nachts. #Fähre", "fahre suden", "#fähre"),
    "cyrillic": ("Паром ушёл на юг ночью. #Паром", "ушел ночью", "#паром"),
    "arabic": ("غادرت العبّارةُ ليلًا إلى الجنوب. #عبّارة", "العبارة ليلا", "#عبارة"),
    "persian": ("کشتی شب‌هنگام به جنوب می‌رود. #کشتی", "كشتي ميرود", "#كشتي"),
    "chinese": ("渡船在夜里向南开去。 #渡船", "夜里", "#渡船"),
    "japanese": ("連絡船は夜、東京湾を南へ出る。 #連絡船", "東京", "#連絡船"),
    "thai": ("เรือข้ามฟากออกไปทางใต้ตอนกลางคืน #เรือ", "กลางคืน", "#เรือ"),
    "hindi": ("नाव रात को दक्षिण की ओर निकली। #नाव", "दक्षिण रात", "#नाव"),
    "korean": ("연락선은 밤에 남쪽으로 떠났다. #연락선", "남쪽", "#연락선"),
    "hebrew": ("המעבורת יצאה דרומה בלילה. #מעבורת", "דרומה בלילה", "#מעבורת"),
}


@pytest.mark.parametrize("script", IN_MANY_SCRIPTS)
async def test_words_and_tags_find_their_story_in_every_script(telegram: Telegram, script: str) -> None:
    """Accents, vowel points, letter forms and missing spaces are no hindrance; the result opens at its tweet."""
    text, words, tag = IN_MANY_SCRIPTS[script]
    await telegram.bring(story("Another beginning.", text, source_id="1"), story("Something else.", source_id="2"))
    ada = telegram.person()
    for asked in (words, f"/search {words}"):
        (card,) = await ada.say(asked)
        assert visible(card).startswith(f"Found for {words}\n\n1. Another beginning."), visible(card)
        assert links(card)["\u2068Another beginning.\u2069"].endswith("?start=t_1_2")
    await ada.press("1")
    assert labels(ada.last())[0][1] == "2/2"
    (page,) = await ada.say(tag)
    assert " · 1 story\n\n1. Another beginning." in visible(page)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("#XiJinping", ["#xijinping", "＃ＸｉＪｉｎＰｉｎｇ"]),
        ("#كتاب", ["#کتاب", "#كِتَاب", "#كـتاب"]),
        ("#ليلى", ["#ليلي", "#لیلی"]),
        ("#می‌خواهم", ["#میخواهم", "#ميخواهم"]),
    ],
)
async def test_spellings_of_one_tag_open_the_same_page(telegram: Telegram, written: str, asked: list[str]) -> None:
    """Case, width, Arabic and Persian letters, vowel points, tatweel and joiners do not tell tags apart."""
    await telegram.bring(story(f"One {written}", source_id="1"))
    ada = telegram.person()
    for tag in asked:
        (page,) = await ada.say(tag)
        assert visible(page).startswith(written) and "1. One" in visible(page)
    assert await telegram.services.tags.all(0) == (
        [await telegram.services.tags.of_key(tag_key(written.removeprefix("#")))],
        False,
    )


async def test_tags_that_look_alike_are_offered_for_one_another(telegram: Telegram) -> None:
    """Other accents, a slip of the finger, a longer one; each a button to its page. They stay different tags."""
    await telegram.bring(
        story("One #Café", source_id="1"),
        story("Two #harbour", source_id="2"),
        story("Three #harbourlights", source_id="3"),
    )
    ada = telegram.person()
    (card,) = await ada.say("#Cafe")
    assert visible(card).startswith("There is no story with the tag Cafe.")
    await ada.press("#Café · 1", card)
    assert "1. One" in visible(ada.last())
    (card,) = await ada.say("#harbuor")
    assert labels(card)[0] == ["#harbour · 1"]
    (card,) = await ada.say("#harbou")
    assert labels(card)[0] == ["#harbour · 1", "#harbourlights · 1"]


async def test_a_tag_page_has_two_orders(telegram: Telegram) -> None:
    """The newest first; those that most people have begun first."""
    await telegram.bring(story("Old. #sea", source_id="1"), story("New. #sea", source_id="2"))
    await telegram.person("Bea").start("t_1_1")
    ada = telegram.person()
    (card,) = await ada.say("#sea")
    assert visible(card).endswith("tweet") and visible(card).index("New.") < visible(card).index("Old.")
    await ada.press("Most read first")
    assert visible(ada.last()).index("Old.") < visible(ada.last()).index("New.")
    await ada.press("Newest first")
    assert visible(ada.last()).index("New.") < visible(ada.last()).index("Old.")


async def test_tags_of_all_time_and_of_the_last_month(telegram: Telegram) -> None:
    """Each with its count, and a button from one list to the other."""
    await telegram.bring(story("Now. #fresh", source_id="1"))
    ada = telegram.person()
    await ada.say("/tags")
    await ada.press("Of the last month")
    assert "Tags of the last month" in visible(ada.last())
    await ada.press("Of all time")
    assert "#fresh · 1 story" in visible(ada.last())


async def test_two_tags_mean_both_and_a_minus_leaves_out(telegram: Telegram) -> None:
    """`#a #b`, `-#c`, in one line with words."""
    await telegram.bring(
        story("One. #a #b", source_id="1"), story("Two. #a", source_id="2"), story("Three. #a #b #c", source_id="3")
    )
    ada = telegram.person()
    (both,) = await ada.say("#a #b")
    assert "Three." in visible(both) and "One." in visible(both) and "Two." not in visible(both)
    (without,) = await ada.say("#a #b -#c")
    assert "One." in visible(without) and "Three." not in visible(without)
    (word,) = await ada.say("#a three")
    assert "1. Three." in visible(word) and "2." not in visible(word)


async def test_results_page_and_change_their_order_in_place(telegram: Telegram) -> None:
    """Ten to a page; the buttons still work after a restart, since the query is kept."""
    await telegram.bring(*(story(f"Lamp number {n}.", source_id=str(n)) for n in range(1, 24)))
    ada = telegram.person()
    await ada.say("lamp")
    assert labels(ada.last()) == [
        ["1", "2", "3", "4", "5"],
        ["6", "7", "8", "9", "10"],
        ["Newest first"],
        ["▶"],
    ]
    await telegram.restart()
    await ada.press("▶")
    assert labels(ada.last())[0][0] == "11"
    await ada.press("Newest first")
    assert visible(ada.last()).startswith("Found for lamp\n\n1. Lamp number 23.")
    await ada.press("▶")
    await ada.press("▶")
    assert labels(ada.last()) == [["21", "22", "23"], ["Best first"], ["◀"]]
    assert len(telegram.world.messages(ada.id)) == 2


async def test_a_story_comes_once_with_the_words_that_were_found(telegram: Telegram) -> None:
    """However many of its tweets match; the found words are bold in their surroundings."""
    await telegram.bring(story("A lamp.", "The old lamp burns in the window.", "Lamp oil.", source_id="1"))
    (card,) = await telegram.person().say("lamp window")
    assert visible(card).count("A lamp.") == 1
    assert "The old lamp burns in the window." in visible(card)
    encoded = text_of(card).encode("utf-16-le")
    bold = [e for e in card["entities"] if e["type"] == "bold"]
    assert [encoded[e["offset"] * 2 : (e["offset"] + e["length"]) * 2].decode("utf-16-le") for e in bold][1] == "lamp"


async def test_a_misspelled_word_finds_its_near_spelling_and_says_so(telegram: Telegram) -> None:
    """In the reader's words."""
    await telegram.bring(story("The lighthouse keeper.", source_id="1"))
    (card,) = await telegram.person().say("lighthuose")
    assert "No story has lighthuose: this is for lighthouse." in visible(card)
    assert "1. The lighthouse keeper." in visible(card)


async def test_no_result_says_so_and_offers_tags_and_the_latest(telegram: Telegram) -> None:
    """A sentence with what was asked, tags that look like it, and somewhere to go."""
    await telegram.bring(story("One #harbour", source_id="1"))
    ada = telegram.person()
    (card,) = await ada.say("#harbuor xyzzy")
    assert visible(card).startswith("Nothing found for #harbuor xyzzy: try fewer words")
    assert labels(card) == [["#harbour · 1"], ["Latest", "Tags", "Search"]]
    await ada.press("Search")
    assert visible(ada.last()).startswith("Write what you remember")


async def test_filters_by_author_language_and_date(telegram: Telegram) -> None:
    """`@author`, `lang:`, `before:` and `after:` combine with words; the language may be told by the words alone."""
    english = "The lamp burns in the window of the old house by the sea, and nobody knows who lit it."
    german = "Die Lampe (lamp) brennt im Fenster des alten Hauses am Meer, und niemand weiß, wer sie angezündet hat."
    await telegram.bring(story(english, source_id="1"), story(german, source_id="2", handle="otto"))
    ada = telegram.person()
    for asked, wanted in {
        "lamp @otto": "2",
        "lamp lang:de": "2",
        "lamp lang:en": "1",
        "lamp before:2024-03-09": "",
        "lamp after:2024-03-09 -@otto": "1",
    }.items():
        (card,) = await ada.say(asked)
        found = {link.partition("t_")[2].partition("_")[0] for link in links(card).values()}
        assert found == ({wanted} if wanted else set()), asked


async def test_any_story_short_reads_and_most_finished(telegram: Telegram) -> None:
    """From the latest and from the authors; the lists page as others do."""
    await telegram.bring(story("A short one.", source_id="1"), long_story(30, source_id="2"))
    ada = telegram.person()
    await ada.say("/latest")
    await ada.press("🎲 Any story")
    assert labels(ada.last())[0] == ["▶ Read"]
    await ada.say("/authors")
    await ada.press("Most finished")
    assert visible(ada.last()).startswith("No story has been read to its end yet")
    await ada.start("t_1_1")
    await ada.say("/authors")
    await ada.press("Most finished")
    assert visible(ada.last()).startswith("Most finished\n\n1. A short one.")
    await ada.say("/latest")
    await ada.press("Short reads")
    assert visible(ada.last()).startswith("Short reads\n\n1. ")


async def test_search_works_in_a_group_by_its_command(telegram: Telegram) -> None:
    """Results that everyone there can turn; other talk is left alone."""
    await telegram.bring(*(story(f"Lamp number {n}.", source_id=str(n)) for n in range(12)))
    ada, bea = telegram.person(), telegram.person("Bea")
    group = telegram.world.add_group("Readers", [ada.id, bea.id])
    assert await ada.say("lamp", chat=group) == []
    (card,) = await ada.say("/search lamp", chat=group)
    await bea.press("▶", card, chat=group)
    assert "11." in visible(ada.last(group))


NASTY = [
    '"', '""', '"a', "NEAR(a b, 2)", "a AND", "OR", "NOT", "* ^ -", "{words} : a", "col:umn", "(((", ")))", "a*b*c*",
    "'; DROP TABLE thread; --", "\u200b\u200d\u2060", "-", "--", "-#", "-@", "#", "##a", "@", "@@", "lang:", "lang:xx",
    "before:0000", "after:9999-99-99", "before:2024-02-31", "\ue000", "\ue000t0000000000", "story_word:a", "%", "_",
    "\\", "lamp " * 800, "x" * 4096, "漢" * 4000, "-a " * 500, "#a " * 1000, "🧵🧵", "<b>lamp</b>", "a\u0000b",
]  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
async def test_whatever_is_written_is_answered_with_results_or_a_kind_sentence(telegram: Telegram, text: str) -> None:
    """Quotes, operators, SQL, signs and lengths are data: nothing fails and nothing is logged as failed."""
    await telegram.bring(story("A lamp. #a", source_id="1"))
    ada = telegram.person()
    if not text.strip():
        return
    cards = await ada.say(text)
    assert cards
    for card in cards:
        assert "Something went wrong" not in visible(card)
        assert buttons(card)


_library = [story("A lamp. #sea", source_id="1"), story("港町の夜", source_id="2"), story("كتاب", source_id="3")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(min_size=1, max_size=60).filter(lambda text: text.strip() and not text.startswith("/")))
async def test_any_text_at_all_is_answered(telegram: Telegram, text: str) -> None:
    """With something to read or to press, and never with an apology."""
    await telegram.bring(*_library)
    ada = telegram.person()
    try:
        cards = await ada.say(text)
    except ValueError:
        return  # nothing that Telegram would send
    assert all("Something went wrong" not in visible(card) and buttons(card) for card in cards)


async def test_a_page_of_stories_with_names_of_any_length_fits_a_message(telegram: Telegram) -> None:
    """Ten results with the longest headlines, authors and words around what was found."""
    wide = "👨‍👩‍👧‍👦" * 200
    threads: list[Thread] = [
        story(f"{wide} lamp {wide}", source_id=str(n), handle=f"h{n}" * 30, title=f"lamp {wide}") for n in range(10)
    ]
    await telegram.bring(*threads)
    (card,) = await telegram.person().say("lamp")
    assert labels(card)[1][-1] == "10"
