"""What a destination would receive: of an invented visitor, of the last real person, of answers
that somebody chose. It is made as what is sent is made, and writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from hubapp.core.destination import Destination
from hubapp.core.labels import label_of
from hubapp.core.mapping import CONFIRMED, FieldMapping, Record, Source, Unmappable
from hubapp.core.showing import Shown
from hubapp.core.words import NOTHING, Words
from hubapp.models import Hub
from hubapp.models.columns import now
from hubapp.services.delivery import Case, Event, record_for
from hubapp.services.integrations.chosen import Answers, Asked, asked_of, said_by, told_in
from hubapp.services.integrations.connections import connection_of
from hubapp.services.integrations.last_person import lately_left
from hubapp.services.integrations.mappings import Form, destination_or_404, sources
from hubapp.services.integrations.unsent import (
    earlier_stays,
    staying,
    there_already,
    unsent,
)
from hubapp.services.integrations.whom import consents_among

INVENTED, LAST, CHOSEN = "invented", "last", "chosen"
"""For whom."""


class Choice(NamedTuple):
    """For whom, of the above, and what they are to have answered. language: of the words of what
    can be chosen."""

    whom: str = INVENTED
    answers: Answers = {}
    language: str = "en"


class Example(NamedTuple):
    """What the destination would receive of one visitor: in sentences, the body itself, and as its
    own page of that person would show it; and what it costs and which consents it sets, a sentence
    each. Nothing without an identity. whom: of the above; notes: what is left out and why, a
    sentence each; why: it would receive nothing; at, card: when and where it was left; asked: what
    can be chosen; named: the mapping says who somebody is."""

    sentences: Sequence[Words] = ()
    body: str = ""
    shown: Sequence[Shown] = ()
    identity: str = ""
    costs: Sequence[Words] = ()
    whom: str = INVENTED
    notes: Sequence[Words] = ()
    why: Words = NOTHING
    at: datetime | None = None
    card: str = ""
    asked: Sequence[Asked] = ()
    named: bool = True


class _Of(NamedTuple):
    """What an example is made of. known: what the hub can tell at all; told: along with a form or
    play."""

    hub: Hub
    destination: Destination
    form: Form
    known: list[Source]
    choice: Choice

    @property
    def told(self) -> list[Source]:
        return [each for each in self.known if not each.alone]

    @property
    def mapping(self) -> FieldMapping:
        return self.form.mapping


_FIRST = Choice()


def example(hub: Hub, kind: str, form: Form, choice: Choice = _FIRST) -> Example:
    """For whom it was chosen; of an invented visitor first."""
    destination = destination_or_404(kind)
    of = _Of(hub, destination, form, sources(hub), choice)
    if not _names_somebody(of):
        return Example(whom=choice.whom, named=False)
    return _MADE.get(choice.whom, _of_invented)(of)


def _names_somebody(of: _Of) -> bool:
    samples = {each.key: each.sample for each in of.told}
    rules = {rule.key for rule in of.destination.identity_rules}
    return of.mapping.identify_by in rules and bool(samples.get(of.mapping.identity_source))


def _of_invented(of: _Of) -> Example:
    known = {each.key: each.sample for each in of.told}
    return _of_somebody(of, {**known, CONFIRMED: True})


def _of_chosen(of: _Of) -> Example:
    told_here = told_in(of.hub)
    asked = asked_of(told_here, of.mapping, of.told, of.choice.answers, of.choice.language)
    said, wrong = said_by(asked, told_here, of.told)
    chosen = {each.key for each in asked}
    facts = {each.key: each.sample for each in of.told if each.key not in chosen}
    found = _of_somebody(of, {**facts, **said})
    # Who they are was said, and could not be read: that is the reason, and not that it is missing.
    why = wrong.pop(of.mapping.identity_source, found.why) if found.why else found.why
    return found._replace(asked=asked, why=why, notes=[*wrong.values(), *found.notes])


def _of_somebody(of: _Of, known: Mapping[str, Any]) -> Example:
    """Of somebody who has left all of this at once."""
    receipts = {each.key for each in consents_among(of.told)}
    case = Case(known, receipts, now(), Event.WITH_IT, form=True)
    found = _example(of, case, record_for(of.destination.kind, of.mapping, case))
    return found._replace(notes=[*found.notes, *_together(of)])


def _of_last(of: _Of) -> Example:
    """Of the last person of whom something is sent; of the last one, where there is none."""
    found = lately_left(of.hub.id, of.destination.kind, of.mapping)
    if not found:
        return Example(whom=LAST)
    last = found[-1] if isinstance(found[-1].made, Record) else found[0]
    stays = _stays(of, last.made)
    told = _example(of, last.case, last.made, stays)
    later = found[: found.index(last)]
    notes = [*_there(of, last.made, stays), *_not_sent([each.made for each in later])]
    return told._replace(
        identity=last.person, at=last.case.time, card=last.card, notes=[*told.notes, *notes]
    )


_MADE: dict[str, Callable[[_Of], Example]] = {LAST: _of_last, CHOSEN: _of_chosen}


def _example(
    of: _Of, case: Case, made: Record | Unmappable | None, stays: Sequence[str] = ()
) -> Example:
    """stays: targets at which an earlier answer does, so that this one is left out."""
    if not isinstance(made, Record):
        return Example(whom=of.choice.whom, why=made.sentence if made else NOTHING)
    destination, goes = of.destination, _without(made, stays)
    request = destination.build(destination.example_settings(of.form.settings), "", [goes])
    labels = {each.key: each.full_label for each in of.told}
    return Example(
        [*destination.describe(goes), *_told_later(of)],
        request.body.decode(),
        destination.shown(goes),
        goes.identity,
        [*filter(None, [destination.cost(goes)]), *_consents(destination, goes)],
        of.choice.whom,
        unsent(of.mapping, case, made, labels),
    )


def _without(made: Record, targets: Sequence[str]) -> Record:
    values = {target: value for target, value in made.values.items() if target not in targets}
    return replace(made, values=values)


def _consents(destination: Destination, record: Record) -> list[Words]:
    """Those that get there."""
    given = [
        target
        for target in record.once
        if destination.why_left_out(target, record.values[target]) is None
    ]
    if not given:
        return [Words("It sets no consent.")]
    return [
        Words("It sets a consent: %(name)s.", name=label_of(destination, each)) for each in given
    ]


def _told_later(of: _Of) -> list[Words]:
    """What is mapped and told by itself."""
    mapped = {row.source for row in of.mapping.rows}
    later = [each.label for each in of.known if each.alone and each.key in mapped]
    return [
        Words("%(source)s is told by itself, when you tell the winners of a draw.", source=each)
        for each in later
    ]


def _together(of: _Of) -> list[Words]:
    """Nobody leaves answers to several cards at once."""
    mapped = {row.source for row in of.mapping.rows}
    cards = {each.card for each in of.told if each.card and each.key in mapped}
    if len(cards) < 2:
        return []
    return [Words("Each form and each play goes by itself; here all cards stand together.")]


def _stays(of: _Of, made: Record | Unmappable) -> tuple[str, ...]:
    """Whether all is sent again or only what changed: a first answer stays."""
    connection = connection_of(of.hub.id, of.destination.kind)
    if connection is None or not isinstance(made, Record):
        return ()
    return staying(of.destination, connection.account, made)


def _there(of: _Of, made: Record | Unmappable, stays: Sequence[str]) -> list[Words]:
    connection = connection_of(of.hub.id, of.destination.kind)
    if connection is None or not isinstance(made, Record):
        return []
    said = earlier_stays(of.destination, stays)
    if of.form.only_changes:
        goes = _without(made, stays)
        said += there_already(of.destination, connection.account, goes)
    return said


def _not_sent(made: Sequence[Record | Unmappable]) -> list[Words]:
    """Of those who came since."""
    whys = Counter(each.sentence for each in made if isinstance(each, Unmappable))
    return [
        Words("Later, and not sent: %(count)s. %(why)s", count=count, why=why)
        for why, count in whys.items()
    ]
