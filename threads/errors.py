"""The errors that a person meets: each says in one sentence what was wrong and what to do.

An error carries a message id and parameters, so that the conversation can say it in the reader's
language; the English sentence is the default and what the command line prints.
"""

from typing import ClassVar


class SpoolError(Exception):
    """The base of every error meant for a person.

    `message_id` names the sentence in the translation catalogue, `parameters` fill its `{placeholders}`.
    Parameters never hold story text or secrets: what is raised here may be logged.
    """

    message_id: ClassVar[str] = "error"
    english: ClassVar[str] = "Something went wrong; please try again."

    def __init__(self, **parameters: str | int) -> None:
        super().__init__(self.english.format(**parameters))
        self.parameters = parameters


class UnreadableSource(SpoolError):
    """A file, a paste or a stream that no importer can read. `why` is a whole English sentence."""

    message_id = "error.unreadable"
    english = "{why}"


class InvalidThread(SpoolError):
    """A thread that breaks the model's rules. `why` is a whole English sentence."""

    message_id = "error.invalid"
    english = "{why}"
