"""Tweets as markup that is HTML and well-formed XML at once: the HTML page and the book are both made of it.

Everything that stories say is escaped here, and what no XML document may hold is left out.
"""

import re
from collections.abc import Callable
from html import escape

from threads.exports.addresses import linkable
from threads.exports.edition import Edition, language_tag
from threads.exports.pictures import shown_url
from threads.exports.said import votes_of
from threads.hashtag import hashtags, mentions, tag_key, urls
from threads.model import Author, Media, MediaKind, Moment, Poll, Precision, Quote, Tweet
from threads.profiles import profile_url

Sources = Callable[[str], str | None]
"""Where a file has the picture of an address: what stands in `src`; None for one that could not be had."""

# Everything outside XML's Char, the other controls, surrogates and noncharacters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x1_0000, 0x11_0000, 0x1_0000))
    + "]"
)
_PARAGRAPHS = re.compile(r"\n(?:[^\S\n]*\n)+")


def text(words: str) -> str:
    """Plain words as markup, for content and attributes alike."""
    return escape(_FORBIDDEN.sub("", words))


def link(words: str, url: str | None) -> str:
    """Words that lead somewhere; only the words when the address is none."""
    address = linkable(url)
    return f'<a href="{text(address)}">{text(words)}</a>' if address else text(words)


def language(tag: str | None) -> str:
    """The attributes that name a language; nothing for what is no language tag."""
    known = language_tag(tag)
    return f' lang="{known}" xml:lang="{known}"' if known else ""


def time(edition: Edition, moment: Moment) -> str:
    """A moment, for people and for programs."""
    at = moment.at.replace(tzinfo=None)
    exact = at.date().isoformat() if moment.precision is Precision.DAY else f"{at.isoformat()}Z"
    return f'<time datetime="{exact}">{text(edition.wording.moment(moment))}</time>'


def byline(author: Author, source: str) -> str:
    """Name and handle; empty when neither is known."""
    parts = [f"<strong><bdi>{text(author.name)}</bdi></strong>"] if author.name else []
    if author.handle:
        handle = f'<bdi dir="ltr">@{text(author.handle)}</bdi>'
        profile = linkable(author.url or profile_url(author.handle, source))
        parts.append(f'<a href="{text(profile)}">{handle}</a>' if profile else handle)
    return " ".join(parts)


def paragraphs(edition: Edition, words: str) -> str:
    """A tweet's words in paragraphs, line by line, with their tags, names and addresses as links."""
    parts = _PARAGRAPHS.split(_linked(edition, words.strip("\n")))
    return "\n".join(f'<p class="text">{part.replace(chr(10), "<br/>")}</p>' for part in parts if part.strip())


def _linked(edition: Edition, words: str) -> str:
    source = edition.thread.source
    found = [(span, edition.tag_links.get(tag_key(span.label))) for span in hashtags(words)]
    found += [(span, profile_url(span.label, source)) for span in mentions(words)]
    found += [(span, span.label) for span in urls(words)]
    pieces, done = [], 0
    for span, url in sorted(found, key=lambda mark: mark[0].start):
        if span.start >= done and url:
            pieces += [text(words[done : span.start]), link(words[span.start : span.end], url)]
            done = span.end
    return "".join([*pieces, text(words[done:])])


def article(edition: Edition, tweet: Tweet, ordinal: int, sources: Sources) -> str:
    """One tweet with everything that hangs on it. Its `id` is `t` and its number."""
    content = _content(edition, tweet, sources)
    if tweet.content_warning and not tweet.gap:
        said = edition.wording.warning.replace("{warning}", tweet.content_warning)
        content = _folded(said, content)
    attributes = f'dir="{edition.direction(tweet.text)}"{language(tweet.lang)}'
    return (
        f'<article id="t{tweet.number}" class="tweet" {attributes}>\n'
        f"{_heading(edition, tweet, ordinal)}\n{content}\n</article>"
    )


