"""Which language a story is in: the source's word, the tweets' words, or how it looks."""

import pytest

from tests.builders import story
from threads.language import code_of, language_of
from threads.model import Tweet, TweetNumber


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("ar", "ar"),
        ("ar-EG", "ar"),
        ("zh_Hant_TW", "zh"),
        ("EN", "en"),
        ("iw", "he"),
        ("in", "id"),
        ("nb-NO", "no"),
        ("und", ""),
        ("qme", ""),
        ("", ""),
        ("x", ""),
        ("english", ""),
        ("en-", ""),
        ("e\u0301n", ""),
        ("fil", "fil"),
    ],
)
def test_codes_of_tags(tag: str, code: str) -> None:
    """The first part in its newest form; nothing for what is no language."""
    assert code_of(tag) == code


def spoken(*languages: str | None) -> list[Tweet]:
    """Tweets that say these languages, all in English words."""
    text = "The old pier burns tonight."
    return [Tweet(number=TweetNumber(n), text=text, lang=lang) for n, lang in enumerate(languages, 1)]


def test_the_sources_word_comes_first() -> None:
    """The story's, else that of most of its tweets, else what it looks like."""
    assert language_of(story(*spoken("de", "de"), lang="fr-CA")) == "fr"
    assert language_of(story(*spoken("de", "de", "fr", None), lang="und")) == "de"
    assert language_of(story(*spoken("zxx", None))) == "en"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The old pier burns tonight and nobody lit the stove."),
        ("fr", "Le vieux quai brûle ce soir et personne n'a allumé le poêle."),
        ("ru", "Старый причал горит сегодня ночью, и никто не зажёг печь."),
        ("uk", "Старий причал горить цієї ночі, і ніхто не запалив піч."),
        ("ar", "الميناء القديم يحترق الليلة ولم يشعل أحد الموقد."),
        ("fa", "اسکلهٔ قدیمی امشب می‌سوزد و هیچ‌کس اجاق را روشن نکرد."),
        ("he", "המזח הישן בוער הלילה ואיש לא הדליק את התנור."),
        ("hi", "पुराना घाट आज रात जल रहा है और किसी ने चूल्हा नहीं जलाया।"),
        ("zh", "今晚老码头着火了，没有人点燃炉子。"),
        ("ja", "古い埠頭が今夜燃えている。誰も火をつけなかった。"),
        ("ko", "오늘 밤 낡은 부두가 불타고 있고 아무도 불을 붙이지 않았다."),
        ("th", "ท่าเรือเก่าถูกไฟไหม้คืนนี้และไม่มีใครจุดเตา"),
    ],
)
def test_a_guess_by_the_words(code: str, text: str) -> None:
    """Links, names and tags beside them do not count."""
    assert language_of(story(f"@ann #море https://sea.example/%D0%BC {text}")) == code


def test_several_tweets_are_looked_at_together_and_not_more_than_needed() -> None:
    """Short tweets add up; the beginning of a long one is enough."""
    assert language_of(story("Nobody", "lit the stove", "tonight.")) == "en"
    assert language_of(story("Nobody lit the stove tonight. " * 9, "Старый причал горит. " * 99)) == "en"


@pytest.mark.parametrize(
    "text", ["Oh.", "🙂" * 40, "https://sea.example/the/old/pier", "123 456 789 012 345", "ꔀꔁꔂꔃꔄꔅꔆꔇꔈꔉꔊꔋꔌꔍ"]
)
def test_nothing_is_told_of_too_little(text: str) -> None:
    """Neither of a word nor of signs, nor of a script that no known language is written in."""
    assert language_of(story(text)) == ""
