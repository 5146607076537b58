"""What has to be found again by its id without being held in memory: on the disk, once it is more than a little."""

from tempfile import SpooledTemporaryFile

IN_MEMORY = 16 * 1024 * 1024
"""Bytes kept without a file."""


class Shelf:
    """Bytes by number. The file behind it has no name and is gone when the shelf is closed."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed by `close`
        self._places: dict[int, tuple[int, int]] = {}
        self._end = 0

    def __contains__(self, key: int) -> bool:
        return key in self._places

    def put(self, key: int, data: bytes) -> None:
        """Keep these bytes; what comes first under a key stays."""
        if key not in self._places:
            self._file.seek(self._end)
            self._file.write(data)
            self._places[key] = (self._end, len(data))
            self._end += len(data)

    def get(self, key: int) -> bytes:
        """The bytes kept under a key. Raises KeyError."""
        place, length = self._places[key]
        self._file.seek(place)
        return self._file.read(length)

    def close(self) -> None:
        """Drop everything."""
        self._file.close()
