"""Who may take part, by the rule of a card: admitted once, in the transaction of the post that
takes the turn. These pieces join their caller's transaction; whoever has no turn ends it by an
exception, so that nothing of the post is kept."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, false, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from hubapp.core.entry_rule import PER_FIELD, next_turn, sentence, window
from hubapp.core.field_kind import FieldKind
from hubapp.core.snapshot import CardSnapshot, FieldSnapshot, HubSnapshot
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.fields import field_kind_of
from hubapp.models import EntryGate, Play
from hubapp.models.columns import now
from hubapp.services import marks, people

_ADDRESSES = ("email", "phone")


class NoTurn(Exception):
    """Somebody has had their turn. Planned: the public pages answer it in the hub's look.

    rule: the rule in one sentence; next_at: when the next turn is, None: never; by_address: it was
    something in a form that has had its turn, else this browser; field: what the form calls it,
    empty for an address.
    """

    def __init__(
        self, rule: Words, next_at: datetime | None, by_address: bool, field: str = ""
    ) -> None:
        super().__init__("no turn")
        self.rule, self.next_at, self.by_address, self.field = rule, next_at, by_address, field


def sentence_of(card: CardSnapshot) -> Words:
    """The card's rule as visitors read it; nothing without one."""
    return sentence(card.entry, {kind.identifies for _, kind in _asked(card)}, _label(card))


def waits(card: CardSnapshot) -> bool:
    """Only the form at the end says whose turn it is: what is played before counts when the form
    is admitted."""
    return card.form is not None and card.form.placement == "end" and bool(_counted(card))


def counts(card: CardSnapshot, key: str) -> bool:
    """What is filled in for this field takes a turn."""
    return any(field.key == key for field, _ in _counted(card))


def admit_answer(hub_id: int, hub: HubSnapshot, card: CardSnapshot, visitor: str) -> None:
    """The first answer of a play takes the visitor's turn, unless a form before it has, or a form
    will say whose turn it is. visitor: the token in the cookie. Raises NoTurn."""
    began_with_form = card.form is not None and card.form.placement == "start"
    if card.entry.limits and not began_with_form and not _counted(card):
        _admit(hub_id, hub, card, {"visitor": visitor})


def admit_form(
    hub_id: int,
    hub: HubSnapshot,
    card: CardSnapshot,
    visitor: str,
    values: Mapping[str, Any],
    begins: bool,
) -> None:
    """A form takes the turn of each address in it, or of the field that is counted; the visitor's,
    when it has none, or when visitors are counted and the form begins the play. values: field key
    -> clean value. Raises NoTurn."""
    if not card.entry.limits:
        return
    if counted := _counted(card):
        told = {
            f"{_sort(card, field, kind)} {field.key}": kind.compared(values[field.key]).casefold()
            for field, kind in counted
            if values.get(field.key)
        }
        _admit(hub_id, hub, card, told or {"visitor": visitor})
    elif begins:
        _admit(hub_id, hub, card, {"visitor": visitor})


def must_have_turn(hub_id: int, hub: HubSnapshot, card: CardSnapshot, visitor: str | None) -> None:
    """Say it before somebody plays in vain. Only for the eye: what admits is the post. Raises
    NoTurn."""
    if visitor is None or not card.entry.limits or _counted(card):
        return
    subject = _mark(marks.key_of_hub(hub_id), hub_id, "visitor", visitor)
    renews = window(card.entry, hub.time_zone, now()).renews
    spent = EntryGate.count >= card.entry.turns
    if (since := _since(hub_id, card, subject, spent)) and (renews is None or since > renews):
        raise _refusal(hub, card, since, by_address=False)


def last_play(workspace_id: int, hub_id: int, card_id: str, visitor: str | None) -> str | None:
    """The token of the newest play of this browser at a card: to go on with, or to look at."""
    if visitor is None:
        return None
    query = (
        select(Play.token)
        .where(
            Play.speaker_id.in_(people.speakers_of(workspace_id, visitor)),
            Play.hub_id == hub_id,
            Play.card_id == card_id,
        )
        .order_by(Play.id.desc())
    )
    return db.session.scalar(query.limit(1))


