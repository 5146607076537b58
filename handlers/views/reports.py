"""A story that somebody does not want: the question to the reader, the report to admins, and taking a story away."""

from handlers.callbacks import Show, Title
from handlers.catalogue import Words
from handlers.presses.reports import Objected, Objection
from handlers.views import html
from handlers.views.card import Button, Card, LinkButton, Row
from handlers.views.title import headline
from storage.desk.reports import Report, Verdict
from storage.threads import StoredThread
from threads.links import story_payload
from threads.model import ThreadId
from threads.text import opening

HEADLINE = 80
"""Clusters of a story's headline, and of its author's name."""


def asked_card(story: StoredThread, words: Words, bot: str) -> Card:
    """What is wrong with it? One sentence, or none."""
    asked = words.say(
        "What is wrong with this story? Write it to me in one sentence, or send the report without a word."
    )
    known = words.say("If it is yours, say so, and what you want done.")
    send = Button(words.label("Send without a word"), Objected(Objection.SEND, story.id))
    cancel = Button(words.label("Cancel"), Objected(Objection.CANCEL, story.id))
    named = _linked(headline(story, HEADLINE), story.id, words, bot)
    return Card("\n\n".join((named, f"{html.text(asked)} {html.text(known)}")), ((send,), (cancel,)))


def report_card(report: Report, words: Words, bot: str) -> Card:
    """A report as admins get it, and what can be decided; once it is decided, what was."""
    parts = [
        html.bold(words.say("A reader reports a story")),
        _linked(report.headline, report.thread, words, bot, report.author),
    ]
    if report.said:
        parts.append(html.quotation(html.text(report.said)))
    if report.reports > 1:
        parts.append(
            html.text(words.count("{n} reader has reported it.", "{n} readers have reported it.", report.reports))
        )
    look = LinkButton(words.label("🔗 Open"), html.bot_link(bot, story_payload(report.thread)))
    match report.verdict:
        case Verdict.WITHDRAWN:
            parts.append(html.text(words.say("The story was withdrawn.")))
            return Card("\n\n".join(parts), (_back_row(report.thread, words),))
        case Verdict.DISMISSED:
            parts.append(html.text(words.say("The report was dismissed.")))
            return Card("\n\n".join(parts), ((look,),))
        case None:
            withdraw = Button(words.label("Withdraw"), Objected(Objection.WITHDRAW, report.id))
            dismiss = Button(words.label("Dismiss"), Objected(Objection.DISMISS, report.id))
            return Card("\n\n".join(parts), ((look,), (withdraw, dismiss)))


def take_card(story: StoredThread, words: Words) -> Card:
    """Asked once more before a story is withdrawn."""
    yes = Button(words.label("Yes, withdraw"), Objected(Objection.TAKE_SURELY, story.id))
    back = Button(words.label("Back"), Show(Title(story.id)), primary=True)
    asked = words.say("Withdraw this story? Every card and link of it will say that it is not available any more.")
    return Card(html.text(asked), ((yes, back),), protected=story.thread.protected)


def taken_card(thread: ThreadId, words: Words) -> Card:
    """The story was withdrawn."""
    return Card(html.text(words.say("The story was withdrawn.")), (_back_row(thread, words),))


def admin_row(story: StoredThread, words: Words) -> Row:
    """What admins can do with a story, in the place of reporting it."""
    if story.thread.protected:
        mark = Button(words.label("May be passed on"), Objected(Objection.UNPROTECT, story.id))
    else:
        mark = Button(words.label("Not to be passed on"), Objected(Objection.PROTECT, story.id))
    return (mark, Button(words.label("Withdraw"), Objected(Objection.TAKE, story.id)))


def _back_row(thread: ThreadId, words: Words) -> Row:
    return (Button(words.label("Publish again"), Objected(Objection.BRING_BACK, thread)),)


def _linked(title: str, thread: ThreadId, words: Words, bot: str, author: str = "") -> str:
    shown = opening(title, HEADLINE) or words.say("A story without words")
    link = html.link(html.isolated(shown), html.bot_link(bot, story_payload(thread)))
    return words.line(words.joined((link, html.text(html.isolated(opening(author, HEADLINE))))) if author else link)
