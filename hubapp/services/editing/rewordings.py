"""Choices that read otherwise than those that were published: what is asked about them before
publishing, and what is told of them from then on. See ``core/rewording.py``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import exists, select

from hubapp.cards import opened
from hubapp.core.errors import Problem
from hubapp.core.rewording import (
    NEW,
    SAME,
    Offered,
    Rewording,
    Told,
    carried,
    merged,
    rewordings,
    told_alike,
    told_apart,
)
from hubapp.core.snapshot import CardSnapshot, HubSnapshot, PageSnapshot
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.fields import field_kind_of
from hubapp.models import Connection
from hubapp.services.editing.differences import card_words, form_words
from hubapp.services.editing.doubts import Doubt


class Place(NamedTuple):
    """A part of a document, for people. card: or its form; about: what is asked there; where: see
    ``checks``."""

    card: Words
    about: Words
    where: str


class Asked(NamedTuple):
    """A rewording that needs an answer. answer: so far, of ``core/rewording``; empty: none."""

    rewording: Rewording
    place: Place
    answer: str


@dataclass(frozen=True)
class Reworded:
    """What a draft makes of published choices. known: what was told so far; offered: the choices of
    the draft; places: document and part -> what it is."""

    asked: list[Asked]
    known: Told
    offered: Offered
    places: Mapping[tuple[str, str], Place]

    def read_otherwise(self, document: str) -> dict[str, dict[str, str]]:
        """Part -> key -> what is told, of the choices of the draft that read otherwise."""
        found = {}
        for part, told in self.told().get(document, {}).items():
            offered = self.offered.get(document, {}).get(part, {})
            found[part] = {key: value for key, value in told.items() if key in offered}
        return found

    def told(self) -> Told:
        """What is told from now on. What nobody has said to be the same answer is a new one."""
        answers = [(each.rewording, each.answer == SAME) for each in self.asked]
        return carried(self.known, self.offered, answers)

    def problems(self) -> list[Problem]:
        """What is not answered, and what cannot be as it was answered."""
        found = []
        apart = set(told_apart(self.offered, self.told()))
        for each in self.asked:
            reads, here = each.rewording.now, each.rewording.document
            if not each.answer:
                sentence = Words("Say whether “%(words)s” is the same answer.", words=reads)
                found.append(Problem(each.rewording.name, sentence))
            elif any((here, part, reads) in apart for part in each.rewording.parts):
                sentence = Words(
                    "“%(words)s” stands there twice, and cannot be sent as two values. Choose "
                    "“A new answer”, or put it in other words.",
                    words=reads,
                )
                found.append(Problem(each.rewording.name, sentence))
        return found

    def doubts(self) -> list[Doubt]:
        """Choices of which whoever is told cannot tell which was chosen."""
        found: dict[str, Doubt] = {}
        for document, part, one, other, value in told_alike(self.known, self.offered, self.told()):
            place = self.places[document, part]
            sentence = Words(
                "%(card)s: “%(one)s” and “%(other)s” are both sent as “%(value)s”. "
                "Nobody who gets it can tell them apart.",
                card=place.card,
                one=one,
                other=other,
                value=value,
            )
            key = f"alike:{document}/{one}/{other}/{value}"
            found.setdefault(key, Doubt(key, place.where, sentence))
        return list(found.values())


def reworded(
    draft: HubSnapshot,
    published: Sequence[HubSnapshot],
    answers: Mapping[str, str],
    otherwise: str = "",
) -> Reworded:
    """published: the newest version and the one that is live: a choice is what visitors see, or
    else what they saw last. answers: name of a rewording -> ``core/rewording.SAME`` or ``NEW``;
    otherwise: of those that have none."""
    words: dict[str, dict[str, Mapping[str, str]]] = {}
    tables: list[Offered] = []
    for each in published:
        tables += [offered_by(each), each.told]
        for document, parts in tables[-2].items():
            words.setdefault(document, {}).update(parts)
    known, places = merged(*tables), {}
    offered: dict[str, dict[str, Mapping[str, str]]] = {}
    for document, part, place, choices in _choices_of(draft):
        offered.setdefault(document, {})[part] = choices
        places[document, part] = place
    asked = [
        Asked(
            each,
            places[each.document, each.parts[0]],
            given if (given := answers.get(each.name)) in (SAME, NEW) else otherwise,
        )
        for each in rewordings(words, known, offered)
    ]
    return Reworded(asked, known, offered, places)


def is_connected(hub_id: int) -> bool:
    """What visitors tell this hub is sent somewhere, or kept for it."""
    query = select(exists().where(Connection.hub_id == hub_id, Connection.state != "leaving"))
    return bool(db.session.scalar(query))


def alone(snapshot: HubSnapshot, card_id: str) -> HubSnapshot:
    """A hub with no card but this one, for reading all of them takes a while."""
    card = snapshot.card(card_id)
    return replace(snapshot, pages=(PageSnapshot("", "", (card,)),) if card else ())


def offered_by(snapshot: HubSnapshot) -> Offered:
    """The choices of a hub, by which they are known."""
    found: dict[str, dict[str, Mapping[str, str]]] = {}
    for document, part, _, choices in _choices_of(snapshot):
        found.setdefault(document, {})[part] = choices
    return found


def _choices_of(
    snapshot: HubSnapshot,
) -> Iterator[tuple[str, str, Place, Mapping[str, str]]]:
    for card in snapshot.cards():
        yield from _of_card(card)
        yield from _of_form(card)


def _of_card(card: CardSnapshot) -> Iterator[tuple[str, str, Place, Mapping[str, str]]]:
    document = f"card:{card.id}"
    open_card = opened(card.kind, card.schema, card.content)
    for output in open_card.type.outputs(open_card.content) if open_card else ():
        if choices := output.worded():
            place = Place(card_words(card), output.label, f"{document}/")
            yield document, output.key, place, choices


def _of_form(card: CardSnapshot) -> Iterator[tuple[str, str, Place, Mapping[str, str]]]:
    document = f"form:{card.id}"
    for field in card.form.fields if card.form else ():
        kind = field_kind_of(field.kind)
        if kind is not None and (lines := kind.lines(field.options)):
            label = Words.verbatim(field.label or field.key)
            place = Place(form_words(card), label, f"{document}/fields.{field.id}")
            yield document, field.id, place, {each: each for each in lines}
