"""Puts a tweet's pictures together; everything here stands on the drawing libraries."""

from threads import reading
from threads.exports.errors import MissingFonts, TooLongForPictures
from threads.exports.picture.card import INNER, Card
from threads.exports.picture.code import Code
from threads.exports.picture.colours import DARK, LIGHT
from threads.exports.picture.content import Content
from threads.exports.picture.fitting import LONGEST, fitted
from threads.exports.picture.labels import MOST_PAGES, PictureLabels
from threads.exports.picture.lettering import Lettering
from threads.exports.picture.rows import Room
from threads.exports.picture.scripts import named
from threads.model import Thread, Tweet, TweetNumber, is_blank
from threads.text import is_rtl


def draw(
    thread: Thread, number: TweetNumber, *, link: str, dark: bool, labels: PictureLabels, revealed: bool
) -> list[bytes]:
    """The pages of a tweet as PNGs. Raises NoDrawing, MissingFonts and TooLongForPictures."""
    index = reading.index_of(thread, number)
    tweet = thread.tweets[index]
    content = Content(tweet=tweet, labels=labels, hidden=bool(tweet.content_warning) and not revealed)
    if _length(tweet) > LONGEST:
        raise TooLongForPictures(most=MOST_PAGES)
    rtl = _direction(tweet, content, labels)
    room = Room(
        lettering=Lettering(),
        colours=DARK if dark else LIGHT,
        width=INNER,
        rtl=rtl,
        right=rtl,
        language=tweet.lang or thread.lang,
    )
    told = (index + 1) / len(thread)
    card = Card(room=room, author=thread.author, code=Code(link), labels=labels, link=link, told=told)
    fit = fitted(lambda size: content.rows(size, room), card.around)
    alone = len(fit.pages) == 1
    positions = (labels.position,) if alone else labels.pages
    drawn = [
        card.png(rows, fit.height, position, alone=alone) for rows, position in zip(fit.pages, positions, strict=False)
    ]
    if room.lettering.missing:
        scripts, packages = named(room.lettering.missing)
        raise MissingFonts(scripts=scripts, packages=packages)
    return drawn


def _length(tweet: Tweet) -> int:
    texts = [tweet.text, *(medium.alt for medium in tweet.media)]
    texts += [tweet.quote.text] if tweet.quote else []
    texts += [option.label for option in tweet.poll.options] if tweet.poll else []
    return sum(map(len, texts))


def _direction(tweet: Tweet, content: Content, labels: PictureLabels) -> bool:
    """A card runs as its tweet does; where that says nothing, as the words around it."""
    if tweet.gap or content.hidden or is_blank(tweet.text):
        return labels.rtl
    return is_rtl(tweet.text)
