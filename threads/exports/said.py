"""Quoted tweets and polls in lines of text, for the formats that have nothing but lines."""

from threads.exports.edition import Edition
from threads.model import Poll, Quote


def quote_lines(edition: Edition, quote: Quote) -> str:
    """A quoted tweet: who, what, where; each line behind a `>`."""
    handle = f"@{quote.author.handle}" if quote.author.handle else ""
    author = " ".join(part for part in (quote.author.name, handle) if part)
    parts = (author, quote.text.strip("\n"), f"{edition.wording.quoted}: {quote.url}" if quote.url else "")
    return "\n".join(f"> {line}".rstrip() for part in parts if part for line in part.split("\n"))


def poll_lines(edition: Edition, poll: Poll) -> str:
    """A poll: an answer a line, with its votes and their share where the source tells them."""
    total = sum(option.votes or 0 for option in poll.options)
    lines = [f"- {' '.join(option.label.split())}{votes_of(edition, option.votes, total)}" for option in poll.options]
    if poll.closes:
        lines.append(f"{edition.wording.voting} {edition.wording.moment(poll.closes)}")
    return "\n".join(lines)


def votes_of(edition: Edition, votes: int | None, total: int) -> str:
    """The votes of an answer and their share; nothing where the source does not tell."""
    if votes is None:
        return ""
    share = edition.wording.number(round(100 * votes / total) if total else 0)
    return f" — {edition.wording.number(votes)} ({share}%)"
