"""Spool's own format: what goes out comes back the same, and what is wrong is refused by the field's name."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import DAY, story, threads
from threads.errors import InvalidThread, SpoolError, UnreadableSource
from threads.model import Gap, Media, MediaKind, Moment, Poll, PollOption, Precision, Quote, Thread, Tweet, TweetNumber
from threads.sources.document import Document
from threads.sources.spool_json import detects, document_of, dump, parse, read

TODAY = date(2026, 11, 23)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
TOP = ["source", "source_id", "source_url", "id", "title", "author", "date", "lang", "declared_count", "review"]
INSIDE = ["number", "text", "id", "url", "date", "media", "quote", "poll", "gap", "lang", "edited", "tags"]


def said(**fields: Any) -> dict[str, Any]:
    """A story of one tweet as JSON, with these fields besides."""
    return {"spool": 1, "tweets": [{"text": "The lamp is out."}]} | fields


def tweet(**fields: Any) -> dict[str, Any]:
    """A story whose tweet has these fields besides."""
    return said(tweets=[{"text": "The lamp is out."} | fields])


def stories_in(data: bytes) -> Iterator[Thread]:
    """What the importer makes of a file."""
    return read(Document.of("tides.json", data), TODAY)


def read_until_error(data: bytes) -> tuple[list[str], str]:
    """The opening words of the stories that came in before the error, and what it says."""
    found: list[str] = []
    with pytest.raises(UnreadableSource) as refused:
        found.extend(thread.tweets[0].text for thread in stories_in(data))
    return found, str(refused.value)


@given(threads())
def test_what_goes_out_comes_back_the_same(thread: Thread) -> None:
    """Any valid story survives writing and reading, and writing it again gives the same bytes."""
    written = dump(thread)
    assert b"\n" not in written
    back = parse(orjson.loads(written))
    assert back == thread
    assert dump(back) == written


@given(st.lists(threads(), min_size=1, max_size=3))
def test_files_of_many_stories_come_back(stories: list[Thread]) -> None:
    """As JSON Lines, as a list and as an indented list, every story comes back in order."""
    lines = b"".join(dump(thread) + b"\n" for thread in stories)
    assert list(stories_in(lines)) == stories
    documents = [document_of(thread) for thread in stories]
    assert list(stories_in(orjson.dumps(documents))) == stories
    assert list(stories_in(orjson.dumps(documents, option=orjson.OPT_INDENT_2))) == stories


@given(threads())
def test_one_indented_story_comes_back(thread: Thread) -> None:
    """A story written for people to edit is one object over many lines."""
    data = orjson.dumps(document_of(thread), option=orjson.OPT_INDENT_2)
    assert list(stories_in(data)) == [thread]
    assert detects(Document.of("tide.json", data))


def test_fields_that_say_nothing_are_left_out() -> None:
    """A plain story is a few words of JSON, in the order of the documentation."""
    plain = story("The lamp is out.", source_id=None, written=None)
    assert dump(plain) == (
        b'{"spool":1,"source":"x","author":{"handle":"mira_tides","name":"Mira_Tides"},'
        b'"tweets":[{"text":"The lamp is out."}]}'
    )


def test_numbers_go_out_only_when_spool_gave_them() -> None:
    """Numbers that were only counted are counted again, so that they don't speak for a tweet they don't know."""
    tweets = (Tweet(number=TweetNumber(4), text="b"), Tweet(number=TweetNumber(2), text="a"))
    given = parse(document_of(story(tweets=tweets, numbers_given=True)))
    assert given.numbers_given
    assert [each.number for each in given] == [4, 2]
    counted = parse(document_of(story(tweets=tweets)))
    assert not counted.numbers_given
    assert [each.number for each in counted] == [1, 2]


def test_every_kind_of_content_is_written_in_its_field() -> None:
    """The names in files are a promise: these are read by every later version."""
    rich = Tweet(
        number=TweetNumber(1),
        written=Moment(at=datetime(2024, 3, 9, 8, 30, tzinfo=UTC)),
        quote=Quote(text="Who keeps it?"),
        poll=Poll(options=(PollOption(label="The gull", votes=0),), closes=DAY, multiple=True),
        gap=Gap.PRIVATE,
        tags=(),
    )
    assert orjson.loads(dump(story(rich)))["tweets"] == [
        {
            "date": "2024-03-09T08:30:00Z",
            "gap": "private",
            "quote": {"text": "Who keeps it?"},
            "poll": {"options": [{"label": "The gull", "votes": 0}], "closes": "2024-03-09", "multiple": True},
            "tags": [],
        }
    ]


def test_unknown_fields_are_passed_over() -> None:
    """A file of a later version of the same format is read as far as it is known."""
    later = tweet(mood="calm") | {"weather": {"wind": [1, 2]}}
    assert parse(later) == parse(tweet())


def test_null_and_absent_are_the_same() -> None:
    """Programs that write every field are understood."""
    empty = dict.fromkeys(TOP) | {"protected": None}
    assert parse(tweet(**dict.fromkeys(set(INSIDE) - {"text"})) | empty) == parse(tweet())
    assert parse(tweet(quote={}, poll={})) == parse(tweet())


def test_texts_are_cleaned_on_the_way_in() -> None:
    """Control characters that JSON can spell don't come in; line ends are one kind."""
    thread = parse(said(title="a\x00b", tweets=[{"text": "one\r\ntwo\x07"}]))
    assert thread.title == "ab"
    assert thread.tweets[0].text == "one\ntwo"


