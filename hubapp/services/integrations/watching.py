"""What has just gone out, told while somebody watches: answer, where it went, what was said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from hubapp.core.labels import label_of
from hubapp.core.mapping import FieldMapping
from hubapp.core.spoken import spoken
from hubapp.core.words import NOTHING, Words
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Activity, Connection, Delivery
from hubapp.models.columns import now
from hubapp.services.integrations.became import Fate
from hubapp.services.integrations.explain import story
from hubapp.services.integrations.log import Line
from hubapp.services.integrations.mappings import sources

SHOWN = 4
WITHIN = timedelta(minutes=10)


class Seen(NamedTuple):
    """A delivery of the last minutes. answer: the status of the reply, and how long it took."""

    line: Line
    fates: list[Fate]
    event: str
    identity: str
    answer: Words
    took_ms: int | None


def just_sent(connection: Connection) -> list[Seen]:
    """The newest, newest first."""
    query = (
        select(Delivery.id)
        .where(Delivery.connection_id == connection.id, Delivery.created_at > now() - WITHIN)
        .order_by(Delivery.id.desc())
        .limit(SHOWN)
    )
    return [_seen(connection, each) for each in db.session.scalars(query).all()]


def just_played(connection: Connection) -> list[list[Fate]]:
    """Plays of the last minutes of which nothing has gone out, for nobody knows whose they are:
    what of each will go where, newest first. What went along with the form of its own play is
    none of them."""
    form = aliased(Activity)
    gone_with_its_form = (
        exists()
        .where(Delivery.activity_id == form.id, Delivery.connection_id == connection.id)
        .where(form.play_id == Activity.play_id, form.id > Activity.id)
    )
    recent = select(Activity.id).where(
        Activity.hub_id == connection.hub_id, Activity.at > now() - WITHIN
    )
    query = (
        select(Activity.facts)
        .where(
            Activity.id.in_(recent.order_by(Activity.id.desc()).limit(SHOWN * 4)),
            ~exists().where(Delivery.activity_id == Activity.id),
            ~gone_with_its_form,
            Activity.contact_id.is_(None),
        )
        .order_by(Activity.id.desc())
        .limit(SHOWN)
    )
    found = [facts for facts in db.session.scalars(query).all() if facts]
    mapping = FieldMapping.from_json(connection.mapping)
    labels = {each.key: each.full_label for each in sources(connection.hub)} if found else {}
    told = [_will_go(connection.kind, mapping, facts, labels) for facts in found]
    return [each for each in told if each]


def _will_go(
    kind: str, mapping: FieldMapping, facts: Mapping[str, Any], labels: Mapping[str, Words]
) -> list[Fate]:
    destination = destination_of(kind)
    return [
        Fate(
            labels.get(row.source, NOTHING),
            label_of(destination, row.target) if destination else Words.verbatim(row.target),
            spoken(facts[row.source]),
            NOTHING,
            "waiting",
        )
        for row in mapping.rows
        if row.source.startswith("card.") and facts.get(row.source) not in (None, "", [])
    ]


def _seen(connection: Connection, delivery_id: int) -> Seen:
    told = story(connection, delivery_id)
    last = told.tries[-1] if told.tries else None
    answer = last.status if last else NOTHING
    took = last.took_ms if last else None
    return Seen(told.line, told.mapped, told.event_name, told.identity, answer, took)
