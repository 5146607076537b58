"""What the Bot API server refuses, worded as Telegram words it.

Descriptions here are the platform's own: the bot recognises some of them by their text, so they must not be improved.
"""

from typing import Any


class ApiError(Exception):
    """A refusal: `code` is the HTTP status and `error_code`, `parameters` become ResponseParameters."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}


def bad(why: str, **parameters: Any) -> ApiError:
    """A 400 with `Bad Request: why`."""
    return ApiError(400, f"Bad Request: {why}", parameters)


def forbidden(why: str) -> ApiError:
    """A 403 with `Forbidden: why`."""
    return ApiError(403, f"Forbidden: {why}")


def conflict(why: str) -> ApiError:
    """A 409 with `Conflict: why`."""
    return ApiError(409, f"Conflict: {why}")


def flood(seconds: int) -> ApiError:
    """A 429 that asks to wait `seconds`."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
