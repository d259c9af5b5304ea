"""The messages that a connection triggers: their list, and what may be changed of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import select

from hubapp.core.controls import rows_of
from hubapp.core.destination import Destination
from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.mapping import CONSTANT, FieldMapping, Source
from hubapp.core.trigger import FORM_SENT, OUTCOME, WON, Plan
from hubapp.core.words import NOTHING, Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Connection, Hub
from hubapp.services.integrations.connections import connection_of, existing
from hubapp.services.integrations.mappings import destination_or_404, sources

MOMENTS = (
    (FORM_SENT, Words("A form is sent")),
    (OUTCOME, Words("A card ends in a chosen way")),
    (WON, Words("A prize is won later, in a draw")),
)
MOST = 50
"""Messages of one connection."""


class Told(NamedTuple):
    """A message in words. kind: what the destination sends; moment: when."""

    plan: Plan
    kind: Words
    moment: Words
    properties: list[str]


def sends_messages(hub: Hub, kind: str) -> bool:
    """The hub is connected, and the destination can be asked for messages."""
    connection = connection_of(hub.id, kind)
    ready = connection is not None and connection.state != "leaving"
    return ready and bool(destination_or_404(kind).triggers)


def plans_of(hub: Hub, kind: str) -> list[Told]:
    """The messages of a connection. Raises NotFoundHere."""
    destination, connection = destination_or_404(kind), existing(hub, kind)
    known = {each.key: each for each in sources(hub)}
    return [_told(Plan.from_json(each), destination, known) for each in connection.triggers]


def _told(plan: Plan, destination: Destination, known: Mapping[str, Source]) -> Told:
    label = next((each.label for each in destination.triggers if each.key == plan.kind), NOTHING)
    return Told(plan, label, _moment(plan, known), [name for name, _ in plan.rows])


def _moment(plan: Plan, known: Mapping[str, Source]) -> Words:
    if plan.moment != OUTCOME:
        return dict(MOMENTS).get(plan.moment, NOTHING)
    source = known.get(plan.source)
    return Words(
        "%(source)s is “%(value)s”",
        source=source.full_label if source else Words("Something that is gone"),
        value=plan.value,
    )


def plan_of(hub: Hub, kind: str, number: int) -> Plan:
    """One of them; 0: a new one. Raises NotFoundHere."""
    connection = existing(hub, kind)
    if number == 0:
        return Plan(kind=next((each.key for each in destination_or_404(kind).triggers), ""))
    found = (Plan.from_json(each) for each in connection.triggers if each["id"] == number)
    plan = next(found, None)
    if plan is None:
        raise NotFoundHere
    return plan


def read_plan(posted: Mapping[str, Any], number: int, action: str = "") -> Plan:
    """As the screen was posted. action: ``add:rows`` or ``remove:rows.<id>``."""
    rows = [row for id_, row in rows_of(posted.get("rows")) if action != f"remove:rows.{id_}"]
    if action == "add:rows":
        rows.append({})
    said = {name: str(posted.get(name, "")).strip() for name in _CONTROLS}
    told = tuple((str(row.get("name", "")).strip(), str(row.get("source", ""))) for row in rows)
    plan = Plan(id=number, rows=told, **said)
    return plan if plan.moment == OUTCOME else replace(plan, source="", value="")


_CONTROLS = ("moment", "card", "source", "value", "kind", "target")


def outcomes_of(hub: Hub) -> list[Source]:
    """What a card may end in."""
    return [each for each in sources(hub) if each.card]


def cards_of(hub: Hub) -> list[tuple[str, Words]]:
    """The cards of a hub that tell something, by their titles."""
    return list({each.card: each.group for each in outcomes_of(hub)}.items())


def properties_of(hub: Hub) -> list[Source]:
    """What a message may be told."""
    return [each for each in sources(hub) if each.key != CONSTANT]


def save_plan(hub: Hub, kind: str, plan: Plan) -> None:
    """Save a message, or make it when it has no number. Raises NotFoundHere and Refused."""
    problems = _problems(hub, kind, plan)
    if problems:
        raise Refused(*problems)
    with transaction():
        connection = _held(existing(hub, kind))
        rest = [each for each in connection.triggers if each["id"] != plan.id]
        if plan.id and len(rest) == len(connection.triggers):
            raise NotFoundHere
        if not plan.id and len(rest) >= MOST:
            raise Refused(Problem("kind", Words("There are 50 messages already. Remove one.")))
        number = plan.id or _next(connection)
        made = replace(plan, id=number).to_json()
        connection.triggers = sorted([*rest, made], key=lambda each: int(each["id"]))


def _next(connection: Connection) -> int:
    """A number that no message had: deliveries of one that is gone keep theirs."""
    connection.triggers_made += 1
    return connection.triggers_made


def remove_plan(hub: Hub, kind: str, number: int) -> None:
    """It is triggered no more; what waits is still sent. Raises NotFoundHere."""
    plan_of(hub, kind, number)
    with transaction():
        connection = _held(existing(hub, kind))
        connection.triggers = [each for each in connection.triggers if each["id"] != number]


def _held(connection: Connection) -> Connection:
    """Two who change messages at once do so one after the other."""
    lock = select(Connection).where(Connection.id == connection.id).with_for_update()
    return db.session.scalars(lock.execution_options(populate_existing=True)).one()


def _problems(hub: Hub, kind: str, plan: Plan) -> list[Problem]:
    destination = destination_or_404(kind)
    rule = FieldMapping.from_json(existing(hub, kind).mapping).identify_by
    names = [name for name, _ in plan.rows]
    if plan.kind not in {each.key for each in destination.triggers}:
        sentence = Words("Choose what %(label)s sends.", label=str(destination.label))
        return [Problem("kind", sentence)]
    wrong = destination.trigger_problems(plan.kind, plan.target, rule, names)
    known = {each.key for each in properties_of(hub)}
    wrong = [*wrong, *_wrong_moment(hub, plan), *_wrong_sources(plan.rows, known)]
    return wrong


def _wrong_moment(hub: Hub, plan: Plan) -> list[Problem]:
    if plan.moment not in dict(MOMENTS):
        return [Problem("moment", Words("Choose when it is sent."))]
    if plan.card and plan.card not in dict(cards_of(hub)):
        return [Problem("card", Words("This card is no longer in the hub. Choose another."))]
    if plan.moment != OUTCOME:
        return []
    wrong = []
    if plan.source not in {each.key for each in outcomes_of(hub)}:
        wrong.append(Problem("source", Words("Choose the result that counts.")))
    if not plan.value:
        wrong.append(Problem("value", Words("Say which result it is, as the card words it.")))
    return wrong


def _wrong_sources(rows: Sequence[tuple[str, str]], known: set[str]) -> list[Problem]:
    sentence = Words("Choose what it is filled from, or remove the property.")
    return [
        Problem(f"rows.r{at}.source", sentence)
        for at, (_, source) in enumerate(rows)
        if source not in known
    ]
