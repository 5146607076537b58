"""Hashtags, mentions and links: the invented cases, the public conformance suite, and what hostile text may not do."""

import os
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from threads.hashtag import Span, hashtags, mentions, tag_key, urls

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("hashtag_cases.yml").read_text(encoding="utf-8"))
HOSTILE = st.text(st.sampled_from("ab1_.-/:#＃@＠&()[]!? \n漢の한é\u0301\u200c\u200d\ufe0f\u20e3🇩👩𠀡אل"), max_size=60)
FRAGMENTS = st.lists(
    st.sampled_from(
        ["#tag", "＃港", "@name", "@name@host.example", "http://a.example/x", "a.example/#b", "(", ")", " ", ".", "の"]
    ),
    max_size=12,
).map("".join)


def labels(spans: list[Span]) -> list[str]:
    """The labels alone."""
    return [span.label for span in spans]


def conformance(section: str) -> list[dict[str, Any]]:
    """One section of twitter-text's extraction suite; the test is skipped when the samples are not there."""
    path = Path(os.environ.get("SPOOL_SAMPLES", "samples")) / "twitter_text" / "conformance" / "extract.yml"
    if not path.exists():
        pytest.skip("SPOOL_SAMPLES does not hold the twitter-text conformance suite")
    cases: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["tests"][section]
    return cases


def with_indices(name: str, spans: list[Span]) -> list[dict[str, Any]]:
    """Spans in the shape of the conformance suite."""
    return [{name: span.label, "indices": [span.start, span.end]} for span in spans]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["rule"]))
def test_each_rule_of_hashtags(case: dict[str, Any]) -> None:
    """Each rule and script of the case file finds exactly its tags."""
    assert labels(hashtags(case["text"])) == case["tags"]


@pytest.mark.parametrize("section", ["hashtags", "hashtags_from_astral"])
def test_the_conformance_suite_finds_its_hashtags(section: str) -> None:
    """Every hashtag case of the public suite passes."""
    cases = conformance(section)
    assert {case["text"]: labels(hashtags(case["text"])) for case in cases} == {
        case["text"]: case["expected"] for case in cases
    }


def test_the_conformance_suite_places_its_hashtags() -> None:
    """The places of the public suite are code points from the sign to the label's end."""
    for case in conformance("hashtags_with_indices"):
        assert with_indices("hashtag", hashtags(case["text"])) == case["expected"], case["description"]


def test_the_conformance_suite_finds_its_mentions() -> None:
    """Every mention case passes but the one that takes `@name@host`, here a Mastodon handle, for an e-mail address."""
    cases = conformance("mentions")
    failing = [case["text"] for case in cases if labels(mentions(case["text"])) != case["expected"]]
    assert failing == ["@username email me @test@example.com"]
    for case in conformance("mentions_with_indices"):
        assert with_indices("screen_name", mentions(case["text"])) == case["expected"], case["description"]


@pytest.mark.parametrize("section", ["urls", "tco_urls_with_params"])
def test_the_conformance_suite_finds_its_links(section: str) -> None:
    """Every link case passes whose links have a protocol, the only ones that are found here."""
    cases = [case for case in conformance(section) if all("://" in url for url in case["expected"])]
    assert cases
    for case in cases:
        assert labels(urls(case["text"])) == case["expected"], case["description"]


