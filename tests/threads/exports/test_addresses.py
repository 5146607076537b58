"""What may stand as a link in a file: valid addresses in ASCII, and nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threads.exports.addresses import linkable


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://sea.example/kettle?a=1&b=2#top", "https://sea.example/kettle?a=1&b=2#top"),
        ("HTTPS://Sea.Example", "https://sea.example/"),
        ("https://sea.example./a", "https://sea.example/a"),
        ("https://é.example/ü?ß#漢", "https://xn--9ca.example/%C3%BC?%C3%9F#%E6%BC%A2"),
        ("https://sea.example/a|b[c]{d}?x=%&y=%41", "https://sea.example/a%7Cb%5Bc%5D%7Bd%7D?x=%25&y=%41"),
        ("https://sea.example:8080/", "https://sea.example:8080/"),
        ("https://user:secret@sea.example/", "https://sea.example/"),
        ("https://[::1]:80/", "https://[::1]:80/"),
    ],
)
def test_an_address_is_written_as_the_rules_have_it(url: str, linked: str) -> None:
    """Encoded where it has to be, otherwise as it was; without a name and password."""
    assert linkable(url) == linked


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "ftp://sea.example/",
        "https://",
        "https:///path",
        "https://sea..example/",
        "https://-sea.example/",
        "https://sea.example:port/",
        "https://sea.example:99999/",
        "https://[bad/",
        "https://" + "é" * 70 + ".example/",
        "https://sea.exa\\mple/",
    ],
)
def test_what_is_no_address_is_not_linked(url: str | None) -> None:
    """Readers' programs refuse a whole book for one of these."""
    assert linkable(url) is None


@given(st.text(max_size=60))
def test_whatever_is_linked_is_plain_ascii(rest: str) -> None:
    """Nothing that would end an attribute or an address can be part of one."""
    linked = linkable(f"https://sea.example/{rest}")
    assert linked is None or re.fullmatch(r"https://[!-~]+", linked)
    assert linked is None or not set(linked) & set('"<>\\^`{|}')
