"""Markup made safe: nothing crosses, nothing nests deeply, and hostile pages are refused quickly."""

from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from threads.errors import UnreadableSource
from threads.sources.balanced_markup import MAX_ATTRIBUTES, MAX_DEPTH, MAX_STEPS, balanced

TAGS = (
    *("div", "b", "a", "p", "li", "svg", "g", "style", "script", "title", "foreignObject", "math", "select", "option"),
    *("table", "td", "tr", "ul", "dd", "button", "span", "form", "template", "textarea", "h1", "i", "path", "nobr"),
    *("iframe", "noscript", "body", "caption", "frameset", "plaintext", "image", "x-y"),
)
OTHERS = (
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "'",
    '"',
    "x='",
    ' a="',
    "</",
    ">",
    "<",
    '<a x="',
    "/>",
    "<!-->",
    "<?",
    "text",
)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<div><b>a</b></div>", "<div><b>a</b></div>"),
        ("<div><b>a</div>b</b>", "<div><b>a</b></div>b"),
        ("<b><div>a</b>b</div>c", "<b><div>ab</div>c</b>"),
        ("<p>a<p>b<p>c", "<p>a</p><p>b</p><p>c</p>"),
        ("<a title='</a>' x=\"<b>\" y=<i>>c</a>", "<a title='</a>' x=\"<b>\" y=<i>>c</a>"),
        ("a<!-- <b> -->b<!-->c<!x>d</>e</ f>g<?h?>i", "abcdegi"),
        ("<ScRiPt>'<b>'</sCript ><style>b</style><title>c</title>d", "d"),
        ("<iframe src=a>fallback <b></iframe>c", "<iframe src=a></iframe>c"),
        ("1 < 2 <3 <</b>b>c", "1 &lt; 2 &lt;3 &lt;b>c"),
        ("<br><img src=a>b</br>", "<br><img src=a>b"),
        ("<script>a", ""),
        ("a<b c='d>e", "a<b c='d>e></b>"),
        ("<svg><path d=1 /><g>a</svg>", "a"),
    ],
)
def test_markup_is_written_anew(markup: str, expected: str) -> None:
    """Elements end where they must, and what holds no story is left out."""
    written = balanced(markup, "page")
    assert written.replace("  ", " ") == expected


def refused_within(markup: str, seconds: float) -> bool:
    """Whether the page is refused, and quickly."""
    begun = monotonic()
    with pytest.raises(UnreadableSource, match="The markup of page is nested or crowded"):
        balanced(markup, "page")
    return monotonic() - begun < seconds


def test_deep_pages_are_refused_at_once() -> None:
    """A hundred thousand levels would take the parser half a minute, a thousand tags on the way no time."""
    assert refused_within("<div>" * 100_000, 15)
    assert refused_within("<i-x><div></i-x>" * 100_000, 15)
    assert "a" in balanced("<div>" * MAX_DEPTH + "a", "page")


def test_crowded_pages_are_refused() -> None:
    """So would many attributes on a tag, and endless tags."""
    assert refused_within("<div " + " ".join(f"a{number}" for number in range(200_000)) + ">", 30)
    assert refused_within("<br>" * (MAX_STEPS + 1), 20)
    assert balanced("<br " + "a=1 " * MAX_ATTRIBUTES + ">", "page").startswith("<br")


def test_looking_for_what_a_tag_closes_is_limited() -> None:
    """A closing tag that a block keeps from its element must not be looked for without end."""
    page = "<b><div>" + "<i>" * 400 + "</b>" * (MAX_STEPS // 400)
    assert refused_within(page, 20)


def depth(root: LexborNode | None) -> int:
    """How deep a parsed page nests."""
    deepest, waiting = 0, [(root, 1)]
    while waiting:
        node, level = waiting.pop()
        while node:
            deepest = max(deepest, level)
            waiting.append((node.first_child, level + 1))
            node = node.next
    return deepest


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(OTHERS),
            st.builds("<{}{}{}>".format, st.sampled_from(("", "/")), st.sampled_from(TAGS), st.sampled_from(("", "/"))),
        ),
        min_size=1,
        max_size=9,
    ).map("".join)
)
def test_the_parser_never_goes_deep(piece: str) -> None:
    """Whatever is repeated a thousand times is refused, or parses to a tree of bounded depth."""
    try:
        written = balanced(piece * 1_000, "page")
    except UnreadableSource:
        return
    assert depth(LexborHTMLParser(written).root) <= 4 * MAX_DEPTH