def _asked(card: CardSnapshot) -> list[tuple[FieldSnapshot, FieldKind]]:
    """The fields of its form that ask for an address at which a person is reached."""
    return [
        (field, kind)
        for field in (card.form.fields if card.form else ())
        if (kind := field_kind_of(field.kind)) is not None and kind.identifies in _ADDRESSES
    ]


def _counted(card: CardSnapshot) -> list[tuple[FieldSnapshot, FieldKind]]:
    """The fields whose values take turns; none where visitors do."""
    if card.entry.counts_addresses:
        return _asked(card)
    if card.entry.rule != PER_FIELD:
        return []
    return [
        (field, kind)
        for field in (card.form.fields if card.form else ())
        if field.key == card.entry.field and (kind := field_kind_of(field.kind)) is not None
    ]


def _label(card: CardSnapshot) -> str:
    """What the form calls the field that is counted, where the marketer has chosen one."""
    fields = _counted(card) if card.entry.rule == PER_FIELD else []
    return next((field.label or field.key for field, _ in fields), "")


def _sort(card: CardSnapshot, field: FieldSnapshot, kind: FieldKind) -> str:
    """What its values are the same of; the same address in two fields is one."""
    return f"field:{field.key}" if card.entry.rule == PER_FIELD else kind.identifies


def _admit(hub_id: int, hub: HubSnapshot, card: CardSnapshot, told: Mapping[str, str]) -> None:
    # The same address in two fields is one; what a field is called says nothing of whose it is.
    key = marks.key_of_hub(hub_id)
    subjects = {_mark(key, hub_id, kind.partition(" ")[0], each) for kind, each in told.items()}
    at = now()
    # In one order, for two posts may name the same two addresses at the same moment.
    for subject in sorted(subjects):
        if not _take(hub_id, hub, card, subject, at):
            since = _since(hub_id, card, subject)
            raise _refusal(hub, card, since or at, by_address="visitor" not in told)


def _take(hub_id: int, hub: HubSnapshot, card: CardSnapshot, subject: str, at: datetime) -> bool:
    """Take a turn in one statement: those who come at the same moment meet at the row. Turns that
    are over begin anew, else there must be one left."""
    turn = window(card.entry, hub.time_zone, at)
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(EntryGate).values(
        hub_id=hub_id,
        card_id=card.id,
        rule=card.entry.rule,
        subject=subject,
        window_start=turn.since,
        count=1,
    )
    over = false() if turn.renews is None else EntryGate.window_start <= turn.renews
    statement = insert.on_conflict_do_update(
        index_elements=["hub_id", "card_id", "rule", "subject"],
        set_={
            "window_start": case(
                (over, insert.excluded.window_start), else_=EntryGate.window_start
            ),
            "count": case((over, 1), else_=EntryGate.count + 1),
        },
        where=or_(over, EntryGate.count < card.entry.turns),
    )
    return db.session.execute(statement.returning(EntryGate.count)).first() is not None


def _since(
    hub_id: int, card: CardSnapshot, subject: str, *more: ColumnElement[bool]
) -> datetime | None:
    """What its turns count from; None: it has taken none. more: what must hold of them as well."""
    query = select(EntryGate.window_start).where(
        EntryGate.hub_id == hub_id,
        EntryGate.card_id == card.id,
        EntryGate.rule == card.entry.rule,
        EntryGate.subject == subject,
        *more,
    )
    return db.session.scalar(query)


def _refusal(hub: HubSnapshot, card: CardSnapshot, since: datetime, by_address: bool) -> NoTurn:
    next_at = next_turn(card.entry, hub.time_zone, since, now())
    return NoTurn(sentence_of(card), next_at, by_address, _label(card) if by_address else "")


def _mark(key: str, hub_id: int, kind: str, value: str) -> str:
    """The same for the same visitor or address of a hub; nobody can read them from it. key: of the
    workspace."""
    text = f"entry {hub_id} {kind} {value}".encode()
    return hmac.new(key.encode(), text, hashlib.sha256).hexdigest()[:32]
