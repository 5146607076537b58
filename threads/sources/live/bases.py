"""Where networks are asked: their own public servers, unless a setting leads elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field

BLUESKY = "https://public.api.bsky.app"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bases:
    """Addresses without a slash at the end. `mastodon` has those of servers that are not asked at their own name;
    `fxtwitter` is empty while posts of X are not asked for."""

    bluesky: str = BLUESKY
    mastodon: Mapping[str, str] = field(default_factory=dict)
    fxtwitter: str = ""

    def mastodon_at(self, host: str) -> str:
        """Where the server of this name is asked."""
        return self.mastodon.get(host, f"https://{host}")
