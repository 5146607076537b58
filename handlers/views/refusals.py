"""Why something can't be read, in the language of whoever gave it.

The sentences about links are those of the errors, word for word: here they stand where translators find them.
"""

from collections.abc import Callable, Mapping

from handlers.catalogue import Words
from handlers.views.html import isolated
from handlers.views.recognising import in_words
from threads.errors import SpoolError
from threads.sources import refusals

Parameters = Mapping[str, str]

_SENTENCES: dict[type[SpoolError], Callable[[Words, Parameters], str]] = {
    refusals.NoLink: lambda words, what: words.say(
        "This is no web address: a link begins with https:// or http://, names a server and holds no spaces.", **what
    ),
    refusals.LinkWithPassword: lambda words, what: words.say(
        "A link that holds a name or a password is not opened: leave out what stands before the @.", **what
    ),
    refusals.OddHost: lambda words, what: words.say(
        "The link hides which server it leads to: write the server as a name or as a plain address.", **what
    ),
    refusals.OddPort: lambda words, what: words.say(
        "Port {port} of a server is not asked: use a link without it, or name the port in FETCH_PORTS.", **what
    ),
    refusals.PrivateAddress: lambda words, what: words.say(
        "{host} is no address of the open internet, so it is not asked: name it in FETCH_ALLOW if it may be.", **what
    ),
    refusals.UnknownHost: lambda words, what: words.say(
        "There is no server named {host}: check the link, or try again later.", **what
    ),
    refusals.NotReached: lambda words, what: words.say(
        "{host} can't be reached: check the link, or try again later.", **what
    ),
    refusals.Untrusted: lambda words, what: words.say(
        "{host} can't prove that it is what its name says, so nothing is read from it: try again later.", **what
    ),
    refusals.TooSlow: lambda words, what: words.say(
        "{host} did not answer within {seconds} seconds: try again later.", **what
    ),
    refusals.TooManyRedirects: lambda words, what: words.say(
        "The link leads on and on without an end: open it yourself and give the address it ends at.", **what
    ),
    refusals.LeadsNowhere: lambda words, what: words.say(
        "{host} sends on to nowhere: open the link yourself and give the address it ends at.", **what
    ),
    refusals.TooLarge: lambda words, what: words.say(
        "What {host} sends is larger than {mebibytes} MiB: save the story as a file and import that.", **what
    ),
    refusals.OddlyPacked: lambda words, what: words.say(
        "What {host} sends is packed in a way that can't be read: save the story as a file and import that.", **what
    ),
    refusals.WrongKind: lambda words, what: words.say(
        "Behind the link is no page that can hold a story but {kind}: give the address of the story's own page.", **what
    ),
    refusals.Garbled: lambda words, what: words.say(
        "{host} answers in a way that can't be understood: try again later.", **what
    ),
    refusals.NotThere: lambda words, what: words.say(
        "There is nothing at this link any more, or not for everybody: it may be deleted, moved or private.", **what
    ),
    refusals.NotForAll: lambda words, what: words.say(
        "{host} shows this only to people who are signed in: save the story as a file and import that.", **what
    ),
    refusals.NoStory: lambda words, what: words.say(
        "This page holds no story that can be read: give the address of a post, a feed or an unrolled thread.", **what
    ),
    refusals.NotOffered: lambda words, what: words.say(
        "Posts of X can't be read by their link here: give the text or page of Thread Reader, or an X archive.", **what
    ),
    refusals.NotFollowed: lambda words, what: words.say(
        "Nobody can be followed there: give the page of an author on Bluesky or Mastodon, or a feed.", **what
    ),
    refusals.Limited: lambda words, what: words.say(
        "{host} takes no more requests for now: try again in {minutes} minutes.", **what
    ),
    refusals.Failing: lambda words, what: words.say(
        "{host} has trouble of its own (HTTP {status}): try again later.", **what
    ),
    refusals.Unwilling: lambda words, what: words.say(
        "{host} does not give what is behind the link (HTTP {status}): check the link.", **what
    ),
}


def sentence(error: SpoolError, words: Words) -> str:
    """What an error says to a person."""
    say = _SENTENCES.get(type(error))
    if say is None:
        return in_words(str(error), words)
    what = {name: _shown(value, words) for name, value in error.parameters.items()}
    return say(words, what)


def kept_sentence(why: str, words: Words) -> str:
    """What an error said that was kept as its English sentence."""
    return in_words(why, words, [kind.english for kind in _SENTENCES])


def _shown(value: str | int, words: Words) -> str:
    return words.number(value) if isinstance(value, int) else isolated(value)
