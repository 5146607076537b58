"""Real files, where the samples are there: each comes in, with as many stories and tweets as were counted in it."""

import os
from datetime import date
from pathlib import Path

import pytest

from threads.errors import UnreadableSource
from threads.model import Thread
from threads.sources import registry, x_archive
from threads.sources.document import Document

pytestmark = pytest.mark.skipif("SPOOL_SAMPLES" not in os.environ, reason="SPOOL_SAMPLES names no folder of samples")
TODAY = date(2026, 11, 23)

COUNTS = {
    "bluesky/fxembed_thread-gallery.json": [1],
    "bluesky/fxembed_thread-multi-image.json": [1],
    "bluesky/getAuthorFeed_chriskenny.json": [1, 1, 1, 1, 1, 2, *[1] * 13],
    "bluesky/getPostThread_selfthread_jbgruber_root.json": [4],
    "bluesky/getPostThread_single_image_facets.json": [1],
    "feeds/granary/article_with_audio_video.feed-from-as.json": [1],
    "feeds/granary/feed_with_audio_video.rss.xml": [1, 1],
    "feeds/granary/feed_with_authors.rss.xml": [1, 1],
    "feeds/granary/feed_with_note.rss.xml": [1],
    "feeds/granary/note.feed-from-as.json": [1],
    "feeds/nitter_items_composite.rss.xml": [1, 2],
    "mastodon/context_private_3post_selfthread.json": [3],
    "mastodon/context_with_selfreply_and_others.json": [2],
    "mastodon/status_cw_gifv_hashtag_customemoji_edited.json": [1],
    "mastodon/status_media_a.json": [1],
    "mastodon/status_poll.json": [1],
    "mastodon/status_quote_nested.json": [1],
    "x_api_v11/extended_tweet_in_compat_mode.json": [1],
    "x_api_v11/extended_tweet_in_extended_mode.json": [1],
    "x_api_v11/get_status_ext_alt.json": [1],
    "x_api_v2/cotweet.jsonl": [1],
    "x_api_v2/edited_after.jsonl": [1],
    "x_api_v2/edited_before.jsonl": [1],
    "x_api_v2/many_urls.jsonl": [2],
    "x_api_v2/media_tweet.jsonl": [1],
    "x_api_v2/quoted_edit.jsonl": [1],
    "x_archive_grailbird/lildude_2018_01.js": [4],
}
"""Tweets of each story, gaps counted."""

REFUSED = {
    # The file ends within its last line; what stands before comes in.
    "x_api_v2/streaming_output_with_error.jsonl": ([1, 1, 1, 1], "line 8 of streaming_output"),
    # Feeds that are wrong on purpose, and have nothing else.
    "feeds/granary/attachments.feed.json": ([], "Tweet 1 is empty"),
    "feeds/granary/invalid_content_fields.feed.json": ([], '"content_html" has to be text'),
    # Accounts without a thread.
    "x_archive_tweetjs_2020/data/tweet.js": ([], "holds 22 tweets, but no thread"),
    "x_archive_grailbird/lildude_2009_06.js": ([], "holds 7 tweets, but no thread"),
    "x_archive_tweetjs_2020/data/manifest.js": ([], "holds no tweets and stays closed"),
    "thread_reader/listing_cards_homepage_2018.html": ([], "only the beginnings"),
}


def folder() -> Path:
    """Where the samples are."""
    return Path(os.environ["SPOOL_SAMPLES"])


def read(path: str) -> tuple[list[Thread], str]:
    """The stories of a sample, and why not all of it could be read."""
    found: list[Thread] = []
    try:
        found.extend(registry.read(Document.open(folder() / path), today=TODAY))
    except UnreadableSource as error:
        return found, str(error)
    return found, ""


@pytest.mark.parametrize("path", COUNTS)
def test_samples_come_in(path: str) -> None:
    """As many stories and tweets as counted, without a complaint."""
    found, why = read(path)
    assert ([len(thread) for thread in found], why) == (COUNTS[path], "")
    assert all(thread.author.shown for thread in found)


@pytest.mark.parametrize("path", REFUSED)
def test_samples_that_are_not_whole_say_so(path: str) -> None:
    """What can be read of them is one thing, the sentence another."""
    counts, sentence = REFUSED[path]
    found: list[int] = []
    with pytest.raises(UnreadableSource, match=sentence):
        for thread in registry.read(Document.open(folder() / path), today=TODAY):
            found.append(len(thread))  # noqa: PERF401  # what came before the error is looked at
    assert found == counts


def test_lone_tweets_of_an_unpacked_archive() -> None:
    """All of its first posts; answers to others stay out."""
    with x_archive.archive(Document.of_folder(folder() / "x_archive_tweetjs_2020"), 1) as archive:
        found = list(archive.stories(archive.threads()))
    assert (len(found), {thread.author.handle for thread in found}) == (13, {"LumenInferius"})
    assert all(len(thread.tweets[0].media) == 1 and "t.co" not in thread.tweets[0].text for thread in found)


def test_no_sample_was_forgotten() -> None:
    """Every file is counted here, has a test of its own, or is no story (schemas, rules, word lists)."""
    named = {*COUNTS, *REFUSED}
    others = ("thread_reader/", "twitter_text/", "bluesky/lexicons/", "SOURCES.md")
    files = {str(path.relative_to(folder())) for path in folder().rglob("*") if path.is_file()}
    assert {path for path in files if not path.startswith(others)} == named - {
        "thread_reader/listing_cards_homepage_2018.html"
    }
