"""Settings: environment variables or `.env`, checked once, every error in one report. Only `bot/` reads them."""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import BadSettings
from bot.media_rules import MediaRules
from bot.outside.rules import Rules
from storage.errors import StorageUnavailable
from storage.opening import path_of
from threads.sources.live.bases import BLUESKY, Bases


class Settings(BaseSettings):
    """Every setting, its default and its rule; `.env.example` says what each means. An empty value counts as unset."""

    model_config = SettingsConfigDict(
        # With -sig, since some editors put a byte order mark before the first name.
        env_file=".env",
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    bot_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = ""
    data_dir: str = "data"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["auto", "console", "json"] = "auto"
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8765, ge=0, le=65_535)
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    suggestions: bool = True
    broadcast_rate: float = Field(default=25.0, ge=0.1, le=1_000)
    media_fetch: bool = True
    media_limit: float = Field(default=5.0, ge=0, le=1_000_000)
    fetch_allow: Annotated[tuple[str, ...], NoDecode] = ()
    fetch_ports: Annotated[frozenset[int], NoDecode] = frozenset()
    fetch_contact: str = ""
    bluesky_url: str = BLUESKY
    mastodon_urls: Annotated[dict[str, str], NoDecode] = Field(default_factory=dict)
    fxtwitter_url: str = ""
    followed_stories: Literal["publish", "quiet", "draft"] = "publish"

    @field_validator("bot_token")
    @classmethod
    def _is_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[A-Za-z0-9:_-]+", value.get_secret_value()):
            raise ValueError("only letters, digits and : _ - stand in a token: copy it again from @BotFather")
        return value

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _are_ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = [part.strip() for part in value.split(",")]
        if not all(re.fullmatch(r"[1-9][0-9]{0,15}", one) for one in ids):
            raise ValueError("it has to be Telegram user ids (numbers), with commas between them")
        return frozenset(map(int, ids))

    @field_validator("fetch_allow", mode="before")
    @classmethod
    def _are_servers(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        allowed = tuple(part.strip() for part in value.split(","))
        try:
            Rules.of(allowed)
        except ValueError:
            raise ValueError("it has to be names, addresses or networks, with commas between them") from None
        return allowed

    @field_validator("fetch_ports", mode="before")
    @classmethod
    def _are_ports(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ports = [part.strip() for part in value.split(",")]
        if not all(re.fullmatch(r"[1-9][0-9]{0,4}", one) and int(one) < 65_536 for one in ports):
            raise ValueError("it has to be ports from 1 to 65535, with commas between them")
        return frozenset(map(int, ports))

    @field_validator("fetch_contact")
    @classmethod
    def _is_contact(cls, value: str) -> str:
        if not re.fullmatch(r"[!-'*-~ ]{0,200}", value):
            raise ValueError("it has to be an address of e-mail or of a page, in plain letters without brackets")
        return value

    @field_validator("telegram_api_url", "bluesky_url", "fxtwitter_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("it has to begin with https:// or http://")
        return value

    @field_validator("mastodon_urls", mode="before")
    @classmethod
    def _are_addresses(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pairs = [part.strip().partition("=") for part in value.split(",")]
        if not all(re.fullmatch(r"[\w.-]+(:\d+)?", host) and re.match("https?://.", url) for host, _, url in pairs):
            raise ValueError("it has to be pairs as in sea.example=https://10.0.0.7, with commas between them")
        return {host.lower(): url.rstrip("/") for host, _, url in pairs}

    @field_validator("database_url")
    @classmethod
    def _is_file(cls, value: str) -> str:
        try:
            if value:
                path_of(value)
        except StorageUnavailable:
            raise ValueError("it has to begin with sqlite:/// and name a file") from None
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _is_level(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @property
    def database(self) -> str:
        """The database's address: DATABASE_URL, else spool.db in DATA_DIR."""
        return self.database_url or f"sqlite:///{self.data_dir}/spool.db"

    @property
    def media(self) -> MediaRules:
        """Where pictures and films are kept, how much room they may take, and whether the bot fetches them."""
        limit = int(self.media_limit * 1_000_000_000)
        return MediaRules(folder=Path(self.data_dir, "media"), limit=limit, fetch=self.media_fetch and limit > 0)

    @property
    def rules(self) -> Rules:
        """Which servers may be asked for what stories and links name."""
        return Rules.of(self.fetch_allow, self.fetch_ports, self.fetch_contact)

    @property
    def bases(self) -> Bases:
        """Where networks are asked for what links lead to."""
        return Bases(
            bluesky=self.bluesky_url.rstrip("/"),
            mastodon=self.mastodon_urls,
            fxtwitter=self.fxtwitter_url.rstrip("/"),
        )


def load() -> Settings:
    """Read the settings. Raises BadSettings with every wrong one in one sentence; no value is repeated in it."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"{item['loc'][0]}".upper() + f": {_reason(item['msg'])}" for item in error.errors()]
        raise BadSettings(why="These settings can't be used: " + "; ".join(wrong) + ". See .env.example.") from None
    except (OSError, UnicodeError):
        raise BadSettings(why="The file .env can't be read: look at its rights, and save it as UTF-8 text.") from None


def _reason(message: str) -> str:
    """Pydantic's words, as the middle of a sentence."""
    message = message.removeprefix("Value error, ")
    return message[0].lower() + message[1:]
