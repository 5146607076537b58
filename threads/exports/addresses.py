"""Addresses as they may stand in a file: what is no valid URL is not linked, since readers' programs refuse the whole
file for one.
"""

import ipaddress
import re
from urllib.parse import quote, urlsplit

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PATH = "/:@!$&'()*+,;=~-._%"
_QUERY = _PATH + "?"


def linkable(url: str | None) -> str | None:
    """The address in ASCII, everything encoded that has to be (RFC 3986); None for one that can't be one."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    where = host if port is None else f"{host}:{port}"
    query = f"?{_encoded(parts.query, _QUERY)}" if parts.query else ""
    fragment = f"#{_encoded(parts.fragment, _QUERY)}" if parts.fragment else ""
    return f"{parts.scheme.lower()}://{where}{_encoded(parts.path, _PATH) or '/'}{query}{fragment}"


def _host(host: str) -> str:
    """The host as it goes over the wire; empty when it is none. Raises ValueError."""
    if ":" in host:
        return f"[{ipaddress.IPv6Address(host)}]"
    labels = [_label(label) for label in host.removesuffix(".").split(".")]
    return ".".join(labels) if all(_LABEL.fullmatch(label) for label in labels) else ""


def _label(label: str) -> str:
    return label.lower() if label.isascii() else label.encode("idna").decode("ascii")


def _encoded(part: str, safe: str) -> str:
    return quote(_BARE_PERCENT.sub("%25", part), safe=safe, errors="replace")
