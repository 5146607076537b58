"""Saved answers of X's two APIs and of its pages: one story for each conversation, the author's alone."""

from typing import Any

import pytest

from tests.threads.sources.reading import refusal, stories, story, texts
from tests.threads.sources.saved_posts import FIRST, page, v1, v2, v2_page, web, x_id
from threads.model import Gap, MediaKind, Thread


def numbers(thread: Thread) -> list[int]:
    """The numbers of a story's tweets, as tests give them."""
    return [int(tweet.source_id or 0) - FIRST for tweet in thread]


SHAPES: dict[str, Any] = {
    "a list of the first API": lambda tweets: [v1(n, to=to, by=by) for n, to, by in tweets],
    "pages of X": lambda tweets: page(*(web(n, to=to, by=by, moved=n % 2 == 0) for n, to, by in tweets)),
    "a page of the second API": lambda tweets: v2_page(*(v2(n, to=to, by=by) for n, to, by in tweets)),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("order", [1, -1])
def test_the_authors_thread_is_the_story(shape: str, order: int) -> None:
    """In any order, strangers' answers and the author's to them left out; whose and when it is."""
    tweets = [(1, None, "1"), (2, 1, "1"), (3, 1, "2"), (4, 3, "1"), (5, 2, "1"), (6, 5, "2")]
    thread = story(SHAPES[shape](tweets[::order]))
    assert numbers(thread) == [1, 2, 5]
    assert (thread.source, thread.source_id, thread.author.handle, thread.lang) == ("x", x_id(1), "mira_tides", "en")
    assert (thread.author.name, thread.author.bio) == ("Mira_Tides", "Tides.")
    assert thread.source_url == f"https://x.com/mira_tides/status/{x_id(1)}"
    assert thread.written
    assert thread.written.at.isoformat() == "2022-03-02T09:00:00+00:00"
    assert thread.review == ()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_missing_tweet_in_the_middle_is_a_gap(shape: str) -> None:
    """The later half is joined where the conversation proves it; else the thread before it is the story."""
    tweets = [(1, None, "1"), (2, 1, "1"), (5, 4, "1"), (6, 5, "1")]
    found = stories(SHAPES[shape](tweets))
    if "first API" in shape:
        assert [numbers(thread) for thread in found] == [[1, 2], [4, 5, 6]]
    else:
        assert [numbers(thread) for thread in found] == [[1, 2, 4, 5, 6]]
    gaps = [tweet for thread in found for tweet in thread if tweet.gap]
    assert [(tweet.source_id, tweet.gap) for tweet in gaps] == [(x_id(4), Gap.UNAVAILABLE)]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_missing_beginning_makes_a_draft(shape: str) -> None:
    """The first tweet is a gap, and a person is asked to look."""
    thread = story(SHAPES[shape]([(2, 1, "1"), (3, 2, "1")]))
    assert (numbers(thread), thread.tweets[0].gap) == ([1, 2, 3], Gap.UNAVAILABLE)
    assert "beginning is missing" in thread.review[0]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_thread_below_a_stranger_is_found(shape: str) -> None:
    """The root is the first of the author's unbroken run, not the conversation's."""
    thread = story(SHAPES[shape]([(1, None, "2"), (2, 1, "1"), (3, 2, "1"), (4, 3, "1")]))
    assert numbers(thread) == [2, 3, 4]


def test_halves_below_a_stranger_are_not_joined() -> None:
    """Nothing proves that an answer to a stranger and a later run of answers to oneself belong together."""
    pages = page(web(2, to=1, whom="2"), web(5, to=4), web(6, to=5))
    assert numbers(story(pages)) == [4, 5, 6]
    answers = v2_page(v2(2, to=1, in_reply_to_user_id="2"), v2(5, to=4), v2(6, to=5))
    assert numbers(story(answers)) == [4, 5, 6]


@pytest.mark.parametrize("shape", SHAPES)
def test_lone_answers_are_stories_only_alone(shape: str) -> None:
    """An answer to a stranger whose tweet is not there is passed over beside others, and taken alone."""
    make = SHAPES[shape]
    answer = [(9, 8, "2")]
    assert [numbers(thread) for thread in stories(make(answer))] == [[9]]


def test_several_pages_a_line_are_one_document() -> None:
    """As tools write them, newest first; the same tweet twice counts once; a damaged line is named."""
    pages = [v2_page(v2(3, to=2), v2(2, to=1)), v2_page(v2(2, "Again.", to=1), v2(1))]
    assert texts(story(*pages)) == ["Lamp 1 is lit.", "Lamp 2 is lit.", "Lamp 3 is lit."]
    assert "line 3 of saved.json: this is not valid JSON" in refusal(*pages, '{"data": ')
    assert "is not valid JSON" in refusal('{"data": [{"author_id": ', format="x-api-v2")
    assert "is not valid JSON" in refusal('{"data":\n [{"author_id": ', format="x-api-v2")


def test_both_spellings_of_the_second_api() -> None:
    """What was called tweet is called post now."""

    def renamed(tweet: dict[str, Any]) -> dict[str, Any]:
        return {key.replace("tweet", "post"): value for key, value in tweet.items()}

    quoted = renamed(v2(40, "Who lit it?", by="2", root=40))
    tweets = [
        v2(1),
        v2(2, to=1),
        v2(3, "Cut…", to=2, note_tweet={"text": "Not cut."}, edit_history_tweet_ids=[x_id(0), x_id(3)]),
    ]
    tweets[1]["referenced_tweets"].append({"type": "quoted", "id": x_id(40)})
    old = story(v2_page(*tweets, tweets=[quoted]))
    new = story(v2_page(*map(renamed, tweets), posts=[quoted]))
    assert old == new
    assert texts(new)[2] == "Not cut."
    assert new.tweets[2].edited
    assert new.tweets[1].quote
    assert new.tweets[1].quote.text == "Who lit it?"


def test_a_tweet_alone_and_flat_ones_are_read() -> None:
    """A single answer, a list of tweets, and those into which a tool has put what they refer to."""
    media = [{"media_key": "3_1", "type": "photo", "url": "https://pbs.twimg.com/media/a.jpg"}]
    flat = v2(1) | {
        "author": {"id": "1", "username": "mira_tides"},
        "attachments": {"media_keys": ["3_1"], "media": media},
    }
    for value in ({"data": flat}, [flat], flat, {"data": [flat], "meta": {}}):
        thread = story(value)
        assert (thread.author.handle, len(thread.tweets[0].media)) == ("mira_tides", 1)


def test_missing_includes_and_errors() -> None:
    """Authors and media that are not there leave blanks; errors beside the data say why tweets are missing."""
    value = {"data": [v2(2, to=1, attachments={"media_keys": ["3_9"], "poll_ids": ["7"]}), v2(3, to=2)]}
    value |= {"errors": [{"resource_id": x_id(1), "title": "Authorization Error"}, {"value": "5", "title": "?"}, {}]}
    thread = story(value)
    assert (thread.author.handle, thread.tweets[0].gap, thread.source_id) == ("", Gap.PRIVATE, x_id(1))
    assert "no posts that can be a story" in refusal(
        {"meta": {"result_count": 0}, "includes": {"users": [{"public_metrics": {}}]}}
    )


def test_retweets_are_left_out() -> None:
    """In each of the shapes."""
    for value in (
        v2_page(v2(1) | {"referenced_tweets": [{"type": "retweeted", "id": x_id(9)}]}),
        [v1(1, retweeted_status=v1(9))],
        page(web(1, beside={}, retweeted_status_result={"result": web(9)})),
    ):
        assert "no posts that can be a story" in refusal(value)


def test_media_links_are_dropped_once_each() -> None:
    """One link repeated for each picture, media joined by key, films as MP4, descriptions kept; &amp; once."""
    text = "Look &amp; see 🌊 https://t.co/pic"
    span = {"start": 16, "end": 32, "url": "https://t.co/pic"}
    urls = [span | {"media_key": key, "expanded_url": "https://x.com/a/status/1/photo/1"} for key in ("3_1", "7_2")]
    media = [
        {
            "media_key": "3_1",
            "type": "photo",
            "url": "https://pbs.twimg.com/a.jpg",
            "alt_text": "A lamp.",
            "width": 5,
            "height": 6,
        },
        {
            "media_key": "7_2",
            "type": "animated_gif",
            "preview_image_url": "https://pbs.twimg.com/p.jpg",
            "variants": [{"bit_rate": 1, "content_type": "video/mp4", "url": "https://video.twimg.com/a.mp4"}],
        },
        {"media_key": "7_3", "type": "video"},
    ]
    tweet = v2(
        1,
        text,
        entities={"urls": urls, "hashtags": [{"tag": "lamp"}]},
        attachments={"media_keys": ["3_1", "7_2", "7_3"]},
    )
    (read,) = story(v2_page(tweet | {"possibly_sensitive": True}, media=media))
    assert read.text == "Look & see 🌊"
    assert [(item.kind, item.url[-5:], item.alt, item.sensitive) for item in read.media] == [
        (MediaKind.PHOTO, "a.jpg", "A lamp.", True),
        (MediaKind.GIF, "a.mp4", "", True),
    ]
    assert read.tags == ("lamp",)


def test_polls_and_quotes_that_are_not_there() -> None:
    """Votes and the end of a poll; a quoted tweet of which only the link is known."""
    text = "Which? https://t.co/quo"
    status = f"https://twitter.com/otto/status/{x_id(90)}"
    entities = {"urls": [{"start": 7, "end": 23, "url": "https://t.co/quo", "expanded_url": status}]}
    tweet = v2(1, text, entities=entities, attachments={"poll_ids": ["7", "8"]})
    tweet["referenced_tweets"] = [{"type": "quoted", "id": x_id(90)}]
    polls = [
        {"id": "7", "options": [{"label": "Red", "votes": 3}], "end_datetime": "2022-03-03T09:00:00Z"},
        {"id": "8"},
    ]
    (read,) = story(v2_page(tweet, polls=polls[:1]))
    assert (read.text, read.quote and read.quote.url) == ("Which?", f"https://x.com/otto/status/{x_id(90)}")
    assert read.poll
    assert (read.poll.options[0].votes, read.poll.closes is not None) == (3, True)
    (without,) = story(v2_page(tweet | {"attachments": {"poll_ids": ["8"]}, "entities": {}}, polls=polls[1:]))
    assert (without.poll, without.text) == (None, text)


def test_long_posts_are_whole() -> None:
    """A stub is escaped; the whole text is undone only where it is escaped too."""
    stub = "a &amp; b…"
    for whole, wanted in (("a &amp; b &lt; c", "a & b < c"), ("a & b &lt; c", "a & b &lt; c")):
        assert texts(story(v2_page(v2(1, stub, note_tweet={"text": whole})))) == [wanted]


def test_edits_and_their_answers() -> None:
    """The last version stands, answers go to it; an outdated one alone waits for a look."""
    versions = [x_id(2), x_id(3)]
    first, second = (v2(n, f"Version {n}.", to=1, edit_history_tweet_ids=versions) for n in (2, 3))
    thread = story(v2_page(v2(1), first, second, v2(4, to=2)))
    assert (numbers(thread), thread.tweets[1].edited) == ([1, 3, 4], True)
    outdated = story(v2_page(v2(1), first))
    assert (numbers(outdated), "newer version" in outdated.review[0]) == ([1, 2], True)


def test_own_tweets_that_are_only_referred_to_count() -> None:
    """An answered tweet of the author among the includes is part of the thread; a stranger's is not."""
    answers = v2(3, to=2)
    assert numbers(story(v2_page(answers, tweets=[v2(2, to=1), v2(1)]))) == [1, 2, 3]
    assert numbers(story(v2_page(v2(3, to=2, in_reply_to_user_id="2"), tweets=[v2(2, by="2")]))) == [3]
    assert numbers(story(v2_page(answers, v2(2, to=1), tweets=[v2(2, to=1), v2(1)]))) == [1, 2, 3]


def test_protected_accounts_make_protected_drafts() -> None:
    """Their posts are not for everybody."""
    private = [{"id": "1", "username": "mira_tides", "protected": True}]
    user = {"id_str": "1", "screen_name": "mira_tides", "protected": True}
    for value in ({"data": v2(1), "includes": {"users": private}}, [v1(1, user=user)]):
        thread = story(value)
        assert (thread.protected, len(thread.review)) == (True, 1)


def test_texts_that_programs_got_cut() -> None:
    """The whole of a tweet beside its cut form; where there is none a person looks."""
    whole = {"full_text": "The whole of it.", "entities": {}, "display_text_range": [0, 16]}
    cut = v1(1, truncated=True) | {"text": "The who…", "full_text": None}
    assert texts(story([cut | {"extended_tweet": whole}])) == ["The whole of it."]
    assert "cut short" in story([cut]).review[0]


def test_quotes_of_the_first_api() -> None:
    """The quoted tweet's words and author; its link leaves the text, and what it quotes is no post of the file."""
    text = "Hm. https://t.co/quo"
    urls = [
        {"url": "https://t.co/quo", "expanded_url": f"https://twitter.com/otto/status/{x_id(90)}", "indices": [4, 20]}
    ]
    quoted = v1(
        90, "Who &amp; why? https://t.co/pic", by="2", entities={"urls": [], "media": [{"url": "https://t.co/pic"}]}
    )
    known: dict[str, Any] = {"is_quote_status": True, "quoted_status_id_str": x_id(90), "entities": {"urls": urls}}
    (read,) = story([v1(1, text, quoted_status=quoted, **known)])
    assert read.quote
    assert (read.text, read.quote.text, read.quote.author.handle) == ("Hm.", "Who & why?", "otto")
    (lost,) = story([v1(1, text, **known)])
    assert lost.quote
    assert (lost.text, lost.quote.url) == ("Hm.", f"https://x.com/otto/status/{x_id(90)}")
    permalink: dict[str, Any] = {"quoted_status_permalink": {"expanded": "https://twitter.com/otto/status/90"}}
    (linked,) = story([v1(1, "Hm.", **known, **permalink)])
    assert linked.quote
    assert (linked.text, linked.quote.url) == ("Hm.", "https://twitter.com/otto/status/90")
    (none,) = story([v1(1, text, entities={"urls": urls})])
    assert (none.quote, "status" in none.text) == (None, True)


def test_descriptions_of_pictures_are_kept() -> None:
    """`ext_alt_text` is the author's."""
    media = [
        {
            "url": "https://t.co/pic",
            "media_url_https": "https://pbs.twimg.com/a.jpg",
            "type": "photo",
            "ext_alt_text": "A lamp.",
            "original_info": {"width": 7, "height": 8},
        }
    ]
    (read,) = story([v1(1, "Lit. https://t.co/pic", entities={"media": media})])
    assert (read.text, read.media[0].alt, read.media[0].width) == ("Lit.", "A lamp.", 7)


def test_pages_have_long_posts_quotes_polls_and_edits() -> None:
    """What X's pages keep beside a tweet."""
    note = {
        "text": "=> whole https://t.co/lnk",
        "entity_set": {
            "urls": [{"url": "https://t.co/lnk", "expanded_url": "https://lamp.example", "indices": [9, 25]}],
            "hashtags": [{"text": "lamp", "indices": [0, 4]}],
        },
    }
    quoted = web(
        90,
        "Cut…",
        by="2",
        moved=True,
        beside={"note_tweet": {"note_tweet_results": {"result": {"text": "Whole quote."}}}},
    )
    values = [
        {"key": "choice1_label", "value": {"string_value": "Red"}},
        {"key": "choice1_count", "value": {"string_value": "12"}},
        {"key": "end_datetime_utc", "value": {"string_value": "2022-03-03T09:00:00Z"}},
        {"key": 3, "value": 4},
        7,
    ]
    beside = {
        "note_tweet": {"note_tweet_results": {"result": note}},
        "quoted_status_result": {"result": {"__typename": "TweetWithVisibilityResults", "tweet": quoted}},
        "card": {"legacy": {"binding_values": values}},
        "edit_control": {"edit_tweet_ids": [x_id(0), x_id(1)]},
    }
    thread = story(page(web(1, "Cut…", moved=True, beside=beside, is_quote_status=True, quoted_status_id_str=x_id(90))))
    (read,) = thread
    assert (read.text, read.tags, read.edited) == ("=> whole https://lamp.example", ("lamp",), True)
    assert read.quote
    assert (read.quote.text, read.quote.author.handle) == ("Whole quote.", "otto")
    assert read.poll
    assert (read.poll.options[0].label, read.poll.options[0].votes) == ("Red", 12)
    assert thread.author.avatar_url == "https://pbs.twimg.com/a.jpg"


def test_cards_of_other_shapes_are_no_polls() -> None:
    """Links have cards too."""
    for card in ({"binding_values": {"title": {"string_value": "A"}, "b": 1}}, {"binding_values": 5}, {}):
        assert story([v1(1, card=card)]).tweets[0].poll is None


def test_tombstones_say_why_a_tweet_is_missing() -> None:
    """Deleted or unavailable, by the id of their entry; limited visibility hides nothing from the file."""
    value = page(
        web(1),
        {"__typename": "TweetWithVisibilityResults", "tweet": web(2, to=1)},
        {"__typename": "TweetTombstone", "rest_id": x_id(3)},
        web(4, to=3),
        {"__typename": "TweetUnavailable", "rest_id": x_id(5)},
        web(6, to=5),
    )
    thread = story(value)
    assert [tweet.gap for tweet in thread] == [None, None, Gap.DELETED, None, Gap.UNAVAILABLE, None]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ([v1(1) | {"entities": {"urls": 5}}, v1(3)], '"urls" has to be a list'),
        ([v1(1) | {"id_str": "lamp"}, v1(3)], '"id_str" has to be the id of a tweet'),
        (v2_page({"id": None, "author_id": "1"}, v2(3, root=3)), '"id" has to be the id of a tweet'),
        (v2_page(v2(1) | {"text": 5}, v2(3, root=3)), '"text" has to be text'),
        ([7, v2(3, root=3)], "has to be a JSON object"),
        (page(web(1) | {"note_tweet": 7}, web(3)), "note_tweet has to be a JSON object"),
        (page(web(1, text=" ")), "Tweet 1 is empty"),
    ],
)
def test_what_cannot_be_read_keeps_nothing_else_out(value: Any, why: str) -> None:
    """It is named after the stories that could be read."""
    assert why in refusal(value)
