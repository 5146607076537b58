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
