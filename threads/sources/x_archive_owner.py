"""Whose archive it is, and whether it is whole. The address of e-mail and other private data in it stay out."""

from typing import Any

from threads.errors import UnreadableSource
from threads.model import Author
from threads.sources.json_fields import Fields
from threads.sources.posts import Faults
from threads.sources.x_archive_files import Files, value_of
from threads.sources.x_archive_index import number


class Owner:
    """The owner, from whichever file tells; a file that is missing or damaged says nothing."""

    def __init__(self, account: Fields, profile: Fields, manifest: Fields, details: Fields) -> None:
        info = manifest.object("userInfo")
        self.id = number(account.identity("accountId") or info.identity("accountId") or details.identity("id"))
        self.is_partial = manifest.object("archiveInfo").flag("isPartialArchive")
        self._handle = account.text("username") or info.text("userName") or details.text("screen_name")
        self._name = account.text("accountDisplayName") or info.text("displayName") or details.text("full_name")
        self._bio = profile.object("description").text("bio") or details.text("bio")
        self._avatar = profile.web("avatarMediaUrl")
        kinds = manifest.object("dataTypes")
        files = (kinds.object("tweets") or kinds.object("tweet")).objects("files")
        self._declared = sum(file.count("count") or 0 for file in files)

    @classmethod
    def of(cls, files: Files) -> "Owner":
        """The owner of an archive."""
        faults = Faults("files")
        read = {}
        for name in ("account.js", "profile.js", "manifest.js", "js/user_details.js"):
            read[name] = Fields({}, name)
            with faults.passing(name):
                read[name] = Fields.of(_unwrapped(value_of(files, name), name.removesuffix(".js")), name)
        try:
            return cls(*read.values())
        except UnreadableSource:
            return cls(*(Fields({}, name) for name in read))

    def learn(self, tweet: Fields) -> None:
        """Take from a tweet of the first archives, which have their author's name, what no file has told."""
        user = tweet.object("user")
        if user and not self._handle:
            self._handle, self._name = user.text("screen_name"), user.text("name")
            self._avatar = user.web("profile_image_url_https")
            self.id = self.id or number(user.identity("id_str"))

    def author(self, likely: str) -> Author:
        """The owner as author; `likely` is the handle that is taken when no file tells it."""
        return Author(handle=self._handle or likely, name=self._name, bio=self._bio, avatar_url=self._avatar)

    def check(self, count: int, name: str) -> None:
        """Raises UnreadableSource when the archive says it has more tweets than were read."""
        if count < self._declared:
            raise UnreadableSource(
                why=f"{name} should hold {self._declared:,} tweets and {count:,} are in it: download it again."
            )


def _unwrapped(value: Any, name: str) -> Any:
    """The object in a list of one, under the file's name."""
    entry = value[0] if isinstance(value, list) and value else value
    return entry.get(name, entry) if isinstance(entry, dict) else entry
