"""Trouble on purpose: the next calls of a method fail, hang or lose their answer, so tests can see what follows."""

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

FaultKind: TypeAlias = Literal["error", "html", "garbage", "drop_before", "drop_after", "hang", "delay"]


@dataclass(slots=True, kw_only=True)
class Fault:
    """One kind of trouble for the next `times` calls of `method` (in `chat`, if one is given).

    error: `status`, `description` and `parameters` are answered and nothing happens.
    html: a proxy's HTML page with `status`; garbage: `status` with a body that is no JSON; nothing happens in either.
    drop_before and drop_after: the connection closes without an answer, before or after the effect.
    hang: nothing happens and the connection closes after `seconds`; delay: everything happens `seconds` later.
    """

    method: str | None = None
    chat: int | None = None
    times: int = 1
    status: int = 429
    description: str = "Too Many Requests: retry after 2"
    parameters: dict[str, Any] = field(default_factory=dict)
    kind: FaultKind = "error"
    seconds: float = 0.0

    def fits(self, method: str, chat: int | None) -> bool:
        """Whether this call is meant."""
        named = self.method is None or self.method.lower() == method.lower()
        return self.times > 0 and named and self.chat in (None, chat)


class Faults:
    """The faults still to come, first in first out."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(
        self,
        *,
        method: str | None = None,
        chat: int | None = None,
        times: int = 1,
        status: int | None = None,
        description: str = "",
        parameters: dict[str, Any] | None = None,
        kind: FaultKind = "error",
        seconds: float = 0.0,
    ) -> Fault:
        """Plan a fault; without a method every call but getUpdates is meant. See Fault for the kinds."""
        status = status or (502 if kind in ("html", "garbage") else 429)
        fault = Fault(
            method=method,
            chat=chat,
            times=times,
            status=status,
            description=description
            or ("Too Many Requests: retry after 2" if status == 429 else "Internal Server Error"),
            parameters=parameters if parameters is not None else ({"retry_after": 2} if status == 429 else {}),
            kind=kind,
            seconds=seconds,
        )
        self._faults.append(fault)
        return fault

    def take(self, method: str, chat: int | None) -> Fault | None:
        """The fault for this call, used up by it."""
        for fault in self._faults:
            if fault.fits(method, chat) and (fault.method or method.lower() != "getupdates"):
                fault.times -= 1
                self._faults = [other for other in self._faults if other.times > 0]
                return fault
        return None

    def clear(self) -> None:
        """Forget every planned fault."""
        self._faults = []
