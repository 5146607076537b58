"""Which addresses Telegram takes for a link, and the form it keeps them in.

Used for link entities, URL buttons and link previews. Nothing is fetched here.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?=//)", re.IGNORECASE)
_HTTP = re.compile(r"(?P<user>[^@/?#]*@)?(?P<host>\[[^\]/?#]*\]|[^:/?#]*)(?P<port>:\d+)?(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class WrongLink(Exception):
    """Why an address is no link, in Telegram's words."""

    why: str


def checked(url: str) -> str:
    """The address as Telegram keeps it: host in lower case, a path of at least `/`; raises WrongLink.

    `tg:`, `http:` and `https:` are links, an address without a scheme gets `http:`; a host needs a dot.
    """
    url = url.strip()
    if url[:3].lower() == "tg:":
        return url if "//" in url else f"tg://{url[3:]}"
    scheme, rest = "http", url
    if found := _SCHEME.match(url):
        scheme, rest = found[1].lower(), url[found.end() + 2 :]
        if scheme not in ("http", "https"):
            raise WrongLink("Unsupported URL protocol")
    parts = _HTTP.fullmatch(rest)
    if parts is None or not parts["host"]:
        raise WrongLink("URL host is empty")
    host = parts["host"].lower()
    if ("." not in host and not host.startswith("[")) or re.search(r"[\s<>\"]", host):
        raise WrongLink("Wrong HTTP URL")
    tail = parts["rest"]
    if tail.startswith("#"):
        tail = f"/{tail}"
    return f"{scheme}://{parts['user'] or ''}{host}{parts['port'] or ''}{_path(tail)}"


def _path(tail: str) -> str:
    if not tail:
        return "/"
    return tail[1:] if tail.startswith("/?") else tail


def mentioned_user(url: str) -> int | None:
    """The user id of a `tg://user?id=…` link, else None."""
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that enclose no address
        return None
    if parts.scheme.lower() != "tg" or (parts.netloc or parts.path.strip("/")) != "user":
        return None
    ids = parse_qs(parts.query).get("id", [""])
    return int(ids[0]) if ids[0].isascii() and ids[0].isdigit() else None
