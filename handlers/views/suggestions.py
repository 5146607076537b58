"""What readers suggest: the question to the reader, what admins get, and what the reader hears of it."""

from dataclasses import replace

from handlers.catalogue import Words
from handlers.presses.suggestions import Suggested, Suggesting
from handlers.views import html
from handlers.views.card import Button, Card, LinkButton, Row
from handlers.views.desk import Waiting, described
from storage.desk.suggestions import SAID, Suggestion, SuggestionId, Unfit, Verdict
from threads.links import story_payload
from threads.model import ThreadId

LINK = 300
"""Characters of a link that are shown."""


def what_to_suggest(words: Words) -> Card:
    """The answer to /suggest alone."""
    asked = words.say(
        "Send me the story that you suggest: a link, or its text with a blank line between the tweets. "
        "Those who run this bot look at it first."
    )
    cancel = Button(words.label("Cancel"), Suggested(Suggesting.CANCEL))
    return Card(html.text(asked), ((cancel,),))


def suggestion_card(suggestion: Suggestion, waiting: Waiting | None, words: Words, bot: str) -> Card:
    """A suggestion as admins get it, and what can be decided; once it is decided, what was.

    `waiting` is its draft, None for a mere link and once it waits no longer.
    """
    parts = [html.bold(words.say("A reader suggests a story"))]
    if suggestion.link:
        parts.append(html.text(suggestion.link[:LINK]))
        parts.append(html.text(words.say("It can't be read from here: you may know another way.")))
    parts += described(_as_sent(waiting), words, bot) if waiting else []
    if suggestion.muted:
        parts.append(html.text(words.say("This sender is muted.")))
    if suggestion.verdict:
        parts.append(html.text(_decided(suggestion.verdict, words)))
    return Card("\n\n".join(parts), _ways(suggestion, words))


def outcome_card(verdict: Verdict, story: ThreadId | None, words: Words, bot: str) -> Card:
    """What the reader hears."""
    if verdict is Verdict.DECLINED:
        return Card(html.text(words.say("Thank you for your suggestion. This time it was not taken.")))
    if verdict is Verdict.TAKEN_UP:
        return Card(html.text(words.say("Thank you for your suggestion: the link was taken up.")))
    rows: tuple[Row, ...] = ()
    if story is not None:
        rows = ((LinkButton(words.label("🔗 Open"), html.bot_link(bot, story_payload(story))),),)
    return Card(html.text(words.say("The story that you suggested is published. Thank you!")), rows)


def unfit(why: Unfit, words: Words) -> str:
    """Why a suggestion was not taken, kindly."""
    match why:
        case Unfit.MUTED | Unfit.FULL:
            return words.say("Thank you. No more suggestions can be taken at the moment.")
        case Unfit.TOO_MANY:
            return words.say("Thank you. You have suggested several stories today: please send this one tomorrow.")
        case Unfit.WAITING:
            return words.say("Thank you. Somebody has brought it already: it will be looked at.")
        case Unfit.THERE:
            return words.say("Readers have this story already, just as it is.")
        case Unfit.UNWANTED:
            return words.say("Thank you. This story can't be taken: its author does not want it here.")


def _as_sent(waiting: Waiting) -> Waiting:
    """The draft without the reason that the card itself is."""
    thread = waiting.draft.thread
    review = tuple(why for why in thread.review if why != SAID)
    return replace(waiting, draft=replace(waiting.draft, thread=replace(thread, review=review)))


def _decided(verdict: Verdict, words: Words) -> str:
    match verdict:
        case Verdict.PUBLISHED:
            return words.say("It was published.")
        case Verdict.TAKEN_UP:
            return words.say("It was taken up.")
        case Verdict.DECLINED:
            return words.say("It was declined.")


def _ways(suggestion: Suggestion, words: Words) -> tuple[Row, ...]:
    def way(label: str, suggesting: Suggesting, *, primary: bool = False) -> Button:
        return Button(label, Suggested(suggesting, SuggestionId(suggestion.id)), primary)

    rows: tuple[Row, ...] = ()
    decline = way(words.label("Decline"), Suggesting.DECLINE)
    if suggestion.verdict is None and suggestion.draft is not None:
        look = way(words.label("Look"), Suggesting.LOOK)
        rows = ((look,), (way(words.label("Publish"), Suggesting.PUBLISH, primary=True), decline))
    elif suggestion.verdict is None:
        rows = ((way(words.label("Take up"), Suggesting.TAKE_UP), decline),)
    if suggestion.reader is None:
        return rows
    if suggestion.muted:
        return (*rows, (way(words.label("Unmute sender"), Suggesting.UNMUTE),))
    return (*rows, (way(words.label("Mute sender"), Suggesting.MUTE),))