def test_tags_come_in_without_their_sign() -> None:
    """The source's tags are names: blank ones say nothing, and a sign before one is not part of it."""
    tags = ["#sea", "＃ 海", "##two words ", "c#", "", " ", "#", "\u200b"]
    assert parse(tweet(tags=tags)).tweets[0].tags == ("sea", "海", "two words", "c#")
    assert parse(tweet(tags=["#"])).tweets[0].tags == ()


@pytest.mark.parametrize(
    ("story", "why"),
    [
        (None, "the story has to be a JSON object"),
        ([], "the story has to be a JSON object"),
        ({}, '"spool": 1'),
        (said(spool=0), '"spool": 1'),
        (said(spool="1"), 'In the story, "spool" has to be a whole number.'),
        (said(spool=True), 'In the story, "spool" has to be a whole number.'),
        (said(spool=2), "a newer Spool (format 2): update"),
        (said(source=5), 'In the story, "source" has to be text.'),
        (said(source_url="ftp://sea.example"), 'In the story, "source_url" has to be an address'),
        (said(author=[]), "Here the story, author has to be a JSON object."),
        (said(author={"name": 1}), 'In the story, author, "name" has to be text.'),
        (said(author={"url": "javascript:alert(1)"}), 'In the story, author, "url" has to be an address'),
        (said(declared_count=-1), '"declared_count" has to be a whole number.'),
        (said(declared_count=1.5), '"declared_count" has to be a whole number.'),
        (said(declared_count=2**53), '"declared_count" has to be a whole number.'),
        (said(review="look"), '"review" has to be a list of texts.'),
        (said(review=["look", 1]), '"review" has to be a list of texts.'),
        (said(protected="yes"), '"protected" has to be true or false.'),
        (said(tweets={}), 'In the story, "tweets" has to be a list.'),
        (said(tweets=["a"]), "Here the story, tweets 1 has to be a JSON object."),
        (said(tweets=[]), "at least one tweet"),
        (said(tweets=[{"text": "a"}, {"text": ""}]), "Tweet 2 is empty"),
        (said(tweets=[{"text": "\u200b\ufeff"}]), "Tweet 1 is empty"),
        (said(tweets=[{"text": "a", "number": 2}, {"text": "b"}]), "the same number"),
        (tweet(number="3"), 'In the story, tweets 1, "number" has to be a whole number.'),
        (tweet(number=0), "begin at 1, not 0"),
        (tweet(url="https://sea.example/a b"), 'tweets 1, "url" has to be an address'),
        (tweet(url="https://" + "a" * 4_000), "at most 4,000 characters"),
        (tweet(gap="lost"), '"gap" has to be one of deleted, private, blocked, unavailable.'),
        (tweet(edited=1), '"edited" has to be true or false.'),
        (tweet(tags=[None]), 'tweets 1, "tags" has to be a list of texts.'),
        (tweet(media=[{"kind": "photo"}]), 'tweets 1, media 1, "url" has to be an address'),
        (tweet(media=[{"url": "https://sea.example"}]), '"kind" has to be one of photo, video, gif.'),
        (tweet(media=[{"kind": "poem", "url": "https://sea.example"}]), '"kind" has to be one of photo, video, gif.'),
        (tweet(quote={"author": {}}), "its text or its link"),
        (tweet(poll={"options": []}), "at least one answer"),
        (tweet(poll={"options": [{"label": "a", "votes": "b"}]}), 'poll, options 1, "votes" has to be a whole number.'),
    ],
)
def test_what_is_wrong_is_named(story: Any, why: str) -> None:
    """One sentence says which field is wrong and what it has to be."""
    with pytest.raises(SpoolError) as refused:
        parse(story)
    assert why in str(refused.value)
    assert str(refused.value).endswith((".", "read it."))


@pytest.mark.parametrize(
    "written",
    [
        *("yesterday", "2022-13-01", "2022-02-30", "2022-10-26T09:30", "20221026", "20221026T1", "2022-10", "09:30"),
        *("0001-01-01T00:00:00+12:00", "9999-12-31T23:59:59-12:00", "2022-10-26T25:00:00Z", "٢٠٢٢-١٠-٢٦", "1666776600"),
    ],
)
def test_a_bad_date_is_named(written: str) -> None:
    """Dates that don't exist, times without a zone and other spellings are refused, never guessed."""
    for broken in (said(date=written), tweet(date=written), tweet(poll={"options": [{}], "closes": written})):
        with pytest.raises(UnreadableSource, match="has to be a date as 2022-10-26 or a time as"):
            parse(broken)


