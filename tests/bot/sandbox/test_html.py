"""The HTML parse mode: what it takes, what it refuses and in which words."""

import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import tidy
from bot.sandbox.errors import ApiError
from bot.sandbox.html import WrongMarkup, parse, utf16

REFUSED = [
    ("<x>", 'Unsupported start tag "x" at byte offset 0'),
    ("é<p>", 'Unsupported start tag "p" at byte offset 2'),
    ("<>", 'Unsupported start tag "" at byte offset 0'),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("a <b", "Unclosed start tag at byte offset 2"),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<b>x</b y>", "Unclosed end tag at byte offset 4"),
    ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<a ", 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<a href>y</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
    ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ("<a href=a/b>y</a>", "Unexpected end of name token at byte offset 8"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<tg-emoji emoji-id="x">x</tg-emoji>', "Invalid custom emoji identifier specified"),
    ('<tg-time unix="soon">x</tg-time>', "Invalid date specified"),
    ('<tg-time unix="1" format="Q">x</tg-time>', "Invalid date-time format specified"),
    (
        "&#xd800;",
        "Text contains invalid Unicode characters after decoding HTML entities, "
        "check for unmatched surrogate code units",
    ),
]


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_wrong_markup_is_refused_in_the_words_of_the_server(text: str, why: str) -> None:
    """Each mistake has its own text, with the byte offset of the tag."""
    with pytest.raises(WrongMarkup) as refusal:
        parse(text)
    assert str(refusal.value) == why


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    """An entity as the Bot API writes it."""
    return {"type": kind, "offset": offset, "length": length, **more}


TAKEN: list[tuple[str, str, list[dict[str, Any]]]] = [
    ("<b>a</b><strong>b</strong>", "ab", [entity("bold", 0, 1), entity("bold", 1, 1)]),
    ("<i>a</i><em>b</em>", "ab", [entity("italic", 0, 1), entity("italic", 1, 1)]),
    ("<u>a</u><ins>b</ins>", "ab", [entity("underline", 0, 1), entity("underline", 1, 1)]),
    (
        "<s>a</s><strike>b</strike><del>c</del>",
        "abc",
        [entity("strikethrough", place, 1) for place in range(3)],
    ),
    (
        '<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>',
        "ab",
        [entity("spoiler", 0, 1), entity("spoiler", 1, 1)],
    ),
    ('<a href="https://a.org/?x=1&amp;y=2">q</a>', "q", [entity("text_link", 0, 1, url="https://a.org?x=1&y=2")]),
    ("<a>a.org</a>", "a.org", [entity("text_link", 0, 5, url="http://a.org/")]),
    ("<a href='nowhere'>q</a>", "q", []),
    ("<a href='tg://user?id=7'>q</a>", "q", [entity("text_mention", 0, 1, user={"id": 7})]),
    ("<CODE>x</code>", "x", [entity("code", 0, 1)]),
    ("<pre>x</>", "x", [entity("pre", 0, 1)]),
    ('<pre><code class="language-py">x</code></pre>', "x", [entity("pre", 0, 1, language="py")]),
    ('<code class="language-py"><pre>x</pre></code>', "x", [entity("pre", 0, 1, language="py")]),
    ('<code class="language-py">x</code>', "x", [entity("code", 0, 1)]),
    ('<code class="x">x</code>', "x", [entity("code", 0, 1)]),
    ("<blockquote>x</blockquote>", "x", [entity("blockquote", 0, 1)]),
    ("<blockquote expandable>x</blockquote>", "x", [entity("expandable_blockquote", 0, 1)]),
    ("<blockquote expandable >x</blockquote >", "x", [entity("expandable_blockquote", 0, 1)]),
    ('<tg-emoji emoji-id="5">😀</tg-emoji>', "😀", [entity("custom_emoji", 0, 2, custom_emoji_id="5")]),
    (
        '<tg-time unix="60" format="wDT">x</tg-time>',
        "x",
        [entity("date_time", 0, 1, unix_time=60, date_time_format="wDT")],
    ),
    ("<tg-time unix=60>x</tg-time>", "x", [entity("date_time", 0, 1, unix_time=60)]),
    ("<b></b>x", "x", []),
    ("<b >x</b>", "x", [entity("bold", 0, 1)]),
    ("<a href='https://A.org#x'>q</a>", "q", [entity("text_link", 0, 1, url="https://a.org/#x")]),
    ("😀<b>😀</b>", "😀😀", [entity("bold", 2, 2)]),
    ("&lt;&gt;&amp;&quot;&#65;&#x42;&#x43", '<>&"ABC', []),
    ("&apos;&nbsp;&LT;&ltx;&#0;&#x110000;&#;& &", "&apos;&nbsp;&LT;&ltx;&#0;&#x110000;&#;& &", []),
    ("&#1234567890;", "&#1234567890;", []),
    ("<a href='https://a.org/&b'>&foo;</a>", "&foo;", [entity("text_link", 0, 5, url="https://a.org/&b")]),
]


@pytest.mark.parametrize(("text", "plain", "entities"), TAKEN)
def test_markup_becomes_entities(text: str, plain: str, entities: list[dict[str, Any]]) -> None:
    """Every supported tag, attribute and character reference."""
    assert parse(text) == (plain, entities)


PIECES = st.lists(
    st.one_of(
        st.text(max_size=5),
        st.sampled_from(
            [
                *("<b>", "</b>", "<i>", "</i>", "<a href='", "'>", "</a>", '<code class="language-x">', "</code>"),
                *("<pre>", "</pre>", "<blockquote expandable>", "</blockquote>", "</>", "<", ">", "&", ";", "="),
                *("&#", "&#x", "&lt", "\n", " ", "\r", "😀", "#tag", "@name", "<tg-time unix=", "<span class="),
            ]
        ),
    ),
    max_size=20,
).map("".join)


@given(PIECES)
def test_the_parser_refuses_or_gives_entities_inside_the_text(text: str) -> None:
    """Whatever comes, there is a refusal of the server's kind or entities that lie within the text."""
    try:
        plain, entities = tidy(*parse(text))
    except (WrongMarkup, ApiError):
        return
    units = utf16(plain)
    for item in entities:
        assert 0 <= item["offset"] < item["offset"] + item["length"] <= units
        whole = plain.encode("utf-16-le")[item["offset"] * 2 : (item["offset"] + item["length"]) * 2]
        assert whole.decode("utf-16-le")


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    """What is escaped before sending is read as the same characters."""
    assert parse(html.escape(text, quote=False)) == (text, [])


@given(st.text(min_size=1), st.text(min_size=1))
def test_offsets_count_utf16_units(before: str, inside: str) -> None:
    """An entity stands exactly around its text, also behind emoji."""
    plain, entities = parse(f"{html.escape(before)}<b>{html.escape(inside)}</b>".replace("&#x27;", "'"))
    units = plain.encode("utf-16-le")
    start, length = entities[0]["offset"], entities[0]["length"]
    assert units[start * 2 : (start + length) * 2].decode("utf-16-le") == inside


def test_a_link_with_broken_brackets_is_no_mention() -> None:
    """`http://[` is no address that can be taken apart: the text stays, nothing is raised."""
    text, _ = parse('<a href="http://[">words</a>')
    assert text == "words"