def _heading(edition: Edition, tweet: Tweet, ordinal: int) -> str:
    parts = [time(edition, tweet.written)] if tweet.written else []
    if tweet.source_url and (source := linkable(tweet.source_url)):
        parts.append(link(edition.wording.source, source))
    line = " · ".join([f'<bdi dir="ltr">{edition.position(ordinal)}</bdi>', *parts])
    return f'<h2 class="place">{_own_line(edition, line)}</h2>'


def _own_line(edition: Edition, line: str) -> str:
    """A line of the file's own: it stands where the story's lines begin, and runs as its own language does."""
    direction = "rtl" if edition.wording.rtl else "ltr"
    return f'<bdi dir="{direction}"{language(edition.wording.language)}>{line}</bdi>'


def _content(edition: Edition, tweet: Tweet, sources: Sources) -> str:
    if tweet.gap:
        return f'<p class="gap">{text(edition.wording.gaps[tweet.gap])}</p>'
    parts = [paragraphs(edition, tweet.text), *(_medium(edition, media, sources) for media in tweet.media)]
    if tweet.quote:
        parts.append(_quote(edition, tweet.quote))
    if tweet.poll:
        parts.append(_poll(edition, tweet.poll))
    return "\n".join(part for part in parts if part)


def _folded(title: str, content: str) -> str:
    return f'<details>\n<summary>{text(title)}</summary>\n<div class="folded">\n{content}\n</div>\n</details>'


def _medium(edition: Edition, media: Media, sources: Sources) -> str:
    """The picture with its description below; without the picture its name, which leads to it."""
    name = edition.wording.media[media.kind]
    url = shown_url(media)
    embedded = sources(url) if url else None
    described = f' <span dir="auto">{text(media.alt)}</span>' if media.alt.strip() else ""
    if embedded is None:
        return f'<p class="medium">{link(name, media.url)}{described}</p>'
    image = f'<img src="{text(embedded)}" alt="{text(media.alt.strip() or name)}"/>'
    leads = f"{link(name, media.url)} " if media.kind is not MediaKind.PHOTO else ""
    caption = f"<figcaption>{leads}{described.strip()}</figcaption>" if leads or described else ""
    figure = f"<figure>{image}{caption}</figure>"
    return _folded(edition.wording.sensitive, figure) if media.sensitive else figure


def _quote(edition: Edition, quote: Quote) -> str:
    parts = [f'<p class="by">{author}</p>' if (author := byline(quote.author, edition.thread.source)) else ""]
    parts.append(paragraphs(edition, quote.text))
    if quote.url:
        said = text(quote.url) if linkable(quote.url) is None else link(edition.wording.quoted, quote.url)
        parts.append(f'<p class="by">{said}</p>')
    inner = "\n".join(part for part in parts if part)
    return f'<blockquote dir="{edition.direction(quote.text)}">\n{inner}\n</blockquote>'


def _poll(edition: Edition, poll: Poll) -> str:
    total = sum(option.votes or 0 for option in poll.options)
    items = [
        f"<li><bdi>{text(option.label)}</bdi>{votes_of(edition, option.votes, total)}</li>" for option in poll.options
    ]
    closes = f"\n<p>{text(edition.wording.voting)} {time(edition, poll.closes)}</p>" if poll.closes else ""
    answers = "\n".join(items)
    return f'<ul class="poll">\n{answers}\n</ul>{closes}'


def about(edition: Edition) -> str:
    """What stands over the story: who, when, how long, the author's own words, the tags, where it is from."""
    thread, wording = edition.thread, edition.wording
    measure = [time(edition, thread.written)] if thread.written else []
    measure.append(f"<bdi>{text(wording.measure)}</bdi>")
    leads = [link(wording.source, thread.source_url)] if linkable(thread.source_url) else []
    leads += [link(wording.open_story, edition.link)] if edition.link else []
    lines = [byline(thread.author, thread.source), _own_line(edition, " · ".join([*measure, *leads]))]
    said = [f'<p class="about">{line}</p>' for line in lines if line]
    if thread.author.bio.strip():
        said.append(f'<div class="bio" dir="auto">{paragraphs(edition, thread.author.bio)}</div>')
    return "\n".join(said)
