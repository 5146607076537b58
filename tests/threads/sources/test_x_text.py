"""Links in X's texts: each at its place, whatever is claimed of it."""

from hypothesis import given
from hypothesis import strategies as st

from threads.sources.x_text import TextLink, trailing_status, unescape, written_out

LAMP = "https://lamp.example"


def test_of_overlapping_links_the_first_is_written_out() -> None:
    """No place is replaced twice."""
    whole = TextLink(shown="https://t.co/abc", target=LAMP, start=2, end=18)
    part = TextLink(shown="t.co/abc", target="https://part.example", start=10, end=18)
    assert written_out("a https://t.co/abc b", [whole, part]) == f"a {LAMP} b"


def test_a_repeated_link_is_taken_at_each_of_its_places() -> None:
    """Two entries without places find two occurrences, a third one nothing more."""
    link = TextLink(shown="https://t.co/abc", target=LAMP)
    assert written_out("https://t.co/abc https://t.co/abc", [link] * 3) == f"{LAMP} {LAMP}"


def test_only_a_status_ends_a_text() -> None:
    """Words behind it make it a link."""
    status = TextLink(shown="https://t.co/abc", target="https://x.com/a/status/12")
    assert trailing_status("a https://t.co/abc \n", [status]) == status
    assert trailing_status("a https://t.co/abc b", [status]) is None
    assert trailing_status("a", []) is None


@given(
    parts=st.lists(st.tuples(st.text("a &é🚀👩‍🚀\u200f漢\n<>", max_size=6), st.booleans()), max_size=6),
    shift=st.integers(-3, 3),
)
def test_words_between_links_stay_whole(parts: list[tuple[str, bool]], shift: int) -> None:
    """Any text with links, their places right or wrong by a few: every link is written out, every word stays."""
    text, wanted, links = "x", "x", []
    for number, (words, is_link) in enumerate(parts):
        escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text, wanted = text + escaped, wanted + words
        if is_link:
            shown = f"https://t.co/{number}abc"
            start = len(text) + 1 + shift
            links.append(TextLink(shown=shown, target=LAMP, start=start, end=start + len(shown)))
            text, wanted = f"{text} {shown} ", f"{wanted} {LAMP} "
    assert unescape(written_out(text, links)) == wanted.strip()
