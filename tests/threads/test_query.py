"""What a query means, part by part, and that anything at all is a query."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from threads.query import LONGEST, MOST, Query, Term, parse

PARTS = [
    '"',
    "“",
    "”",
    "«",
    "-",
    "−",
    "*",
    "#",
    "＃sea",
    "#a#b",
    "@ann",
    "@ann@sea.example",
    "lang:ar",
    "lang:",
    "before:2024",
    "after：٢٠٢٤",
    "before:9999-99",
    "NEAR(",
    ")",
    "AND",
    "OR NOT",
    "';--",
    "\u200b",
    "\x00",
    "東",
    "港町",
    "ไทย",
    "कि",
    " ",
    "a.b",
    "{x}:",
]
QUERIES = st.text() | st.lists(st.sampled_from(PARTS), max_size=30).map("".join)


def term(said: str, *phrases: str, open_ended: bool = False) -> Term:
    """A term of phrases written with blanks."""
    return Term(said, tuple(tuple(words.split()) for words in phrases), open_ended)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("old pier", {"terms": (term("old", "old"), term("pier", "pier", open_ended=True))}),
        ("pi* old .", {"terms": (term("pi*", "pi", open_ended=True), term("old", "old"))}),
        ("x a", {"terms": (term("x", "x"), term("a", "a"))}),
        ('"the old" pier.', {"terms": (term('"the old"', "the old"), term("pier.", "pier", open_ended=True))}),
        ("“गहरा घाट”", {"terms": (term("“गहरा घाट”", "गहरा घाट"),)}),
        ('"open', {"terms": (term('"open', "open", open_ended=True),)}),
        ('-old −"a b" –x', {"without": (term("old", "old"), term('"a b"', "a b"), term("x", "x"))}),
        ("a-b", {"terms": (term("a-b", "a", "b"),)}),
        ("- -- *", {}),
        ('"" "." 。 ។', {}),
        ("港町の", {"terms": (term("港町の", "港町 町の"),)}),
        ("港 sea", {"terms": (term("港", "港", open_ended=True), term("sea", "sea", open_ended=True))}),
        ('"sea 港"', {"terms": (term('"sea 港"', "sea 港", open_ended=True),)}),
        ("#Sea ＃港 -#fog", {"tags": ("Sea", "港"), "without_tags": ("fog",)}),
        ("fog,#sea!", {"tags": ("sea",), "terms": (term("fog, !", "fog"),)}),
        ("#COVID-19", {"tags": ("COVID",), "terms": (term("-19", "19"),)}),
        ("#1", {"terms": (term("#1", "1"),)}),
        ("@ann ＠bob, -@cid", {"handles": ("ann", "bob"), "without_handles": ("cid",)}),
        ("@ann@sea.example", {"handles": ("ann@sea.example",)}),
        ("lang:ar LANG:pt-BR", {"languages": ("ar", "pt")}),
        ("lang：fa", {"languages": ("fa",)}),
        ("after:2024-03-09 before:2025", {"after": date(2024, 3, 9), "before": date(2025, 1, 1)}),
        ("after:٢٠٢٤/٣ before:２０２５．２．１", {"after": date(2024, 3, 1), "before": date(2025, 2, 1)}),
        ("lang:x9 .", {"terms": (term("lang:x9", "lang", "x9"),)}),
        ("before:2024-13 .", {"terms": (term("before:2024-13", "before", "2024", "13"),)}),
        ("after:noon .", {"terms": (term("after:noon", "after", "noon"),)}),
        ("-lang:ar", {"without": (term("lang:ar", "lang", "ar"),)}),
    ],
)
def test_parts(text: str, expected: dict[str, object]) -> None:
    """Each kind of part gives its value and nothing else."""
    assert parse(text) == Query(text=text, **expected)  # type: ignore[arg-type]


def test_only_and_empty() -> None:
    """A lone tag and a lone author are known as such; signs alone are no query."""
    assert parse("#sea").only_tag == "sea" and parse("@ann").only_handle == "ann"
    assert [parse(text).only_tag for text in ("", "#a #b", "#a b", "-#a", "@a")] == [None] * 5
    assert [parse(text).only_handle for text in ("", "@a @b", "@a b", "-@a", "#a")] == [None] * 5
    assert parse(" \u200b !").is_empty and not parse("-a").is_empty


def test_a_long_query_is_shortened_and_says_so() -> None:
    """So many characters and parts are looked at."""
    assert not parse("a " * MOST).shortened
    assert parse("a " * (MOST + 1)).shortened and len(parse("a " * 40).terms) == MOST
    long = parse("x" * 10_000)
    assert long.shortened and len(long.text) == LONGEST
    assert parse("." * 501).is_empty


def test_respelling_changes_whole_words_alone() -> None:
    """A word is spelled otherwise where it was a word, not within others, tags and names."""
    respelled = parse('teh steht #teh @teh "teh" teh').respelled({"teh": "the", '"teh"': "the"})
    assert respelled == parse("the steht #teh @teh the the")


@given(QUERIES)
@example('"' * 500)
@example("\ud800#\ud800")
def test_anything_is_a_query(text: str) -> None:
    """Never an error; what is looked for holds words only, and reading what was read gives the same."""
    query = parse(text)
    assert all(one.phrases and all(map(all, one.phrases)) for one in (*query.terms, *query.without))
    assert parse(query.text) == query or query.shortened
    assert query.respelled({}) == parse(query.text)
