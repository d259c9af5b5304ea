"""Try a connection before it is trusted: the key, an example, a made-up visitor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import current_app

from hubapp.core.destination import Action, Destination
from hubapp.core.errors import Problem, Refused
from hubapp.core.mapping import CONFIRMED, FieldMapping, Record, Source, record_of
from hubapp.core.showing import Shown
from hubapp.core.times import rfc3339
from hubapp.core.words import Words
from hubapp.doors import http
from hubapp.doors.database import end_reading
from hubapp.doors.vault import open_sealed
from hubapp.models import Connection, Hub
from hubapp.models.columns import now
from hubapp.services.integrations.mappings import Form, destination_or_404, endpoints_of, sources

_TEST_IDENTITIES = {"email": "hubapp-test@example.com", "phone": "+61491570156"}
"""By what a source identifies people by; the number is one that is kept for films and tests."""
_FREE = ("", "first_name", "last_name")
"""What a source means that may be any text."""
_TEST_ID, _TEST_TEXT = "hubapp-test", "Test"
"""Who is made up by an ID, and what they said wherever a text will do."""


def try_key(
    destination: Destination, settings: Mapping[str, Any], secret: str, allowed: Sequence[str]
) -> None:
    reply = _send(destination.probe(settings, secret), allowed)
    verdict = destination.judge_probe(settings, reply)
    if verdict.action is not Action.DELIVERED:
        where = destination.control_to_mend(reply)
        sentence = Words("%(answer)s Nothing was saved.", answer=verdict.words)
        raise Refused(Problem(where, sentence))


def _send(request: Any, allowed: Sequence[str]) -> Any:
    settings = current_app.extensions["settings"]
    return http.send(request, settings.send_timeout_seconds, allowed)


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


def _sample_record(hub: Hub, mapping: FieldMapping, test: bool = False) -> Record | None:
    found = [each for each in sources(hub) if not each.alone]
    known = {each.key: each.sample for each in found}
    identity = next((each for each in found if each.key == mapping.identity_source), None)
    if identity is None:
        return None
    if test:
        known = {each.key: _tested(each) for each in found}
        known[identity.key] = _TEST_IDENTITIES.get(identity.identifies, _TEST_ID)
    known[CONFIRMED] = True
    record = record_of(mapping, known, rfc3339(now()))
    return record if isinstance(record, Record) else None


def _tested(source: Source) -> Any:
    """What a made-up visitor says: a text that whoever sees it takes for a test. What has a form to
    keep (a country, a number, a day) is the sample."""
    if source.identifies:
        return _TEST_IDENTITIES.get(source.identifies, _TEST_ID)
    plain = source.value_type == "text" and source.means in _FREE
    return _TEST_TEXT if plain else source.sample


def _taken(destination: Destination, record: Record) -> Words:
    """What an accepted test means."""
    rule = next(
        (each for each in destination.identity_rules if each.key == record.identify_by), None
    )
    if rule is not None and not rule.creates:
        return Words(
            "%(destination)s accepted the test request, so the key is right. By %(rule)s it never "
            "creates anybody, so nothing is stored for the made-up ID %(id)s.",
            destination=destination.label,
            rule=rule.label,
            id=record.identity,
        )
    words = Words(
        "%(destination)s accepted the test. Look for the user %(id)s; it may take a few "
        "seconds to show.",
        destination=destination.label,
        id=record.identity,
    )
    left = sum(destination.why_left_out(*each) is not None for each in record.values.items())
    if not left:
        return words
    return Words(
        "%(accepted)s Values left out because they cannot be stored there: %(count)s.",
        accepted=words,
        count=left,
    )


def send_test(hub: Hub, connection: Connection) -> tuple[bool, Words]:
    """Send one made-up visitor now. Returns whether it was accepted, and a sentence."""
    destination = destination_or_404(connection.kind)
    record = _sample_record(hub, FieldMapping.from_json(connection.mapping), test=True)
    secret, settings = open_sealed(connection.account.secret), dict(connection.account.settings)
    allowed = endpoints_of(hub.workspace_id)
    end_reading()
    if record is None or secret is None:
        return False, Words(
            "The saved connection is incomplete. Save it again, then send the test."
        )
    request = destination.build(settings, secret, [record])
    verdict = destination.judge(settings, _send(request, allowed), request)[0]
    if verdict.action is Action.DELIVERED:
        return True, _taken(destination, record)
    return False, verdict.words
