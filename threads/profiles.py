"""Where the profile behind a handle is, as far as the handle and its source tell."""

import re

_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")


def profile_url(handle: str, source: str) -> str | None:
    """Where a handle's profile is: `user@host` on its host, `user.host` on Bluesky, a bare one on X or Telegram, by the
    source; None elsewhere.
    """
    name, _, host = handle.partition("@")
    if host:
        return f"https://{host}/@{name}" if _HOST.fullmatch(host) else None
    if source == "bluesky":
        return f"https://bsky.app/profile/{name}" if "." in name else None
    if source == "telegram":
        return f"https://t.me/{name}" if name else None
    return f"https://x.com/{name}" if source in ("x", "text") and name else None
