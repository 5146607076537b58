"""What the server does to text and entities after parsing: cleaning, trimming, splitting, finding."""

from typing import Any

import pytest

from bot.sandbox.autolinks import find
from bot.sandbox.entities import tidy
from bot.sandbox.html import parse
from bot.sandbox.world import World
from tests.bot.sandbox.conftest import Bot


def shown(text: str) -> list[tuple[str, str]]:
    """Each entity of the marked-up text with what it covers, in order."""
    return covered(*tidy(*parse(text)))


def covered(plain: str, entities: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Entities as pairs of type and covered text."""
    units = plain.encode("utf-16-le")
    return [
        (item["type"], units[item["offset"] * 2 : (item["offset"] + item["length"]) * 2].decode("utf-16-le"))
        for item in entities
    ]


CLEANED = [
    ("a\r\nb", "a\nb"),
    ("a\tb\x00c\x1fd", "a b c d"),
    ("a\u2028b\u202ec", "abc"),
    ("\n  a  \n", "a"),
    ("a\u200fb", "a\u200fb"),
    ("a\u2029\u2068b\u2069", "a\u2068b\u2069"),
    (" \u200b\u2800 ", ""),
]


@pytest.mark.parametrize(("given", "kept"), CLEANED)
def test_text_is_cleaned_as_the_server_cleans_it(given: str, kept: str) -> None:
    """Carriage returns and direction overrides go, control characters become spaces, ends are trimmed."""
    assert tidy(given, []) == (kept, [])


SPLIT = [
    ("<b> a </b>", [("bold", "a")]),
    ("<b>a</b> <i> </i>b", [("bold", "a")]),
    ("<b>a<i>b</i>c</b>", [("bold", "a"), ("bold", "bc"), ("italic", "b")]),
    ("<b>a<b>b</b></b>", [("bold", "ab")]),
    ("<b>a</b><b>b</b>", [("bold", "ab")]),
    (
        "<b>see <a href='https://a.org'>it</a> now</b>",
        [("bold", "see "), ("text_link", "it"), ("bold", "it"), ("bold", "now")],
    ),
    ("<code>a<b>b</b></code>", [("code", "ab")]),
    ("<b>a<code>b</code></b>", [("bold", "a"), ("code", "b")]),
    ("<pre><code>a</code></pre>", [("pre", "a")]),
    ("<a href='https://a.org'><code>a</code></a>", [("code", "a")]),
    ("<blockquote>a<blockquote>b</blockquote></blockquote>", [("blockquote", "ab")]),
    ("<a href='https://a.org'>a<blockquote>b</blockquote></a>", [("blockquote", "b")]),
    ("<blockquote>a <a href='https://a.org'>b</a></blockquote>", [("blockquote", "a b"), ("text_link", "b")]),
    ("  <b>  a\r</b>\r ", [("bold", "a")]),
    ("x <pre> </pre>", []),
    ("x <a href='https://a.org'> </a> y", [("text_link", " ")]),
]


@pytest.mark.parametrize(("text", "entities"), SPLIT)
def test_entities_are_joined_split_and_dropped_as_on_the_server(text: str, entities: list[tuple[str, str]]) -> None:
    """Styles touch and split, code holds nothing else, quotations never nest."""
    assert shown(text) == entities


FOUND = [
    ("#tag #1 #1a #ü_b x#no #a#b #a# #", ["#tag", "#1a", "#ü_b"]),
    ("#" + "a" * 300, ["#" + "a" * 256]),
    ("@name @abc @gif a@name @name2b! @na-me", ["@name", "@gif", "@name2b"]),
    ("/go /go@spool_bot a/b //c /go@ab </d> (/e)", ["/go", "/go@spool_bot", "/e"]),
    ("$USD a$USD $usd $1INCH", ["$USD", "$1INCH"]),
    (
        "https://a.org/x(1)), a.org. http://localhost x.y 1.2.3.4 1.2.3 a.info",
        ["https://a.org/x(1)", "a.org", "1.2.3.4", "a.info"],
    ),
    (
        "ftp://a.museum a.museum https://-a-.org https://a_b.c-d https://a.org/?",
        ["ftp://a.museum", "https://a.org/"],
    ),
    ("mail me@a.org now", ["me@a.org"]),
    ("https://a.org/@name/#tag", ["https://a.org/@name/#tag"]),
    ("tg://resolve?domain=x", ["tg://resolve?domain=x"]),
    ("https://a.org/«x» https://a.org/[x]] https://a.org#", ["https://a.org/", "https://a.org/[x]", "https://a.org"]),
]


@pytest.mark.parametrize(("text", "found"), FOUND)
def test_what_telegram_finds_by_itself(text: str, found: list[str]) -> None:
    """Tags, mentions, commands, cashtags, addresses."""
    assert [part for _, part in covered(text, find(text))] == found


def test_a_hashtag_inside_a_link_stays_a_link_and_a_bare_one_is_a_trap() -> None:
    """Found entities give way to links and code, and split styles."""
    text = "<a href='https://t.me/spool_bot?start=h_x'>#tag</a> <code>#tag</code> <b>a #tag</b>"
    assert shown(text) == [
        ("text_link", "#tag"),
        ("code", "#tag"),
        ("bold", "a "),
        ("hashtag", "#tag"),
        ("bold", "#tag"),
    ]


def test_a_tag_half_inside_a_quotation_is_not_found() -> None:
    """Entities cross no quotation's edge."""
    assert shown("#a<blockquote>b</blockquote>") == [("blockquote", "b")]


def test_a_hundred_entities_are_kept_links_before_styles() -> None:
    """More than a hundred entities lose the last styles."""
    text = "".join(f"<b>{n}</b> " for n in range(80)) + "".join(f"<a href='https://a.org'>{n}</a> " for n in range(40))
    kinds = [kind for kind, _ in shown(text)]
    assert (kinds.count("bold"), kinds.count("text_link")) == (60, 40)


GIVEN: list[tuple[Any, str]] = [
    ({}, "Bad Request: expected an Array of MessageEntity"),
    (["x"], "Bad Request: can't parse MessageEntity: expected an Object"),
    ([{"type": "bold", "offset": 0}], "Bad Request: can't parse MessageEntity: Can't find field \"length\""),
    (
        [{"type": "bold", "offset": "a", "length": 1}],
        'Bad Request: can\'t parse MessageEntity: Field "offset" must be of type Number',
    ),
    (
        [{"type": "loud", "offset": 0, "length": 1}],
        "Bad Request: can't parse MessageEntity: Unsupported type specified",
    ),
    ([{"type": "bold", "offset": -1, "length": 1}], "Bad Request: receive an entity with incorrect offset -1"),
    (
        [{"type": "bold", "offset": 100, "length": 1}],
        "Bad Request: entity begins after the end of the text at UTF-16 offset 100",
    ),
    (
        [{"type": "bold", "offset": 0, "length": 100}],
        "Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100",
    ),
    (
        [{"type": "bold", "offset": 1, "length": 1}],
        "Bad Request: entity begins in a middle of a UTF-16 symbol at byte offset 4",
    ),
    (
        [{"type": "bold", "offset": 0, "length": 1}],
        "Bad Request: entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4",
    ),
    (
        [{"type": "text_link", "offset": 0, "length": 2}],
        "Bad Request: can't parse MessageEntity: Can't find field \"url\"",
    ),
    (
        [{"type": "text_link", "offset": 0, "length": 2, "url": "not-a-url"}],
        "Bad Request: entity URL 'not-a-url' is invalid: Wrong HTTP URL",
    ),
    (
        [{"type": "text_link", "offset": 0, "length": 2, "url": ""}],
        "Bad Request: entity URL '' is invalid: URL host is empty",
    ),
    (
        [{"type": "text_mention", "offset": 0, "length": 2}],
        "Bad Request: can't parse MessageEntity: Can't find field \"user\"",
    ),
    ([{"type": "text_mention", "offset": 0, "length": 2, "user": {"id": 5}}], "Bad Request: user not found"),
    (
        [{"type": "custom_emoji", "offset": 0, "length": 2}],
        "Bad Request: can't parse MessageEntity: Can't find field \"custom_emoji_id\"",
    ),
    (
        [{"type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "x"}],
        'Bad Request: can\'t parse MessageEntity: Field "custom_emoji_id" must be a valid Number',
    ),
    (
        [{"type": "date_time", "offset": 0, "length": 2}],
        "Bad Request: can't parse MessageEntity: Can't find field \"unix_time\"",
    ),
]


@pytest.mark.parametrize(("entities", "description"), GIVEN)
async def test_wrong_entities_are_refused(bot: Bot, reader: int, entities: Any, description: str) -> None:
    """Entities written out by the bot are checked against the text they stand on."""
    assert await bot.refused("sendMessage", chat_id=reader, text="😀x", entities=entities) == description


async def test_entities_written_out_are_kept(world: World, bot: Bot, reader: int) -> None:
    """Every kind a bot may write out; those the server finds itself are found again, custom emoji are dropped."""
    given = [
        {"type": "expandable_blockquote", "offset": 0, "length": 3},
        {"type": "text_link", "offset": 4, "length": 1, "url": f"tg://user?id={reader}"},
        {"type": "text_mention", "offset": 5, "length": 1, "user": {"id": reader}},
        {"type": "pre", "offset": 7, "length": 1, "language": "py"},
        {"type": "pre", "offset": 9, "length": 1},
        {"type": "date_time", "offset": 11, "length": 1, "unix_time": 60, "date_time_format": "r"},
        {"type": "custom_emoji", "offset": 13, "length": 2, "custom_emoji_id": "9"},
        {"type": "hashtag", "offset": 0, "length": 1},
    ]
    sent = await bot.ok("sendMessage", chat_id=reader, text="a b\ncd e f g 😀 #h", entities=given)
    assert [kind for kind, _ in covered(sent["text"], sent["entities"])] == [
        *("expandable_blockquote", "text_mention", "text_mention", "pre", "pre", "date_time", "hashtag"),
    ]
    assert sent["entities"][1]["user"]["first_name"] == "Rana"


async def test_someone_unknown_is_not_mentioned(bot: Bot, reader: int) -> None:
    """A link to a user Telegram does not know is plain text; a known one is a mention."""
    text = f"<a href='tg://user?id=1'>x</a> <a href='tg://user?id={reader}'>y</a>"
    sent = await bot.ok("sendMessage", chat_id=reader, text=text, parse_mode="HTML")
    assert covered(sent["text"], sent["entities"]) == [("text_mention", "y")]
