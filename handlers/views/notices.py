"""Short messages: the first words, help, privacy, settings, and the kind sentences for what can't be had."""

from collections.abc import Iterable

from handlers.callbacks import Choice, Choose, Go, Listing, OpenList, Speak, Where
from handlers.catalogue import Language, Words
from handlers.presses.acts import Time, Timing
from handlers.views import html
from handlers.views.card import Button, Card, LinkButton, Row
from handlers.views.zones import Here, zone_line


def welcome(story: Card | None, words: Words) -> Card:
    """One sentence and a story to read."""
    hello = html.text(words.say("Stories told as threads, one tweet at a time. Here is one to begin with:"))
    if story is None:
        return Card(
            html.text(words.say("Stories told as threads, one tweet at a time. There is no story yet: look in later."))
        )
    rows = (story.rows[0], browse_row(words))
    return Card(f"{hello}\n\n{story.text}", rows, story.preview, protected=story.protected)


def browse_row(words: Words) -> Row:
    """Where to go when nothing in particular is wanted."""
    return (
        Button(words.label("Latest"), OpenList(Listing.LATEST)),
        Button(words.label("Tags"), OpenList(Listing.TAGS)),
        Button(words.label("Search"), Go(Where.SEARCH)),
    )


def sentence(message: str, words: Words) -> Card:
    """One sentence, and somewhere to go from there."""
    return Card(html.text(message), (browse_row(words),))


def withdrawn(words: Words) -> Card:
    """The story was taken away."""
    return sentence(words.say("This story is not available any more. There are others:"), words)


def not_here(card: Card, words: Words) -> Card:
    """In place of a card that may not be passed on where it would be: what leads to it stays."""
    said = words.say("The author does not want this story passed on. You can read it in the bot.")
    links = tuple(kept for row in card.rows if (kept := tuple(key for key in row if isinstance(key, LinkButton))))
    return Card(html.text(said), links)


def unknown_link(words: Words) -> str:
    """For a deep link that can't be read."""
    return words.say("This link does not lead to a story I know. Here are the latest ones:")


def help_card(words: Words, *, reports: bool, suggestions: bool) -> Card:
    """What the bot can do, in one screen; what readers can tell those who run it only where there is somebody."""
    lines = [
        html.bold(words.say("How to read")),
        html.text(
            words.say("Next and Prev step through a story, the counter between them jumps, Save keeps it for later.")
        ),
        html.text(words.say("Your place is kept in every story: /continue takes you back to it.")),
        "",
        html.bold(words.say("How to find a story")),
        html.text(
            words.say(
                "/latest shows the newest stories, /tags the hashtags, /authors who wrote them, /saved what you kept."
            )
        ),
        html.text(
            words.say("Write what you remember: words, a #hashtag, an @author. /search tells what else you can say.")
        ),
        "",
        html.bold(words.say("How to hear of new stories")),
        html.text(
            words.say(
                "Press Follow on a story, an author or a hashtag; /subscriptions shows and changes what you follow."
            )
        ),
        "",
        html.text(
            words.say("/settings changes the language and how things look, /privacy says what is kept about you.")
        ),
    ]
    if suggestions:
        lines.append(html.text(words.say("/suggest brings a story to those who run this bot.")))
    if reports:
        lines.append(html.text(words.say("Something is wrong with a story? ↗ Share, then Report.")))
    return Card("\n".join(lines), (browse_row(words),))


def privacy_card(words: Words, *, reports: bool, suggestions: bool) -> Card:
    """What is kept of a person, and the way to delete it; and how an author can ask, where stories can be reported."""
    lines = [
        html.bold(words.say("What is kept about you")),
        html.text(
            words.say(
                "Your Telegram id, your place in each story you read, the stories you saved, what you follow, "
                "the groups and channels that you have set, and your settings."
            )
        ),
        html.text(words.say("Not your name, not your messages, not your contacts. Nobody else gets to see any of it.")),
        html.text(words.say("What people search for is kept without who asked, so that its pages can be turned.")),
        "",
        html.bold(words.say("If a story is yours")),
        html.text(
            words.say(
                "You decide about it: whoever runs this bot takes it away, takes none of yours any more, "
                "or keeps it from being passed on, when you ask."
            )
        ),
    ]
    if reports:
        lines.append(html.text(words.say("Press Report below ↗ Share on the story, and say so.")))
        kept = words.say("What you report is kept too; those who look at it don't learn who you are.")
        lines.insert(4, html.text(kept))
    if suggestions:
        shown = words.say("What you suggest is shown to those who run this bot, without your name.")
        lines.insert(4, html.text(shown))
    return Card("\n".join(lines), ((Button(words.label("Delete my data"), Choose(Choice.FORGET)),),))


def forget_card(words: Words) -> Card:
    """Asked once more before everything is deleted."""
    yes = Button(words.label("Yes, delete"), Choose(Choice.FORGET_SURELY))
    no = Button(words.label("Keep"), Choose(Choice.KEEP), primary=True)
    return Card(
        html.text(words.say("Delete your places, saved stories, subscriptions and settings? This can't be undone.")),
        ((yes, no),),
    )


def forgotten_card(words: Words) -> Card:
    """Everything is deleted."""
    return Card(html.text(words.say("Deleted. Nothing about you is kept any more; /start begins anew.")))


def settings_card(
    words: Words, languages: Iterable[Language], chosen: str | None, here: Here, *, hears_of_growth: bool
) -> Card:
    """How things are for this reader. `chosen` is the code of their language; None leaves it to their client."""
    name = html.isolated(words.language.name)
    if chosen is None:
        language = words.say("Language: {language}, as your Telegram app has it.", language=name)
    else:
        language = words.say("Language: {language}.", language=name)
    if words.plain:
        state = words.say("Plain labels are on: buttons and frames have words only, as screen readers like them.")
        key = Button(words.label("Turn plain labels off"), Choose(Choice.PLAIN_OFF))
    else:
        state = words.say("Plain labels are off: buttons and frames have signs and a progress bar.")
        key = Button(words.label("Turn plain labels on"), Choose(Choice.PLAIN_ON))
    zone = Button(words.label("🌍 Time zone"), Time(Timing.CLOCKS if not here.place else Timing.ZONE))
    growth, growth_key = _growth(words, hears_of_growth)
    said = (html.text(language), zone_line(here, words), html.text(growth), html.text(state))
    text = "\n\n".join([html.bold(words.say("Settings")), *said])
    rhythm = Button(words.label("🔔 Notifications"), Time(Timing.RHYTHM))
    return Card(text, (_language_row(words, languages, chosen), (rhythm, zone), (growth_key,), (key,)))


def _growth(words: Words, hears: bool) -> tuple[str, Button]:
    """Whether a reader hears of new tweets in what they have finished, and the way to the other."""
    if hears:
        said = words.say("When a story that you have finished grows, you are told.")
        return said, Button(words.label("Turn new tweets off"), Choose(Choice.GROWTH_OFF))
    said = words.say("When a story that you have finished grows, you are not told.")
    return said, Button(words.label("Turn new tweets on"), Choose(Choice.GROWTH_ON))


def _language_row(words: Words, languages: Iterable[Language], chosen: str | None) -> Row:
    """Every language by its own name, and the client's; the one that was chosen is marked."""
    names: dict[str | None, str] = {language.code: language.name for language in languages}
    names[None] = words.say("Automatic")
    return tuple(
        Button(words.label("✓ {language}", language=name) if code == chosen else name, Speak(code))
        for code, name in names.items()
    )
