"""Why a link can't be read, in the words of whoever gave it: one error for each reason, each with what to do.

They are raised where links are followed and by the sources that live behind links. `host` is the server's name alone,
never a whole address, so that what is raised here may be logged.
"""

from threads.errors import SpoolError

LONGEST_HOST = 80
"""Characters of a server's name that a sentence repeats."""


class LinkRefused(SpoolError):
    """A link that is not followed, or one behind which there is no story. Its children say why."""

    def __init__(self, **parameters: str | int) -> None:
        host = parameters.get("host")
        if isinstance(host, str) and len(host) > LONGEST_HOST:
            parameters["host"] = f"{host[:LONGEST_HOST]}…"
        super().__init__(**parameters)


class NoLink(LinkRefused):
    """Another scheme, no server, or signs that stand in no address."""

    message_id = "error.link.none"
    english = "This is no web address: a link begins with https:// or http://, names a server and holds no spaces."


class LinkWithPassword(LinkRefused):
    """Something stands before an @ in front of the server's name."""

    message_id = "error.link.password"
    english = "A link that holds a name or a password is not opened: leave out what stands before the @."


class OddHost(LinkRefused):
    """A number, a zone or escapes where a server's name should be."""

    message_id = "error.link.host"
    english = "The link hides which server it leads to: write the server as a name or as a plain address."


class OddPort(LinkRefused):
    """A port at which no web pages are to be expected."""

    message_id = "error.link.port"
    english = "Port {port} of a server is not asked: use a link without it, or name the port in FETCH_PORTS."


class PrivateAddress(LinkRefused):
    """An address inside this machine or its network."""

    message_id = "error.link.private"
    english = "{host} is no address of the open internet, so it is not asked: name it in FETCH_ALLOW if it may be."


class UnknownHost(LinkRefused):
    """No address belongs to the name."""

    message_id = "error.link.unknown_host"
    english = "There is no server named {host}: check the link, or try again later."


class NotReached(LinkRefused):
    """No connection comes about, or it breaks."""

    message_id = "error.link.unreached"
    english = "{host} can't be reached: check the link, or try again later."


class Untrusted(LinkRefused):
    """Its certificate is not valid for its name."""

    message_id = "error.link.untrusted"
    english = "{host} can't prove that it is what its name says, so nothing is read from it: try again later."


class TooSlow(LinkRefused):
    """It did not answer to the end in time."""

    message_id = "error.link.slow"
    english = "{host} did not answer within {seconds} seconds: try again later."


class TooManyRedirects(LinkRefused):
    """It leads on and on."""

    message_id = "error.link.redirects"
    english = "The link leads on and on without an end: open it yourself and give the address it ends at."


class LeadsNowhere(LinkRefused):
    """A redirect that does not say where to."""

    message_id = "error.link.nowhere"
    english = "{host} sends on to nowhere: open the link yourself and give the address it ends at."


class TooLarge(LinkRefused):
    """It holds more than is read, packed or unpacked."""

    message_id = "error.link.large"
    english = "What {host} sends is larger than {mebibytes} MiB: save the story as a file and import that."


class OddlyPacked(LinkRefused):
    """It is packed in a way that was not asked for, or damaged."""

    message_id = "error.link.packed"
    english = "What {host} sends is packed in a way that can't be read: save the story as a file and import that."


class WrongKind(LinkRefused):
    """It is something else than was wanted."""

    message_id = "error.link.kind"
    english = "Behind the link is no page that can hold a story but {kind}: give the address of the story's own page."


class Garbled(LinkRefused):
    """It does not speak HTTP as it should."""

    message_id = "error.link.garbled"
    english = "{host} answers in a way that can't be understood: try again later."


class NotThere(LinkRefused):
    """404 and 410: deleted, moved or never there."""

    message_id = "error.link.gone"
    english = "There is nothing at this link any more, or not for everybody: it may be deleted, moved or private."


class NotForAll(LinkRefused):
    """401 and 403: only for some."""

    message_id = "error.link.private_post"
    english = "{host} shows this only to people who are signed in: save the story as a file and import that."


class NoStory(LinkRefused):
    """A page whose feed does not have it."""

    message_id = "error.link.no_story"
    english = "This page holds no story that can be read: give the address of a post, a feed or an unrolled thread."


class NotOffered(LinkRefused):
    """A tweet on X, while no service is named that gives it."""

    message_id = "error.link.not_offered"
    english = "Posts of X can't be read by their link here: give the text or page of Thread Reader, or an X archive."


class NotFollowed(LinkRefused):
    """Neither an author of a network that can be asked, nor a feed."""

    message_id = "error.link.not_followed"
    english = "Nobody can be followed there: give the page of an author on Bluesky or Mastodon, or a feed."


class Limited(LinkRefused):
    """429: too many requests. `minutes` are rounded up."""

    message_id = "error.link.limited"
    english = "{host} takes no more requests for now: try again in {minutes} minutes."

    seconds: float
    """How long to wait."""

    @classmethod
    def wait(cls, host: str, seconds: float) -> "Limited":
        """Wait so many seconds."""
        error = cls(host=host, minutes=max(1, int(-(-seconds // 60))))
        error.seconds = seconds
        return error


class Failing(LinkRefused):
    """5xx: its own trouble."""

    message_id = "error.link.failing"
    english = "{host} has trouble of its own (HTTP {status}): try again later."


class Unwilling(LinkRefused):
    """Any other answer that is none."""

    message_id = "error.link.unwilling"
    english = "{host} does not give what is behind the link (HTTP {status}): check the link."
