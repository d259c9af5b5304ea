"""What a destination would receive, of somebody whose answers are samples."""

from __future__ import annotations

from typing import NamedTuple

from hubapp.core.mapping import CONFIRMED, FieldMapping, Record, record_of
from hubapp.core.showing import Shown
from hubapp.core.times import rfc3339
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.models.columns import now
from hubapp.services.integrations.mappings import Form, destination_or_404, sources


class Example(NamedTuple):
    """What the destination would receive of one visitor: in sentences, the body itself, and as its
    own page of that person would show it. Nothing without an identity."""

    sentences: list[Words]
    body: str
    shown: list[Shown]
    identity: str


def example(hub: Hub, kind: str, form: Form) -> Example:
    """Of somebody whose answers are samples."""
    destination = destination_or_404(kind)
    record = _sample_record(hub, form.mapping)
    rules = {rule.key for rule in destination.identity_rules}
    if record is None or form.mapping.identify_by not in rules:
        return Example([], "", [], "")
    request = destination.build(destination.example_settings(form.settings), "", [record])
    body = request.body.decode()
    sentences = [*destination.describe(record), *_told_later(hub, form.mapping)]
    return Example(sentences, body, destination.shown(record), record.identity)


def _told_later(hub: Hub, mapping: FieldMapping) -> list[Words]:
    """What is mapped and told by itself."""
    mapped = {row.source for row in mapping.rows}
    later = [each.label for each in sources(hub) if each.alone and each.key in mapped]
    return [
        Words("%(source)s is told by itself, when you tell the winners of a draw.", source=each)
        for each in later
    ]


def _sample_record(hub: Hub, mapping: FieldMapping) -> Record | None:
    known = {each.key: each.sample for each in sources(hub) if not each.alone}
    if mapping.identity_source not in known:
        return None
    record = record_of(mapping, {**known, CONFIRMED: True}, rfc3339(now()))
    return record if isinstance(record, Record) else None
