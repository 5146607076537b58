"""Pictures and documents the sandbox holds in memory, under file ids made up for its one bot.

A file given by URL is not fetched: it is remembered by its address, and its path leads there.
"""

import hashlib
import mimetypes
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from bot.sandbox.errors import ApiError, bad
from bot.sandbox.links import WrongLink, checked
from bot.sandbox.pictures import size

Kind: TypeAlias = Literal["photo", "video", "animation", "document"]

MAX_PHOTO = 10 * 1024 * 1024
MAX_UPLOAD = 50 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
_FOLDERS = {"photo": "photos", "video": "videos", "animation": "animations", "document": "documents"}
_NO_FILE = "wrong file identifier/HTTP URL specified"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """One file; `data` is None for a file that was given by `url`. `path` stands below `/file/bot{token}/`."""

    file_id: str
    kind: Kind
    name: str
    mime: str
    path: str
    width: int
    height: int
    data: bytes | None = None
    url: str | None = None

    @property
    def unique_id(self) -> str:
        """The same for the same file whoever names it."""
        return hashlib.sha256(self.file_id.encode()).hexdigest()[:16]

    def described(self) -> dict[str, Any] | list[dict[str, Any]]:
        """The file as a message shows it: PhotoSizes for a photo, else a Video, an Animation or a Document."""
        shown: dict[str, Any] = {"file_id": self.file_id, "file_unique_id": self.unique_id}
        if self.data is not None:
            shown["file_size"] = len(self.data)
        if self.kind == "photo":
            return [shown | {"width": self.width, "height": self.height}]
        shown |= {"file_name": self.name, "mime_type": self.mime}
        if self.kind == "document":
            return shown
        return shown | {"width": self.width, "height": self.height, "duration": 1}


class Files:
    """All files by id and by path. `dead_urls` are addresses that can't be fetched."""

    def __init__(self, bot_id: int) -> None:
        self.dead_urls: set[str] = set()
        self._bot_id = bot_id
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._by_url: dict[tuple[str, Kind], StoredFile] = {}

    def upload(self, kind: Kind, data: bytes, name: str = "", *, told: tuple[int, int] | None = None) -> StoredFile:
        """Keep the bytes; raises ApiError for what is empty, too big or no picture. The size of a film is as `told`."""
        if not data:
            raise bad("file must be non-empty")
        if len(data) > MAX_UPLOAD:
            raise ApiError(413, "Request Entity Too Large")
        measured = size(data)
        if kind == "photo":
            measured = _checked_photo(data, measured)
        return self._keep(kind, name, data=data, measured=measured or told or (320, 240))

    def by_url(self, kind: Kind, url: str) -> StoredFile:
        """The file at an address, the same one each time; raises ApiError when it can't be fetched."""
        try:
            url = checked(url)
        except WrongLink as wrong:
            raise bad(_NO_FILE) from wrong
        if self._is_dead(url):
            raise bad(_NO_FILE)
        if (url, kind) not in self._by_url:
            name = url.partition("?")[0].rpartition("/")[2]
            self._by_url[url, kind] = self._keep(kind, name, url=url, measured=(1200, 800))
        return self._by_url[url, kind]

    def get(self, file_id: str, kind: Kind | None = None) -> StoredFile:
        """The file of an id, which must be of the kind if one is given; raises ApiError."""
        file = self._by_id.get(file_id)
        if file is None:
            raise bad(_NO_FILE)
        if kind and (file.kind == "photo") != (kind == "photo"):
            raise bad(f"can't use file of type {file.kind.title()} as {kind.title()}")
        return file

    def at(self, path: str) -> StoredFile | None:
        """The file at a path below `/file/bot{token}/`."""
        return self._by_path.get(path)

    def known(self, file_id: str) -> StoredFile | None:
        """The file of an id, None when there is none."""
        return self._by_id.get(file_id)

    def _is_dead(self, url: str) -> bool:
        return "dead" in url or url in self.dead_urls or url.rstrip("/") in self.dead_urls

    def _keep(
        self, kind: Kind, name: str, *, measured: tuple[int, int], data: bytes | None = None, url: str | None = None
    ) -> StoredFile:
        number = len(self._by_id) + 1
        ending = f".{name.rpartition('.')[2]}" if "." in name else {"photo": ".jpg", "document": ""}.get(kind, ".mp4")
        width, height = measured
        file = StoredFile(
            file_id=f"AgAC{self._bot_id}-{kind}-{number:06}",
            kind=kind,
            name=name or f"{kind}{ending}",
            mime=mimetypes.guess_type(f"x{ending}")[0] or "application/octet-stream",
            path=f"{_FOLDERS[kind]}/file_{number}{ending}",
            width=width,
            height=height,
            data=data,
            url=url,
        )
        self._by_id[file.file_id] = self._by_path[file.path] = file
        return file


def _checked_photo(data: bytes, measured: tuple[int, int] | None) -> tuple[int, int]:
    if len(data) > MAX_PHOTO:
        raise bad(f"file of size {len(data)} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes")
    if measured is None or 0 in measured:
        raise bad("IMAGE_PROCESS_FAILED")
    if sum(measured) > 10_000 or max(measured) > 20 * min(measured):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return measured
