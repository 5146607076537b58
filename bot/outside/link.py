"""A link as other people write it, looked at before anything is asked: what is refused here costs no connection."""

import re

from yarl import URL

from bot.outside.rules import Rules, address_of, is_name
from threads.model import MAX_ADDRESS
from threads.sources.refusals import LinkWithPassword, NoLink, OddHost, OddPort, PrivateAddress

_NEVER = re.compile(r"[\x00-\x20\x7f-\x9f\\\s]")
"""What stands in no address; programs read on behind it in different ways."""

_USER = re.compile(r"[^/?#]*//[^/?#]*@")


def checked(link: str | URL, rules: Rules) -> URL:
    """The address of a link that may be asked, without its fragment. Raises LinkRefused.

    A name is not looked up here: what it leads to is checked where the connection is made.
    """
    url = _read(link)
    if url.scheme not in ("http", "https") or not url.raw_host:
        raise NoLink
    if "@" in url.raw_authority:
        raise LinkWithPassword
    host, port = url.raw_host, url.port or 0
    address = address_of(host)
    if address is None and not is_name(host):
        raise OddHost
    if not rules.takes_port(host, port):
        raise OddPort(port=port)
    if address is not None and not rules.takes(host, host, port):
        raise PrivateAddress(host=host)
    return url.with_fragment(None)


def _read(link: str | URL) -> URL:
    """What a link says. Redirects come as they were read already."""
    if isinstance(link, URL):
        return link
    if len(link) > MAX_ADDRESS or _NEVER.search(link):
        raise NoLink
    if _USER.match(link):
        raise LinkWithPassword
    try:
        return URL(link)
    except ValueError:
        raise NoLink from None
