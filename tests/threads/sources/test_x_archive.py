"""Archives of X accounts: which tweets are a thread, and what a tweet says."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.threads.sources.x_archives import (
    OWNER,
    STRANGER,
    account_js,
    folder,
    id_of,
    numbers,
    of,
    packed,
    script,
    stories,
    tweet,
    tweets_js,
    url,
    whole,
)
from threads.errors import UnreadableSource
from threads.model import Gap, MediaKind, Moment, Precision
from threads.sources import registry, x_archive
from threads.sources.document import Document

TODAY = date(2026, 3, 14)


def chain(*numbers: int) -> list[dict[str, Any]]:
    """Tweets that each answer the one before."""
    return [tweet(number, to=before) for before, number in zip((None, *numbers), numbers, strict=False)]


def text_of(text: str, **fields: Any) -> str:
    """What a reader sees of a tweet with this text: the first of a thread of two."""
    (story,) = of(tweet(1, text, **fields), tweet(2, to=1))
    return story.tweets[0].text


@pytest.mark.parametrize("order", [1, -1])
def test_every_thread_comes_in_by_who_answers_whom(order: int) -> None:
    """Two threads woven into each other and a lone tweet, in either order of the file; the oldest thread first."""
    tweets = [*chain(1, 4, 5), *chain(2, 3, 7), tweet(6)]
    assert [numbers(story) for story in of(*tweets[::order])] == [[1, 4, 5], [2, 3, 7]]


def test_a_long_thread_stays_whole() -> None:
    """Twenty-two tweets, and more than Python would recurse."""
    assert [len(story) for story in of(*chain(*range(22)), *chain(*range(100, 1600)))] == [22, 1500]


def test_a_story_says_whose_it_is_and_when(tmp_path: Path) -> None:
    """Author from account.js, address, time and language from the tweets."""
    files = whole(*chain(1, 2), profile=script("profile", [{"profile": {"description": {"bio": "Tides."}}}]))
    (story,) = stories(packed(tmp_path / "a.zip", files))
    assert (story.source, story.source_id, story.lang) == ("x", id_of(1), "en")
    assert (story.author.handle, story.author.name, story.author.bio) == ("mira_tides", "Mira Tides", "Tides.")
    assert story.source_url == f"https://x.com/mira_tides/status/{id_of(1)}"
    assert story.written == Moment(at=datetime(2022, 3, 2, 9, 0, 1, tzinfo=UTC))
    assert story.review == ()


def test_a_side_branch_is_named_and_not_followed() -> None:
    """Of two answers the one that goes on is the thread, also when it is not the first."""
    (story,) = of(tweet(1), tweet(2, to=1), tweet(3, to=1), tweet(4, to=3), tweet(5, to=4))
    assert numbers(story) == [1, 3, 4, 5]
    assert id_of(2) in story.review[-1]
    many = of(*chain(1, 2, 3), *(tweet(number, to=1) for number in range(10, 15)))
    assert "5 of them" in many[0].review[-1]


def test_of_two_ends_the_earlier_one_is_the_thread() -> None:
    """Branches of one length: the lowest id goes on."""
    (story,) = of(tweet(1), tweet(3, to=1), tweet(2, to=1))
    assert numbers(story) == [1, 2]


def test_a_thread_below_somebody_elses_tweet_begins_with_the_own_answer(tmp_path: Path) -> None:
    """Its root is the first own tweet, whose mention stays; a lone answer is no thread."""
    tweets = [
        tweet(1, "@otto Indeed.", to=0, whom=STRANGER),
        tweet(2, to=1),
        tweet(9, "@otto No.", to=8, whom=STRANGER),
    ]
    (story,) = stories(folder(tmp_path, whole(*tweets)))
    assert numbers(story) == [1, 2]
    assert story.tweets[0].text == "@otto Indeed."


def test_a_reply_without_the_handle_it_answers_is_one_to_oneself() -> None:
    """The user's id, or the answered tweet alone, says so."""
    (story,) = of(tweet(1), tweet(2, to=1, whom=None), tweet(3, to=2, whom=None))
    assert numbers(story) == [1, 2, 3]


def test_own_mentions_go_and_other_peoples_stay(tmp_path: Path) -> None:
    """A reply to oneself may begin with `@me`; a first tweet that begins with a mention keeps it."""
    tweets = [tweet(1, "@mira_tides is me."), tweet(2, "@Mira_Tides Second.", to=1), tweet(3, "@otto Third.", to=2)]
    (story,) = stories(folder(tmp_path, whole(*tweets)))
    assert [each.text for each in story] == ["@mira_tides is me.", "Second.", "@otto Third."]


