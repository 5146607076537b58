"""Which tweet of a story holds a query, and which of its words are shown for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import tweets_of
from threads.finding import BEFORE, Excerpt, best_tweet, excerpt, searched
from threads.model import Media, MediaKind, Poll, PollOption, Quote, Tweet, TweetNumber
from threads.query import parse
from threads.text import graphemes

ADDRESS = "https://sea.example/1"


def test_all_that_is_found_of_a_tweet() -> None:
    """Text, quoted text, descriptions and answers, a line each; what is not there leaves none."""
    tweet = Tweet(
        number=TweetNumber(1),
        text="one",
        quote=Quote(text="two"),
        media=(Media(kind=MediaKind.PHOTO, url=ADDRESS, alt="three"), Media(kind=MediaKind.PHOTO, url=ADDRESS)),
        poll=Poll(options=(PollOption(label="four"), PollOption(label="five"))),
    )
    assert searched(tweet) == "one\ntwo\nthree\nfour\nfive"
    assert searched(Tweet(number=TweetNumber(1), text="one")) == "one"


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("pier", 1),
        ("old pier", 2),
        ('"pier old"', 3),
        ("#fog pier", 4),
        ("piers .", None),
        ("pie", 1),
        ("pie .", None),
        ("東京", 5),
        ("京タ", 5),
        ("東", 5),
        ("#3月", 6),
        ("", None),
        ("@ann", None),
    ],
)
def test_the_tweet_that_holds_the_most(query: str, number: int | None) -> None:
    """The first of those that hold the most, phrases and tags as one each; none when nothing is held."""
    texts = ["A pier.", "The old stone pier.", "Pier, old.", "Pier in #fog.", "東京タワー", "in #3月 again"]
    assert best_tweet(tweets_of(texts), parse(query)) == number


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("The old\n pier burns", "PIER", ("The old ", "pier", " burns")),
        ("seaside sea side", "sea .", ("seaside ", "sea", " side")),
        ("by the harbours", "harb", ("by the ", "harbours", "")),
        ("the old, the pier!", '"the pier"', ("the old, ", "the pier", "!")),
        ("the pier", 'the "the pier"', ("", "the pier", "")),
        ("I don’t know", "dont", ("I ", "don’t", " know")),
        ("près de l’école ici", "ecole .", ("près de ", "l’école", " ici")),
        ("Стоит ёлка тут", "елка .", ("Стоит ", "ёлка", " тут")),
        ("این کتاب‌هایِ من", "كتابهاي .", ("این ", "کتاب‌هایِ", " من")),
        ("قال شُكْرًا لك", "شكرا .", ("قال ", "شُكْرًا", " لك")),
        ("אמר שָׁלוֹם לך", "שלום .", ("אמר ", "שָׁלוֹם", " לך")),
        ("यह क़लम है", "क़लम .", ("यह ", "क़लम", " है")),
        ("今晚老码头着火", "码头", ("今晚老", "码头", "着火")),
        ("昨日東京ﾀﾜｰへ", "タワー", ("昨日東京", "ﾀﾜｰ", "へ")),
        ("수요일 항구에서", "항구", ("수요일 ", "항구", "에서")),
        ("ฉันดื่มน้ำเย็น", "น้ำ", ("ฉันดื่ม", "น้ำ", "เย็น")),
        ("ฉันดื่มน้ำเย็น", "เย็น", ("ฉันดื่มน้ำ", "เย็น", "")),
        ("วัน๑๒มีนาคม", "มีนา", ("วัน๑๒", "มีนา", "คม")),
        ("ຂ້ອຍດື່ມນ້ຳເຢັນ", "ເຢັນ", ("ຂ້ອຍດື່ມນ້ຳ", "ເຢັນ", "")),
        ("ខ្ញុំទៅផ្សារ", "ផ្សារ", ("ខ្ញុំទៅ", "ផ្សារ", "")),
        ("in #Sea here", "#sea", ("in #", "Sea", " here")),
        ("nothing here", "pier", ("", "", "nothing here")),
        ("", "pier", ("", "", "")),
    ],
)
def test_what_is_shown(text: str, query: str, expected: tuple[str, str, str]) -> None:
    """The words as they are written, folded or not, whole in scripts with spaces and exact in those without."""
    assert excerpt(text, parse(query), 60) == Excerpt(*expected)


def test_what_is_left_out_is_marked() -> None:
    """Before and behind, at whole words; a single long word, and a cluster of a thousand marks, are cut within."""
    text = f"{'many words here ' * 5}pier{' and many more' * 9}"
    assert excerpt(text, parse("pier"), 50) == Excerpt("…here many words here ", "pier", " and many more and many…")
    assert excerpt(f"{'港' * 40}町の夜", parse("町の"), 50).before == f"…{'港' * BEFORE}"
    assert excerpt("x" * 40 + " " + "y" * 40, parse("y" * 40), 50) == Excerpt("…", "y" * 40, "")
    assert excerpt("y" * 40, parse("y" * 40), 30) == Excerpt("", "y" * 29, "…")
    marked = excerpt("a" + "\u0301" * 1000 + " pier", parse("pier"), 50)
    assert marked.found == "pier" and len(marked.before) <= BEFORE * 8 + 1


PARTS = [
    "sea",
    "Ångström ",
    "l’eau ",
    "港町",
    "ﾀﾞ",
    "น้ำ",
    "ميناء ",
    "می\u200cرود ",
    "🇩🇪",
    "\u0301",
    "\u200d",
    "…",
    ".",
    " ",
    "ﷺ",
]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=40).map("".join) | st.text()


@given(TEXTS, TEXTS, st.integers(BEFORE + 2, 80))
def test_an_excerpt_is_a_piece_of_the_text(text: str, query: str, limit: int) -> None:
    """Its parts in order are a piece of the line but for the signs of omission; it keeps the limit."""
    line = " ".join(text.split())
    shown = excerpt(text, parse(query), limit)
    whole = f"{shown.before}{shown.found}{shown.after}"
    assert any(piece in line for piece in {whole, whole[1:], whole[:-1], whole[1:-1]})
    assert shown.found in line
    assert len(graphemes(whole)) <= limit


@given(TEXTS, st.data())
def test_what_a_tweet_holds_is_shown(text: str, data: st.DataObject) -> None:
    """A word that is written in the text is found there and shown."""
    written = [word for word in text.split() if parse(word + " .").terms and not parse(word).handles]
    if written:
        query = parse(data.draw(st.sampled_from(written)) + " .")
        assert excerpt(text, query, 60).found
