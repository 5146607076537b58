"""What can keep the program from running, in words for its operator."""

from threads.errors import SpoolError


class NoToken(SpoolError):
    """No BOT_TOKEN is set."""

    message_id = "error.no_token"
    english = (
        "There is no BOT_TOKEN: get one from @BotFather in Telegram and put it into .env (BOT_TOKEN=…), "
        "or try the bot without one: spool try."
    )


class BadToken(SpoolError):
    """Telegram does not know the token."""

    message_id = "error.bad_token"
    english = "Telegram does not accept BOT_TOKEN: copy it again from @BotFather, and look whether it was revoked."


class AlreadyPolling(SpoolError):
    """Another process polls with the same token."""

    message_id = "error.already_polling"
    english = "Another program is running with this BOT_TOKEN: stop that one first, or use another token."


class AlreadyRunning(SpoolError):
    """Another process of this machine has the same database open for running."""

    message_id = "error.already_running"
    english = "Spool is already running with the database {path}: stop it first, or set another DATABASE_URL."


class Unreachable(SpoolError):
    """Telegram does not answer at the start."""

    message_id = "error.unreachable"
    english = "Telegram can't be reached at {url}: check the network and TELEGRAM_API_URL."


class BadSettings(SpoolError):
    """One or more settings can't be used."""

    message_id = "error.settings"
    english = "{why}"


class NobodyFollowed(SpoolError):
    """Nobody who is followed is called so."""

    message_id = "error.nobody_followed"
    english = "Nobody who is followed has this link, name or number: spool follow lists them."


class PortTaken(SpoolError):
    """Another program listens where the sandbox's page should."""

    message_id = "error.port"
    english = "Port {port} of this machine is taken: choose another one with --port."


class NoListening(SpoolError):
    """The sandbox's page can't listen for another reason."""

    message_id = "error.listening"
    english = "The chat page can't listen on port {port} of {host}: choose another port with --port, or set HTTP_HOST."


class Unwritable(SpoolError):
    """An export can't be written."""

    message_id = "error.unwritable"
    english = "{path} can't be written ({why}): look at its rights and its disk, or name another file with --output."


class Unexpected(SpoolError):
    """A fault of the program itself. Only its type is told: its text may hold what stories say, or the token."""

    message_id = "error.unexpected"
    english = (
        "Something unexpected went wrong ({error}): try again, or set LOG_LEVEL=DEBUG to see where, "
        "and report it with what you see."
    )