def test_a_lost_tweet_is_a_gap_and_its_story_waits(tmp_path: Path) -> None:
    """A first tweet that was deleted leaves its place, as the answer to it proves; both branches below it are told."""
    tweets = [tweet(2, to=1), tweet(3, to=2), tweet(7, to=6, whom=STRANGER)]
    (story,) = stories(folder(tmp_path, whole(*tweets)))
    assert (story.tweets[0].source_id, story.tweets[0].gap) == (id_of(1), Gap.DELETED)
    assert numbers(story) == [1, 2, 3]
    assert story.source_id == id_of(1)
    assert "beginning is missing" in story.review[0]


def test_the_owner_is_known_by_answers_when_no_file_tells() -> None:
    """Without account.js a lost tweet is the owner's when its user is whom the others answer."""
    found = of(*chain(1, 2), tweet(11, to=10), tweet(12, to=11), tweet(21, to=20, whom=STRANGER), tweet(22, to=21))
    assert [numbers(story) for story in found] == [[1, 2], [10, 11, 12], [21, 22]]


def test_a_partial_archive_only_lacks_what_it_lacks(tmp_path: Path) -> None:
    """What is not in it may be there on X."""
    manifest = 'window.__THAR_CONFIG = {"archiveInfo": {"isPartialArchive": true}};'
    (story,) = stories(folder(tmp_path, whole(tweet(2, to=1), tweet(3, to=2), manifest=manifest)))
    assert story.tweets[0].gap is Gap.UNAVAILABLE


def test_links_that_cannot_be_are_passed_over() -> None:
    """No tweet answers itself or a later one; an id that is none answers nobody."""
    odd = tweet(5, to=5) | {"in_reply_to_status_id_str": "lamp"}
    (story,) = of(tweet(1, to=2), tweet(2, to=1), tweet(3, to=3), odd)
    assert numbers(story) == [1, 2]


def test_retweets_are_left_out() -> None:
    """By their text and by what they carry; one that others answer is no part of a thread."""
    retweet = tweet(2, "RT @otto: The lamp…", to=1)
    grailbird = tweet(3, to=1) | {"retweeted_status": {"text": "The lamp."}}
    assert [numbers(story) for story in of(*chain(1, 5), retweet, grailbird)] == [[1, 5]]


def test_an_edited_tweet_is_its_last_version() -> None:
    """The newest version names the others; answers to those are answers to it."""
    versions = {"editTweetIds": [id_of(2), id_of(3)], "editsRemaining": "4"}
    newest = tweet(
        3, "Lit at last.", to=1, edit_info={"edit": {"initialTweetId": id_of(2), "editControlInitial": versions}}
    )
    (story,) = of(tweet(1), tweet(2, "Lit at lost.", to=1), newest, tweet(4, to=3), tweet(5, to=4))
    assert [(each.text, each.edited) for each in story][1] == ("Lit at last.", True)
    assert numbers(story) == [1, 3, 4, 5]
    (early,) = of(tweet(1), tweet(2, to=1), newest, tweet(4, to=2))
    assert numbers(early) == [1, 3, 4]


def test_lone_tweets_come_in_when_they_are_asked_for() -> None:
    """With threads of at least one tweet; answers to others stay out."""
    tweets = [*chain(1, 2), tweet(3), tweet(9, to=8, whom=STRANGER)]
    assert [numbers(story) for story in of(*tweets, least=1)] == [[1, 2], [3]]
    assert [numbers(story) for story in of(*chain(1, 2), *chain(5, 6, 7), least=3)] == [[5, 6, 7]]


def test_an_archive_without_threads_says_so() -> None:
    """One sentence with what it holds and what can be done."""
    with pytest.raises(
        UnreadableSource, match=r"tweets\.js holds 2 tweets, but no thread of at least 2: “spool import --min-tweets 1”"
    ):
        of(tweet(1), tweet(2))


def test_links_are_written_out() -> None:
    """At their place, which counts an emoji once; in a lower-case search when the place is wrong."""
    text = "👩‍🚀 a lamp https://t.co/aaa and &amp; https://t.co/aaab &amp;lt;"
    links = [
        url(text, "https://t.co/aaa ", "https://lamp.example/one"),
        url(text, "https://t.co/aaab", "https://lamp.example/two"),
    ]
    links[0] |= {"url": "https://t.co/aaa"}
    wanted = "👩‍🚀 a lamp https://lamp.example/one and & https://lamp.example/two &lt;"
    assert text_of(text, entities={"urls": links}) == wanted
    for wrong in (["3", "9"], ["x", "y"], ["1"], None, ["999", "1016"]):
        moved = [link | {"indices": wrong} for link in links]
        assert text_of(text, entities={"urls": moved}) == wanted


