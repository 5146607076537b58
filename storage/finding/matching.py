"""A query as the index understands it. Words go in between quotation marks and hold none: nothing in them is syntax."""

from collections.abc import Iterable, Sequence

from storage.finding import marks
from threads.hashtag import tag_key
from threads.language import code_of
from threads.query import Query, Term


def expression(query: Query, *, shared: bool = False) -> str:
    """The expression that stories have to match. `shared` leaves out those whose authors want them not passed on."""
    parts = [_term(term) for term in query.terms]
    parts += [_word(marks.of_tag(tag_key(tag))) for tag in query.tags]
    parts += [
        _either(choices)
        for choices in (
            [marks.of_handle(handle) for handle in query.handles],
            [marks.of_language(code_of(language)) for language in query.languages],
            marks.from_day(query.after) if query.after else [],
            marks.before_day(query.before) if query.before else [],
        )
        if choices
    ]
    without = [_term(term) for term in query.without]
    without += [_word(marks.of_tag(tag_key(tag))) for tag in query.without_tags]
    without += [_word(marks.of_handle(handle)) for handle in query.without_handles]
    if shared:
        without.append(_word(marks.PROTECTED))
    wanted = _all(parts or [_word(marks.ANY)])
    return f"{wanted} NOT ({' OR '.join(without)})" if without else wanted


def any_of(words: Iterable[str]) -> str:
    """The expression of stories that have any of these words."""
    return " OR ".join(map(_word, words))


def _term(term: Term) -> str:
    *whole, last = term.phrases
    found = [_word(" ".join(run)) for run in whole]
    end = _word(" ".join(last))
    if not term.open_ended:
        return _all([*found, end])
    # A word that is whole weighs more than one that only begins so.
    return _all([*found, f"({end} OR {end} *)" if len(last[-1]) > 1 else f"{end} *"])


def _either(choices: Sequence[str]) -> str:
    return "(" + " OR ".join(f"{_word(mark[:-1])} *" if mark.endswith("*") else _word(mark) for mark in choices) + ")"


def _all(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({' AND '.join(parts)})"


def _word(words: str) -> str:
    return f'"{words}"'
