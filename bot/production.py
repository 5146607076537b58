"""How the studio and its worker speak: pickled values, each behind its length, over the worker's pipes.

Both ends are this program and nothing of what they say comes from outside, so that pickle is safe here.
"""

import pickle
import struct
from dataclasses import dataclass
from typing import Any

from threads.errors import SpoolError

HEADER = struct.Struct(">Q")
"""The length of what follows, in bytes."""


@dataclass(frozen=True, slots=True)
class Made:
    """The production's result."""

    result: Any


@dataclass(frozen=True, slots=True)
class Refused:
    """An error meant for a person: its class and parameters, since such errors can't be pickled themselves."""

    error: type[SpoolError]
    parameters: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Broken:
    """A fault of the program. Only its type is told: its text may hold what stories say."""

    error: str


Outcome = Made | Refused | Broken


def packed(value: Any) -> bytes:
    """A value as it goes over the pipe."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return HEADER.pack(len(data)) + data


def unpacked(data: bytes) -> Any:
    """What a message without its header holds."""
    return pickle.loads(data)  # noqa: S301  # written by this program, see above