def test_a_span_counts_code_points_from_the_sign() -> None:
    """An emoji before the tag counts once, the sign belongs to the span and not to the label."""
    assert hashtags("👍 #sea") == [Span(2, 6, "sea")]
    assert mentions("👍 ＠sea") == [Span(2, 6, "sea")]
    assert urls("👍 http://sea.example") == [Span(2, 20, "http://sea.example")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@ann and @bob_2", ["ann", "bob_2"]),
        ("ask ＠ann", ["ann"]),
        ("港の@annさん", ["ann"]),
        (".@ann (@bob) “@cid”", ["ann", "bob", "cid"]),
        ("RT@ann rt:@bob, Rt @cid", ["ann", "bob", "cid"]),
        ("xRT@ann -rt@bob", []),
        ("mail ann@sea.example", []),
        ("_@ann #@ann !@ann @@ann ＠@ann &@ann *@ann", []),
        ("@ann@ @annä @anne\u0301 @http://sea.example", []),
        ("@ann/shore-list", ["ann"]),
        ("@a123456789b123456789c", ["a123456789b123456789"]),
        ("@ann@sea.example, @bob.b@a-b.sea.example.", ["ann@sea.example", "bob.b@a-b.sea.example"]),
        ("@ann@sea.exampleさん", ["ann@sea.example"]),
        ("@ann@sea", []),
        ("@ann@sea.example.http://sea.example @ann@sea.example.", ["ann@sea.example"]),
        ("@ann@-sea.example @ann@sea.x", []),
        ("https://sea.example/@ann sea.example/@bob", []),
        ("https://sea.example/a @ann", ["ann"]),
        ("@", []),
    ],
)
def test_mentions(text: str, expected: list[str]) -> None:
    """Mentions follow twitter-text's rule; a Mastodon handle counts whole; none stands inside a link."""
    assert labels(mentions(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("read https://sea.example/a?b=c&d=%20#e now", ["https://sea.example/a?b=c&d=%20#e"]),
        ("HTTP://Sea.Example:8080/", ["HTTP://Sea.Example:8080/"]),
        ("http://sea.example?a=1 http://sea.example#a", ["http://sea.example?a=1", "http://sea.example#a"]),
        ("http://sea.example. http://sea.example/a,", ["http://sea.example", "http://sea.example/a"]),
        ("http://sea.example/a…", ["http://sea.example/a"]),
        ("http://sea.example/a!?!", ["http://sea.example/a"]),
        ("http://sea.example?", ["http://sea.example"]),
        ("(http://sea.example/a) [http://sea.example/b]", ["http://sea.example/a", "http://sea.example/b"]),
        ("http://sea.example/a_(b) http://sea.example/a[0]", ["http://sea.example/a_(b)", "http://sea.example/a[0]"]),
        ("http://sea.example/((a)b)[(c)])", ["http://sea.example/((a)b)[(c)]"]),
        ("http://sea.example/(a http://sea.example/a(", ["http://sea.example/", "http://sea.example/a"]),
        ("http://sea.example/a)http://sea.example/b", ["http://sea.example/a", "http://sea.example/b"]),
        ("<http://sea.example/a>", ["http://sea.example/a"]),
        ("http://sea.exampleです。http://sea.example/aです", ["http://sea.example", "http://sea.example/a"]),
        ("http://港町.example http://sea.港町/ http://münze.example", ["http://港町.example", "http://sea.港町/", "http://münze.example"]),
        ("http://sea.example/гавань http://sea.example/ميناء", ["http://sea.example/гавань", "http://sea.example/ميناء"]),
        ("http://xn--mnze-0ra.XN--P1AI/", ["http://xn--mnze-0ra.XN--P1AI/"]),
        ("http://xn--münze.example", []),
        ("http://sea http://sea.x http://sea.c0m http://sea.e_x", []),
        ("http://-sea.example http://sea-.example http://_a.sea.example http://s_a.example", []),
        ("http://a_b.sea.example", ["http://a_b.sea.example"]),
        (f"http://{'a' * 63}.example http://{'a' * 64}.example", [f"http://{'a' * 63}.example"]),
        (f"http://{'港' * 40}.example http://{'港' * 60}.example", [f"http://{'港' * 40}.example"]),
        ("@http://sea.example #http://sea.example xhttp://sea.example", []),
        ("sea.example ftp://sea.example http:// sea.example", []),
        ("http://t.co/Ab3's https://t.co/Ab3?amp=1. http://t.co", ["http://t.co/Ab3", "https://t.co/Ab3?amp=1", "http://t.co"]),
        (f"http://t.co/{'a' * 40} http://t.co/{'a' * 41}", [f"http://t.co/{'a' * 40}"]),
    ],
)  # fmt: skip
def test_urls(text: str, expected: list[str]) -> None:
    """Links have a protocol and a sound host, and end before punctuation, lone brackets and running scripts."""
    assert labels(urls(text)) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sea", "sEA"),
        ("ｓｅａ", "sea"),
        ("STRASSE", "straße"),
        ("caf\u00e9", "cafe\u0301"),
        ("ﾌｪﾘｰ", "フェリー"),
        ("Θάλασσας", "ΘΆΛΑΣΣΑΣ"),
        ("İzmir", "i\u0307zmir"),
        ("XiJinping", "xijinping"),
        ("ＸｉＪｉｎＰｉｎｇ", "xijinping"),
        ("علي", "علی"),
        ("على", "علی"),
        ("كتاب", "کتاب"),
        ("شُكْرًا", "شكرا"),
        ("مـحـمـد", "محمد"),
        ("کتاب\u200cخانه", "کتابخانه"),
        ("خانۀ", "خانهٔ"),
        ("क्\u200dष", "क्ष"),
    ],
)
def test_spellings_of_a_tag_share_a_key(one: str, other: str) -> None:
    """Case, width, composition and final forms do not part a tag from itself."""
    assert tag_key(one) == tag_key(other)


def test_different_tags_keep_different_keys() -> None:
    """A key parts what a reader would part."""
    assert len({tag_key(label) for label in ("sea", "seas", "séa", "ılık", "ilik", "sea_", "海")}) == 7
    assert tag_key("Café") != tag_key("Cafe")


@given(st.text())
@example("\u0345\u0301")
@example("ᾼ\u0316\u0301")
def test_a_key_is_its_own_key(label: str) -> None:
    """Making a key of a key changes nothing."""
    assert tag_key(tag_key(label)) == tag_key(label)


@given(HOSTILE | FRAGMENTS)
def test_spans_are_slices_in_order(text: str) -> None:
    """Whatever the text, each find is a slice behind its sign, in order and never overlapping."""
    for find, signs in ((hashtags, "#＃"), (mentions, "@＠")):
        spans = find(text)
        assert all(text[span.start] in signs for span in spans)
        assert all(text[span.start + 1 : span.end] == span.label for span in spans)
        assert all(before.end <= after.start for before, after in pairwise(spans))


@given(HOSTILE | FRAGMENTS)
def test_nothing_is_found_inside_a_link(text: str) -> None:
    """No tag and no mention shares a character with a link."""
    links = urls(text)
    assert all(text[link.start : link.end] == link.label for link in links)
    for span in (*hashtags(text), *mentions(text)):
        assert all(span.end <= link.start or link.end <= span.start for link in links)


@pytest.mark.parametrize("find", [hashtags, mentions, urls])
@pytest.mark.parametrize(
    "piece",
    ["#", "#1", "@", "@a@", "@a.", "a.", "http://", "http://a.co/(", "http://a.co/([x]", "x.yy/#a ", "漢", "क्"],
)
def test_hostile_text_takes_linear_time(find: Callable[[str], list[Span]], piece: str) -> None:
    """A hundred thousand characters made to send a pattern back and forth are read in well under a second."""
    started = time.perf_counter()
    for head in ("", "#", "@", "http://a.co/"):
        find((head + piece * 100_000)[:100_000])
    assert time.perf_counter() - started < 30
