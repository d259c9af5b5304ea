"""What of somebody a destination is not told, and why, a sentence each. It decides nothing: it
looks at the record that was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from hubapp.core import confirming
from hubapp.core.destination import Destination
from hubapp.core.labels import name_of
from hubapp.core.mapping import FieldMapping, MappingRow, Record
from hubapp.core.words import Words
from hubapp.models import Account
from hubapp.services.delivery import Case, Event, confirmed_of, says_earlier_stays

_NAMED = 4
"""Of what is left out for the same reason; the rest is counted."""
_LATER = 2**62
"""A place in anybody's story behind all that was told."""
_NOTHING, _UNTICKED, _OF_PLAY, _UNCONFIRMED = "nothing", "unticked", "of a play", "unconfirmed"
_SENTENCES: dict[str, Callable[[Words], Words]] = {
    _NOTHING: lambda names: Words(
        "Left out, for nothing is known of it here: %(names)s.", names=names
    ),
    _UNTICKED: lambda names: Words(
        "Left out, for a box that was not ticked says nothing: %(names)s.", names=names
    ),
    _OF_PLAY: lambda names: Words(
        "Left out, for a consent leaves with its form alone, and this is a play: %(names)s.",
        names=names,
    ),
    _UNCONFIRMED: lambda names: Words(
        "Left out, for the address was not confirmed by our mailed code: %(names)s.", names=names
    ),
}


def unsent(
    mapping: FieldMapping, case: Case, record: Record, labels: Mapping[str, Words]
) -> list[Words]:
    """labels: source key -> label, of what can be told with such a case."""
    names: dict[str, list[Words]] = {}
    for row in mapping.rows:
        if row.source in labels and row.target not in record.values:
            names.setdefault(_why(row, case), []).append(labels[row.source])
    found = [
        sentence(listed(list(dict.fromkeys(names[why]))))
        for why, sentence in _SENTENCES.items()
        if why in names
    ]
    if mapping.event_name and case.event is Event.WITHOUT:
        found.append(Words("The event is left to the end of the play, which tells of it once."))
    return found


def _why(row: MappingRow, case: Case) -> str:
    value = case.known.get(row.source)
    if row.source in case.receipts and not case.form:
        return _OF_PLAY
    if value is None or value in ("", []):
        return _NOTHING
    if row.source in case.receipts and value is False:
        return _UNTICKED
    return _UNCONFIRMED if case.form else _OF_PLAY


def listed(names: Sequence[Words]) -> Words:
    """The first few of one or more, and how many there are beside them."""
    told = names[0]
    for each in names[1:_NAMED]:
        told = Words("%(names)s, %(next)s", names=told, next=each)
    rest = len(names[_NAMED:])
    return Words("%(names)s and %(count)s more", names=told, count=rest) if rest else told


def staying(destination: Destination, account: Account, record: Record) -> tuple[str, ...]:
    """The targets at which another answer stays that was told before."""
    known = confirmed_of(account, record.person_key)
    return confirming.staying(record, _LATER, known, destination.keeps)


def earlier_stays(destination: Destination, targets: Sequence[str]) -> list[Words]:
    """That at these another answer stays."""
    if not targets:
        return []
    names = listed([name_of(destination, each) for each in targets])
    return [says_earlier_stays(names)]


def there_already(destination: Destination, account: Account, record: Record) -> list[Words]:
    """How many of its values the account has confirmed, so that they would not go again."""
    known = confirmed_of(account, record.person_key)
    news, _ = confirming.reduced(record, _LATER, known, destination.keeps, whole=False)
    spared = len(record.values) - len(news.values)
    return [_spared(destination, spared)] if spared else []


def _spared(destination: Destination, count: int) -> Words:
    return Words(
        "%(destination)s has %(count)s of these values from before. Told again, they are left "
        "out, for only what changed is sent.",
        destination=destination.label,
        count=count,
    )