def test_a_link_that_is_nowhere_changes_nothing() -> None:
    """Nor does one without a letter, nor one that only begins another word, however often."""
    lost = {"url": "https://t.co/zzz", "expanded_url": "https://lamp.example", "indices": ["0", "4"]}
    assert text_of("Only words.", entities={"urls": [lost, {"url": ""}]}) == "Only words."
    begun = "https://t.co/zzzz " * 60
    assert text_of(begun, entities={"urls": [lost]}) == begun.strip()


def test_escapes_are_undone_once() -> None:
    """Old tweets hold bare signs, and what is no escape stays."""
    assert text_of("a &gt; b &lt&amp; c & d &copy; &amp;amp;") == "a > b &lt& c & d &copy; &amp;"


def picture(shown: str, **fields: Any) -> dict[str, Any]:
    """An entry of `media`."""
    return {
        "url": shown,
        "media_url": "http://pbs.twimg.com/media/lamp.jpg",
        "media_url_https": "https://pbs.twimg.com/media/lamp.jpg",
        "expanded_url": f"https://twitter.com/mira_tides/status/{id_of(1)}/photo/1",
        "type": "photo",
        "indices": ["0", "0"],
        "sizes": {"large": {"w": "1200", "h": "800", "resize": "fit"}},
    } | fields


def test_media_links_go_and_media_come() -> None:
    """At the end and in the middle; all items of the extended list, films as their widest MP4."""
    film = {
        "variants": [
            {"content_type": "application/x-mpegURL", "url": "https://video.twimg.com/lamp.m3u8"},
            {"content_type": "video/mp4", "bitrate": "256000", "url": "https://video.twimg.com/small.mp4?tag=14"},
            {"content_type": "video/mp4", "bitrate": "832000", "url": "https://video.twimg.com/wide.mp4"},
        ]
    }
    shown = "https://t.co/pic"
    items = [
        picture(shown),
        picture(shown, type="video", video_info=film),
        picture(shown, type="animated_gif", video_info=film),
    ]
    extended = {"media": [*items, picture(shown, media_url="", media_url_https="")]}
    (story,) = of(
        tweet(
            1,
            "Look, https://t.co/pic it is lit. https://t.co/pic",
            entities={"media": items[:1]},
            extended_entities=extended,
        ),
        tweet(2, "https://t.co/pic", to=1, entities={"media": items[:1]}, possibly_sensitive=True),
    )
    first, second = story
    assert first.text == "Look, it is lit."
    assert [item.kind for item in first.media] == [MediaKind.PHOTO, MediaKind.VIDEO, MediaKind.GIF]
    assert first.media[1].url == "https://video.twimg.com/wide.mp4"
    assert first.media[1].preview_url == first.media[0].url == "https://pbs.twimg.com/media/lamp.jpg"
    assert (first.media[0].width, first.media[0].height, first.media[0].sensitive) == (1200, 800, False)
    assert (second.text, len(second.media), second.media[0].sensitive) == ("", 1, True)
    assert story.author.handle == "mira_tides"  # from the pictures' own addresses


def test_a_link_to_a_tweet_at_the_end_is_a_quote() -> None:
    """Media behind it aside; in the middle of a text it is a link, and to a page of media too."""
    status = "https://twitter.com/otto/status/1400000000000000001"
    text = "As he said: https://t.co/quo https://t.co/pic"
    fields: dict[str, Any] = {
        "entities": {"urls": [url(text, "https://t.co/quo", status)], "media": [picture("https://t.co/pic")]}
    }
    (story,) = of(tweet(1, text, **fields), tweet(2, to=1))
    quote = story.tweets[0].quote
    assert (story.tweets[0].text, quote and quote.url) == (
        "As he said:",
        "https://x.com/otto/status/1400000000000000001",
    )
    assert quote
    assert quote.author.handle == "otto"
    for text, target in (
        ("See https://t.co/quo there.", status),
        ("See https://t.co/quo", f"{status}/photo/1"),
        ("See https://t.co/quo", "https://lamp.example"),
    ):
        (story,) = of(tweet(1, text, entities={"urls": [url(text, "https://t.co/quo", target)]}), tweet(2, to=1))
        assert story.tweets[0].quote is None
        assert target in story.tweets[0].text


def test_tags_are_those_that_x_named() -> None:
    """Without the list they are read from the text."""
    (story,) = of(
        tweet(1, "#lamp #no", entities={"hashtags": [{"text": "lamp", "indices": ["0", "5"]}]}),
        tweet(2, "#lamp", to=1) | {"entities": {}},
    )
    assert [each.tags for each in story] == [("lamp",), None]


def grailbird(*tweets: dict[str, Any], month: str = "2009_06") -> bytes:
    """A month of the oldest archives."""
    return tweets_js(*tweets).replace("window.YTD.tweets.part0 =", f"Grailbird.data.tweets_{month} =\n").encode()


