"""What a destination would receive, of somebody whose answers are samples."""

from __future__ import annotations

from typing import NamedTuple

from hubapp.core.destination import Destination
from hubapp.core.labels import label_of
from hubapp.core.mapping import CONFIRMED, FieldMapping, Record
from hubapp.core.showing import Shown
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.models.columns import now
from hubapp.services.delivery import mapped
from hubapp.services.integrations.mappings import Form, destination_or_404, sources
from hubapp.services.integrations.whom import consents_among


class Example(NamedTuple):
    """What the destination would receive of one visitor: in sentences, the body itself, and as its
    own page of that person would show it; and what it costs and which consents it sets, a sentence
    each. Nothing without an identity."""

    sentences: list[Words]
    body: str
    shown: list[Shown]
    identity: str
    costs: list[Words]


def example(hub: Hub, kind: str, form: Form) -> Example:
    """Of somebody whose answers are samples."""
    destination = destination_or_404(kind)
    record = _sample_record(hub, kind, form.mapping)
    rules = {rule.key for rule in destination.identity_rules}
    if record is None or form.mapping.identify_by not in rules:
        return Example([], "", [], "", [])
    request = destination.build(destination.example_settings(form.settings), "", [record])
    body = request.body.decode()
    sentences = [*destination.describe(record), *_told_later(hub, form.mapping)]
    costs = [*filter(None, [destination.cost(record)]), *_consents(destination, record)]
    return Example(sentences, body, destination.shown(record), record.identity, costs)


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


def _told_later(hub: Hub, mapping: FieldMapping) -> list[Words]:
    """What is mapped and told by itself."""
    mapped = {row.source for row in mapping.rows}
    later = [each.label for each in sources(hub) if each.alone and each.key in mapped]
    return [
        Words("%(source)s is told by itself, when you tell the winners of a draw.", source=each)
        for each in later
    ]


def _sample_record(hub: Hub, kind: str, mapping: FieldMapping) -> Record | None:
    found = [each for each in sources(hub) if not each.alone]
    known = {each.key: each.sample for each in found}
    if mapping.identity_source not in known:
        return None
    receipts = {each.key for each in consents_among(found)}
    record = mapped(kind, mapping, {**known, CONFIRMED: True}, now(), receipts)
    return record if isinstance(record, Record) else None