def test_dates_and_times_tell_how_much_is_known() -> None:
    """A date is a day; a time in any zone is that moment; an empty text is no date."""
    assert parse(said(date="2024-03-09")).written == DAY
    east = parse(said(date="2024-03-09T08:30:00.25+09:00")).written
    assert east == Moment(at=datetime(2024, 3, 8, 23, 30, tzinfo=UTC), precision=Precision.SECOND)
    assert parse(said(date="")).written is None


@given(st.sampled_from(TOP + INSIDE), JSON)
def test_a_stranger_can_write_anything_in_any_field(name: str, value: Any) -> None:
    """A field of any type makes a story or one sentence, never another error."""
    for broken in (said(**{name: value}), tweet(**{name: value})):
        try:
            parse(broken)
        except (UnreadableSource, InvalidThread) as error:
            assert str(error).endswith(".")


@pytest.mark.parametrize(
    "data",
    [
        *(b'{"spool":1,', b'{"spool":1,"tweets":[NaN]}', b'{"spool":1,"title":"\\ud800"}', b'{"spool":1}}'),
        b'{"spool":1,"deep":' + b"[" * 5_000 + b"]" * 5_000 + b"}",
        b'{"spool":1,\n"tweets":[{"text":"a"},]}',
    ],
)
def test_what_is_not_json_is_refused(data: bytes) -> None:
    """Broken, bottomless and unquotable JSON is refused in a sentence."""
    with pytest.raises(UnreadableSource, match=r"This is not valid JSON: .+\.$"):
        list(stories_in(data))


def test_a_number_too_large_for_json_is_no_whole_number() -> None:
    """Digits without end are refused by the field's name, not rounded."""
    data = b'{"spool":1,"declared_count":' + b"9" * 400 + b',"tweets":[{"text":"a"}]}'
    with pytest.raises(UnreadableSource, match=r"whole number|not valid JSON"):
        list(stories_in(data))


@pytest.mark.parametrize("bad", ["{", '{"spool":1}', "5", "broken", '{"spool":1,"tweets":[{"text":5}]}'])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_bad_line_does_not_hold_up_the_others(bad: str, place: int) -> None:
    """The other lines come in, wherever the bad one stands, and then it is named by its number."""
    lines = [json.dumps(tweet(text=text)) for text in ("first", "second")]
    lines.insert(place, bad)
    found, why = read_until_error("\n".join(lines).encode())
    assert found == ["first", "second"]
    assert why.startswith(f"line {place + 1}: ")


def test_several_bad_lines_are_counted() -> None:
    """The error says how many lines are bad and which is the first; blank lines count as lines."""
    good = json.dumps(tweet(text="kept"))
    found, why = read_until_error(f"\n{good}\nbroken\n\n{good}\n{{}}\n".encode())
    assert found == ["kept", "kept"]
    assert why.startswith("2 stories can't be read, the first is line 3: This is not valid JSON")


def test_a_bad_story_in_a_list_is_named_by_its_place() -> None:
    """The stories around it come in."""
    data = json.dumps([tweet(text="first"), tweet(text=5), tweet(text="third")]).encode()
    found, why = read_until_error(data)
    assert found == ["first", "third"]
    assert why == 'story 2: In the story, tweets 1, "text" has to be text.'


@pytest.mark.parametrize(
    ("data", "is_ours"),
    [
        (b'{"spool": 1}', True),
        (b'\xef\xbb\xbf\n [ {"spool": 1}]', True),
        (b'{"title": "A", "spool": 1}', True),
        (b'{"title": "' + b"A" * 60_000 + b'", "spool" : 1}', True),
        (b'{"title": "A"}', False),
        (b'{"title": "spool", "author": "the \\"spool\\": 1"}', False),
        (b'The "spool" turns.', False),
        (b"", False),
    ],
)
def test_the_format_is_known_by_its_name(data: bytes, is_ours: bool) -> None:
    """Only JSON that names the format is taken for it."""
    assert detects(Document.of("paste", data)) == is_ours


def test_a_picture_that_came_through_telegram_keeps_its_name() -> None:
    """What is written is read back; another name that is no address is refused."""
    held = Media(kind=MediaKind.PHOTO, url="telegram:AQADx-_9")
    told = story(Tweet(number=TweetNumber(1), text="Look.", media=(held,)))
    assert parse(document_of(told)).tweets[0].media == (held,)
    document = document_of(told)
    document["tweets"][0]["media"][0]["url"] = "tg:AQADx"
    with pytest.raises(UnreadableSource, match="https://"):
        parse(document)