def old(number: int, text: str, written: str, **fields: Any) -> dict[str, Any]:
    """A tweet of the oldest archives, which names its author; ids are numbers there."""
    user = {
        "screen_name": "mira_tides",
        "name": "Mira",
        "id_str": OWNER,
        "profile_image_url_https": "https://a.example/b.jpg",
    }
    return {
        "id_str": str(number),
        "id": number,
        "text": text,
        "created_at": written,
        "user": user,
        "entities": {},
    } | fields


def test_the_oldest_archives(tmp_path: Path) -> None:
    """A file for each month; days without a time; two spellings of dates; the author from the tweets."""
    june = [old(2_327_767_597, "Lamp &amp; log\u202f1", "2009-06-25 00:00:00 +0000")]
    reply = {"in_reply_to_status_id": 2_327_767_597, "in_reply_to_user_id": int(OWNER)}
    july = [
        old(2_400_000_000, "@mira_tides Second.", "Sat Jul 04 20:17:55 +0000 2009", **reply),
        old(949_389_384_138_321_921, "A new year.", "2018-01-05 00:00:00 +0000"),
    ]
    files = {
        "x/data/js/tweets/2009_06.js": grailbird(*june),
        "x/data/js/tweets/2009_07.js": grailbird(*july, month="2009_07"),
    }
    first, second = stories(packed(tmp_path / "old.zip", files), least=1)
    assert [each.text for each in first] == ["Lamp & log\u202f1", "Second."]
    assert first.written == Moment(at=datetime(2009, 6, 25, tzinfo=UTC), precision=Precision.DAY)
    assert first.tweets[1].written == Moment(at=datetime(2009, 7, 4, 20, 17, 55, tzinfo=UTC))
    assert second.written == Moment(at=datetime(2018, 1, 5, tzinfo=UTC))
    assert (first.author.handle, first.author.name, first.author.avatar_url) == (
        "mira_tides",
        "Mira",
        "https://a.example/b.jpg",
    )


def test_a_month_alone_is_read_and_cut_texts_are_told() -> None:
    """What its program had only cut short waits for a look, without the link that stood for the rest."""
    cut = old(20, "The lamp… https://t.co/aaa", "2009-06-25 10:00:00 +0000", truncated=True)
    cut["entities"] = {"urls": [url(cut["text"], "https://t.co/aaa", "https://twitter.com/i/web/status/20")]}
    (story,) = stories(Document.of("2009_06.js", grailbird(cut)), least=1)
    assert story.tweets[0].text == "The lamp…"
    assert "20 cut short" in story.review[0]


def test_a_file_that_names_nobody_makes_drafts() -> None:
    """Whose tweets they are has to be said by somebody."""
    (story,) = of(*chain(1, 2))
    assert story.author.shown == ""
    assert "does not say whose" in story.review[0]


def test_the_registry_finds_archives(tmp_path: Path) -> None:
    """A zip, a folder and a script each are detected."""
    files = whole(*chain(1, 2))
    documents = [
        packed(tmp_path / "a.zip", files),
        folder(tmp_path / "b", files),
        Document.of("tweets.js", ("\ufeff" + tweets_js(*chain(1, 2)) + ";\n").encode()),
        Document.of("tweet.js", tweets_js(*chain(1, 2), name="tweet").encode()),
        Document.of("community-tweet.js", tweets_js(*chain(1, 2), name="community_tweet").encode()),
    ]
    assert [len(story) for each in documents for story in registry.read(each, today=TODAY)] == [2] * 5


def test_entries_without_their_wrapping_are_read() -> None:
    """Early archives list the tweets themselves."""
    data = script("tweet", chain(1, 2)).encode()
    assert [numbers(story) for story in stories(Document.of("tweet.js", data))] == [[1, 2]]


def test_found_threads_say_how_they_begin(tmp_path: Path) -> None:
    """Length, date and first words, before any story is made; chosen ones alone come in."""
    with x_archive.archive(folder(tmp_path, whole(*chain(1, 2), *chain(5, 6, 7)))) as archive:
        found = archive.threads()
        assert [(len(each), each.written and each.written.at.minute, each.text) for each in found] == [
            (2, 0, "Lamp 1 is lit."),
            (3, 0, "Lamp 5 is lit."),
        ]
        assert [numbers(story) for story in archive.stories(found[1:])] == [[5, 6, 7]]


def test_an_account_file_with_oddities_says_nothing(tmp_path: Path) -> None:
    """Damaged and odd files of the owner keep no tweet out."""
    for n, odd in enumerate(
        ("window.YTD", script("account", [3]), script("account", [{"account": {"username": 5}}]), "{")
    ):
        (story,) = stories(folder(tmp_path / str(n), whole(*chain(1, 2)) | {"data/account.js": odd}))
        assert story.author.handle == ""
    assert account_js() in whole()["data/account.js"]
