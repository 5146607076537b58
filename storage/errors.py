"""What can go wrong with the database, in words for its operator."""

from threads.errors import SpoolError


class StorageUnavailable(SpoolError):
    """The database can't be opened or made."""

    message_id = "error.storage"
    english = "The database {path} can't be opened ({why}): check DATABASE_URL and that its folder can be written."


class NewerSchema(SpoolError):
    """The database was written by a later version of the program."""

    message_id = "error.newer_schema"
    english = "The database has schema {found}, this Spool knows up to {known}: update Spool, or open another database."


class UnknownStory(SpoolError):
    """No story has this id."""

    message_id = "error.unknown_story"
    english = "There is no story {thread}: `spool drafts` and /latest show the ids there are."


class OptedOut(SpoolError):
    """The story's author does not want their stories here."""

    message_id = "error.opted_out"
    english = "@{handle} ({network}) does not want their stories here: only `spool author opt-in` lets them in again."


class StorageTrouble(SpoolError):
    """The database can't be used for now, through no fault of the program: a full disk, another program's lock."""

    message_id = "error.storage_trouble"
    english = "The database can't be used ({why}): nothing more was stored; try again when that is mended."


_TROUBLES = {
    "SQLITE_FULL": "the disk is full",
    "SQLITE_IOERR": "the disk can't be read or written, or is full",
    "SQLITE_BUSY": "another program has it locked",
    "SQLITE_READONLY": "it can only be read",
    "SQLITE_CANTOPEN": "a file beside it can't be opened",
    "SQLITE_CORRUPT": "the file is damaged",
    "SQLITE_NOTADB": "the file is damaged",
}


def trouble(error: BaseException) -> StorageTrouble | None:
    """What SQLite reports of its surroundings, in words; None for every other error. Looks into exception groups."""
    if isinstance(error, BaseExceptionGroup):
        return next((found for inner in error.exceptions if (found := trouble(inner))), None)
    name = getattr(error, "sqlite_errorname", None)
    kind = next((kind for kind in _TROUBLES if isinstance(name, str) and name.startswith(kind)), None)
    return StorageTrouble(why=f"{_TROUBLES[kind]}, {name}") if kind else None
