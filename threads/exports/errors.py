"""What can keep a story or a tweet from being handed on."""

from threads.errors import SpoolError


class MissingFonts(SpoolError):
    """No font of this machine has some of the text's characters. `scripts` names their scripts in English, `packages`
    the Debian packages that have them."""

    message_id = "error.missing_fonts"
    english = "No font for {scripts} is installed: the operator has to install {packages}."


class NoDrawing(SpoolError):
    """The libraries that draw are not installed. `packages` names the Debian packages that have them."""

    message_id = "error.no_drawing"
    english = "What draws pictures is not installed: the operator has to install {packages}."


class TooLongForPictures(SpoolError):
    """A tweet that would fill more pictures than an album holds."""

    message_id = "error.too_long_for_pictures"
    english = "This tweet is too long for {most} pictures: share it as a file instead."


class StudioBusy(SpoolError):
    """As many productions wait as may."""

    message_id = "error.studio_busy"
    english = "Many pictures and files are being made right now: please try again in a minute."


class ProductionFailed(SpoolError):
    """A production that crashed, took too long or was called off. `reason` is a word for the log."""

    message_id = "error.production_failed"
    english = "That could not be made ({reason}): please try again."
