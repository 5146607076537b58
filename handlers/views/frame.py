"""A frame: one tweet, or one page of it, with the two rows of buttons that never move."""

from dataclasses import dataclass, replace
from functools import lru_cache

from handlers.callback_data import MOTHER_TONGUE
from handlers.callbacks import Frame, Jump, Next, Previous, Save, Share, Show, ShowTags, Spot
from handlers.catalogue import Words
from handlers.views import html
from handlers.views.body import body, counter
from handlers.views.card import Button, Card, Key, LinkButton, Row, in_rows, mirrored
from handlers.views.media import medium_of, preview_of
from handlers.views.pages import pages_of, pages_with
from storage.threads import StoredThread
from threads import reading
from threads.links import story_payload
from threads.reading import Pages, Place

GRID_WIDTH = 5
CACHED_FRAMES = 1_000
"""Frames kept as they were drawn, some 6 KB each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a card depends on besides its story: the words, the bot's name, and what is personal where it may be.

    On a `shared` card (groups, inline) nothing is personal. One that can't `carry` pictures (inline, where no message
    can take another's place) previews them.
    """

    words: Words
    bot: str
    saved: bool = False
    follows: bool = False
    shared: bool = False
    carries: bool = True

    @property
    def language(self) -> str:
        """What the buttons of the card say of its language: see `Card`."""
        return self.words.language.code if self.shared else MOTHER_TONGUE


@lru_cache(maxsize=CACHED_FRAMES)
def frame(story: StoredThread, spot: Frame, setting: Setting) -> Card:
    """The frame of a place, which has to be one that exists.

    Kept, since many read the same story: drawing it is the larger part of what a tap costs besides HTTP. A new version
    of a story is another object, and so has other frames.
    """
    tweet = story.thread.tweets[reading.index_of(story.thread, spot.place.number)]
    page = pages_of(tweet, revealed=spot.revealed)[spot.place.page]
    hidden = bool(tweet.content_warning) and not spot.revealed and not tweet.gap
    rows: tuple[Row, ...] = (step_row(story, spot, setting), _action_row(story, spot, setting))
    if hidden:
        # Above the others, which stay where they are.
        rows = ((Button(setting.words.label("Show"), Show(replace(spot, revealed=True))),), *rows)
    medium = medium_of(tweet, page) if setting.carries else None
    if medium is None:
        text = body(story, spot, setting.bot, setting.words)
        return Card(text, rows, preview_of(tweet, page), language=setting.language, protected=story.thread.protected)
    return Card(
        body(story, spot, setting.bot, setting.words, below_medium=True),
        rows,
        medium=medium,
        instead=lambda: body(story, spot, setting.bot, setting.words),
        language=setting.language,
        protected=story.thread.protected,
    )


def grid_rows(story: StoredThread, spot: Spot, setting: Setting) -> tuple[Row, ...]:
    """The places to jump to: every tweet up to 20, else even steps; the present one is marked."""
    words = setting.words
    here = reading.index_of(story.thread, spot.place.number) if isinstance(spot, Frame) else -1
    keys: list[Key] = []
    for ordinal in reading.grid(len(story.thread)):
        label = _here(ordinal, words) if ordinal == here + 1 else words.number(ordinal)
        keys.append(Button(label, Show(Frame(story.id, Place(story.thread.tweets[ordinal - 1].number)))))
    return (*in_rows(keys, GRID_WIDTH), (Button(words.label("Back"), Show(spot)),))


def step_row(story: StoredThread, spot: Frame, setting: Setting, *, open_grid: bool = False) -> Row:
    """Prev, the counter, Next: forward is where the thumb is. The counter opens the grid, and closes an open one."""
    words = setting.words
    last = reading.is_last(story.thread, spot.place, counting(spot))
    onward = _placed(words.label("Finish ✓") if last else words.label("Next ▶"), words)
    back = _placed(words.label("◀ Prev"), words)
    middle = Button(counter(story, spot.place, words), Show(spot) if open_grid else Jump(spot))
    return mirrored((Button(back, Previous(spot)), middle, Button(onward, Next(spot), primary=True)), words)


def _placed(label: str, words: Words) -> str:
    """A label whose arrow stays at the side where the catalogue has it, whichever way clients run the label."""
    return html.placed(label) if words.rtl and not words.plain else label


def _here(ordinal: int, words: Words) -> str:
    number = words.number(ordinal)
    return words.say("{n} (here)", n=number) if words.plain else f"·{number}·"


def counting(spot: Frame) -> Pages:
    """How many pages each tweet has for someone who stands on this frame."""
    return pages_with(spot.place.number if spot.revealed else None)


def settled(story: StoredThread, spot: Frame) -> Frame:
    """The nearest frame that exists now; what was revealed stays so as long as its tweet is there."""
    place = reading.settle(story.thread, spot.place, counting(spot))
    return Frame(story.id, place, spot.revealed and place.number == spot.place.number)


def save_label(setting: Setting) -> str:
    """The label of the save button; on a shared card always the same."""
    if setting.saved and not setting.shared:
        return setting.words.label("🔖 Saved")
    return setting.words.label("🔖 Save")


def open_button(story: StoredThread, setting: Setting, place: Place | None = None) -> LinkButton:
    """The URL button that survives a forward: it opens the bot at this story, at this tweet."""
    payload = story_payload(story.id, place.number if place else None)
    return LinkButton(setting.words.label("🔗 Open"), html.bot_link(setting.bot, payload))


def _action_row(story: StoredThread, spot: Frame, setting: Setting) -> Row:
    words = setting.words
    keys: list[Key] = [Button(save_label(setting), Save(spot))]
    if story.tags:
        keys.append(Button(words.label("# Tags"), ShowTags(spot)))
    return (*keys, Button(words.label("↗ Share"), Share(spot)), open_button(story, setting, spot.place))
