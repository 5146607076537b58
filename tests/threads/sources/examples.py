"""A document of every format, for what has to hold of them all. A format without one fails its tests."""

import io
import json
import zipfile

from tests.threads.sources.mastodon_archives import actor, create, outbox, tarred, zipped
from tests.threads.sources.saved_posts import DID, below, bsky, context, page, toot, v1, v2, v2_page, web, x_id, x_post
from tests.threads.sources.x_archives import account_js, note, script, tweet, tweets_js, url, whole

TEXT = "See https://t.co/lnk &amp; #lamp 👩‍🚀"
LINKS = {
    "urls": [url(TEXT, "https://t.co/lnk", "https://lamp.example/log")],
    "hashtags": [{"text": "lamp", "indices": ["22", "27"]}],
}
FACET = {"index": {"byteStart": 0, "byteEnd": 4}, "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "lamp"}]}
PICTURE = {"images": [{"thumb": "https://a.example/t", "fullsize": "https://a.example/f", "alt": "A lamp."}]}
FILE = {"type": "image", "url": "https://sea.example/a.jpg", "description": "A lamp."}
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Log</title>
<item><title>Two</title><guid>https://lamp.example/2</guid><description>&lt;p&gt;Lit.&lt;/p&gt;</description></item>
<item><guid>https://lamp.example/1</guid><pubDate>Wed, 05 Dec 2012 00:58:26 +0700</pubDate>
<description>Dark.</description>
<enclosure url="https://lamp.example/1.jpg" type="image/jpeg"/></item></channel></rss>"""
TABLE = """"tweet_id","in_reply_to_status_id","in_reply_to_user_id","timestamp","source","text","expanded_urls"
"33000000001","","","2013-05-31 22:29:28 +0000","web","See http://t.co/lnk &amp; #lamp","https://lamp.example/log"
"33000000002","33000000001","7001","2013-05-31 22:30:28 +0000","web","Two ""lines"",
and no more.",""
"""
PAGE = (
    '<!doctype html><div class="content-tweet" id="tweet_1" data-tweet="12" data-screenname="mira">One <a class='
    '"entity-url" href="https://lamp.example">lamp</a>.</div><div class="content-tweet" data-tweet="13">Two.</div>'
)


def archive() -> bytes:
    """An X archive with a thread, a note and an edit."""
    edit = {"edit": {"editControlInitial": {"editTweetIds": ["1", "2"]}}}
    tweets = [tweet(1, TEXT, entities=LINKS), tweet(2, to=1, edit_info=edit), tweet(3, "@mira_tides Long…", to=2)]
    files = whole(*tweets, note_tweet=script("note_tweet", [note(3, "Long and longer.")]), account=account_js())
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return data.getvalue()


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


EXAMPLES: dict[str, list[bytes]] = {
    "spool": [_json({"spool": 1, "source": "x", "source_id": "1", "tweets": [{"text": "One."}, {"gap": "deleted"}]})],
    "x-archive": [archive(), tweets_js(tweet(1, TEXT, entities=LINKS), tweet(2, to=1)).encode(), TABLE.encode()],
    "x-web": [_json(page(web(1, TEXT, entities=LINKS), web(2, to=1, moved=True), {"__typename": "TweetTombstone"}))],
    "x-api-v2": [_json(v2_page(v2(1), v2(2, to=1), v2(4, to=3))), _json(v2(1)) + b"\n" + _json(v2_page(v2(2, to=1)))],
    "x-api-v1": [_json([v1(1, TEXT, entities=LINKS, quoted_status_id_str=x_id(9)), v1(2, to=1)])],
    "fxtwitter": [_json({"code": 200, "thread": [x_post(1), x_post(2, to=1, media={"photos": [FILE]})]})],
    "bluesky": [
        _json({"thread": below(bsky(1, "lamp", record={"facets": [FACET]}), below(bsky(2, to=1, embed=PICTURE)))}),
        _json({"feed": [{"post": bsky(4, to=3, did=DID)}, {"post": bsky(1)}]}),
    ],
    "mastodon": [_json([toot(1, media_attachments=[FILE], spoiler_text="sea"), context([], [toot(2, to=1)])])],
    "mastodon-archive": [
        outbox(create(1, "<p>A #Lamp &amp; more</p>", summary="dark"), create(2, to=1)),
        zipped({"outbox.json": outbox(create(1), create(2, to=1)), "actor.json": actor()}),
        tarred({"outbox.json": outbox(create(1), create(2, to=1)), "actor.json": actor()}),
    ],
    "feed": [
        FEED.encode(),
        _json({"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "content_text": "Lit."}]}),
    ],
    "thread-reader-html": [PAGE.encode()],
    "thread-reader": [b"mira Profile picture\n\nMay 4, 2021, 2 tweets\n\nOne.\n\nTwo.\n"],
    "text": [b"---\nauthor: Mira\nid: lamp\n---\nOne.\n\nTwo."],
}
