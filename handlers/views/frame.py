"""A frame: one tweet, or one page of it, with the two rows of buttons that never move."""

from dataclasses import dataclass

from handlers.callbacks import Frame, Jump, Next, Previous, Save, Share, Show, ShowTags, Spot
from handlers.catalogue import Words
from handlers.views import html
from handlers.views.body import body, counter
from handlers.views.card import Button, Card, Key, LinkButton, Row, in_rows
from handlers.views.pages import page_count
from storage.threads import StoredThread
from threads import reading
from threads.links import story_payload
from threads.reading import Place

GRID_WIDTH = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a card depends on besides its story: the words, the bot's name, and what is personal where it may be.

    On a `shared` card (groups, inline) nothing is personal.
    """

    words: Words
    bot: str
    saved: bool = False
    shared: bool = False


def frame(story: StoredThread, place: Place, setting: Setting) -> Card:
    """The frame of a place, which has to be one that exists."""
    text, preview = body(story, place, setting.bot, setting.words)
    return Card(text, (step_row(story, place, setting), _action_row(story, place, setting)), preview)


def grid_rows(story: StoredThread, spot: Spot, setting: Setting) -> tuple[Row, ...]:
    """The places to jump to: every tweet up to 20, else even steps; the present one is marked."""
    words = setting.words
    here = reading.index_of(story.thread, spot.place.number) if isinstance(spot, Frame) else -1
    keys: list[Key] = []
    for ordinal in reading.grid(len(story.thread)):
        label = f"·{words.number(ordinal)}·" if ordinal == here + 1 else words.number(ordinal)
        keys.append(Button(label, Show(Frame(story.id, Place(story.thread.tweets[ordinal - 1].number)))))
    return (*in_rows(keys, GRID_WIDTH), (Button(words.label("Back"), Show(spot)),))


def step_row(story: StoredThread, place: Place, setting: Setting, *, open_grid: bool = False) -> Row:
    """Prev, the counter, Next: forward is where the thumb is. The counter opens the grid, and closes an open one."""
    words = setting.words
    spot = Frame(story.id, place)
    last = reading.is_last(story.thread, place, page_count)
    onward = words.label("Finish ✓") if last else words.label("Next ▶")
    middle = Button(counter(story, place, words), Show(spot) if open_grid else Jump(spot))
    return (Button(words.label("◀ Prev"), Previous(spot)), middle, Button(onward, Next(spot), primary=True))


def save_label(setting: Setting) -> str:
    """The label of the save button; on a shared card always the same."""
    if setting.saved and not setting.shared:
        return setting.words.label("🔖 Saved")
    return setting.words.label("🔖 Save")


def open_button(story: StoredThread, setting: Setting, place: Place | None = None) -> LinkButton:
    """The URL button that survives a forward: it opens the bot at this story, at this tweet."""
    payload = story_payload(story.id, place.number if place else None)
    return LinkButton(setting.words.label("🔗 Open"), html.bot_link(setting.bot, payload))


def _action_row(story: StoredThread, place: Place, setting: Setting) -> Row:
    spot = Frame(story.id, place)
    words = setting.words
    keys: list[Key] = [Button(save_label(setting), Save(spot))]
    if story.tags:
        keys.append(Button(words.label("# Tags"), ShowTags(spot)))
    return (*keys, Button(words.label("↗ Share"), Share(spot)), open_button(story, setting, place))
