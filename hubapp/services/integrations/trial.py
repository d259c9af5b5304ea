"""Try a connection before it is trusted: the key, and a made-up visitor sent now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import current_app

from hubapp.core.confirming import person_mark
from hubapp.core.destination import Action, Destination, OutgoingRequest, Reply
from hubapp.core.errors import Problem, Refused
from hubapp.core.labels import label_of
from hubapp.core.mapping import CONFIRMED, FieldMapping, Record, Source
from hubapp.core.words import Words
from hubapp.doors import http
from hubapp.doors.database import end_reading, transaction
from hubapp.doors.vault import open_sealed
from hubapp.models import Account, Connection, Hub
from hubapp.models.account import PRODUCTION
from hubapp.models.columns import now
from hubapp.services.delivery import forget_confirmed, mapped
from hubapp.services.integrations.mappings import destination_or_404, endpoints_of, sources
from hubapp.services.integrations.whom import consents_among

_TEST_IDENTITIES = {"email": "hubapp-test@example.com", "phone": "+61491570156"}
"""By what a source identifies people by; the number is one that is kept for films and tests."""
_FREE = ("", "first_name", "last_name")
"""What a source means that may be any text."""
_TEST_ID, _TEST_TEXT = "hubapp-test", "Test"
"""Who is made up by an ID, and what they said wherever a text will do."""
_LONGEST_ANSWER = 2000
"""Characters of an answer that a screen shows."""


def try_key(
    destination: Destination, settings: Mapping[str, Any], secret: str, allowed: Sequence[str]
) -> None:
    reply = _send(destination.probe(settings, secret), allowed)
    verdict = destination.judge_probe(settings, reply)
    if verdict.action is not Action.DELIVERED:
        where = destination.control_to_mend(reply)
        sentence = Words("%(answer)s Nothing was saved.", answer=verdict.words)
        raise Refused(Problem(where, sentence))


def _send(request: OutgoingRequest, allowed: Sequence[str]) -> Reply:
    settings = current_app.extensions["settings"]
    return http.send(request, settings.send_timeout_seconds, allowed)


class ForWhom(NamedTuple):
    """By what a test finds its person, in words, and an invented one; empty when the saved mapping
    has lost its source."""

    rule: Words
    invented: str


def whom_to_test(connection: Connection, found: Sequence[Source]) -> ForWhom:
    """found: what may be mapped."""
    mapping = FieldMapping.from_json(connection.mapping)
    rules = {each.key: each.label for each in destination_or_404(connection.kind).identity_rules}
    source = next((each for each in found if each.key == mapping.identity_source), None)
    rule = rules.get(mapping.identify_by, Words("identity"))
    return ForWhom(rule, _invented(source) if source else "")


class Tested(NamedTuple):
    """What a test came to. said: one sentence each of what was left out and why; place: method and
    address; body: as it left; status: None when there was no answer, or nothing was sent; answer:
    the beginning of it, cut: there was more. The credential stands in none of them."""

    accepted: bool
    words: Words
    said: list[Words]
    place: str = ""
    body: str = ""
    status: int | None = None
    answer: str = ""
    cut: bool = False


def send_test(hub: Hub, connection: Connection, identity: str, sure: bool) -> Tested:
    """Send one visitor with made-up answers to this identity now. sure: it may go to production.
    Raises Refused at ``test_identity`` and ``test_sure``: then nothing was sent."""
    destination, account = destination_or_404(connection.kind), connection.account
    production = account.tag == PRODUCTION
    found, mapping = sources(hub), FieldMapping.from_json(connection.mapping)
    record = _test_record(connection.kind, mapping, found, identity.strip())
    secret, settings, id_ = open_sealed(account.secret), dict(account.settings), account.id
    allowed = endpoints_of(hub.workspace_id)
    end_reading()
    if record is None or secret is None:
        return Tested(False, _INCOMPLETE, [])
    # A yes to a test is nobody's consent.
    sent = record.without_once() if production else record
    request = destination.build(settings, secret, [sent])
    if problems := _why_not(request, identity, production and not sure):
        raise Refused(*problems)
    reply = _send(request, allowed)
    _doubt(id_, sent)
    verdict = destination.judge(settings, reply, request)[0]
    accepted = verdict.action is Action.DELIVERED
    words = _taken(destination, sent) if accepted else verdict.words
    said = [*_left_out(destination, sent), *_not_given(destination, record, sent)]
    place = f"{request.method} {destination.place(settings) or request.url}"
    answer = reply.body.decode(errors="replace")
    return Tested(
        accepted,
        words,
        said,
        place,
        request.body.decode(errors="replace"),
        reply.status,
        answer[:_LONGEST_ANSWER],
        len(answer) > _LONGEST_ANSWER,
    )


_INCOMPLETE = Words("The saved connection is incomplete. Save it again, then send the test.")


def _test_record(
    kind: str, mapping: FieldMapping, found: Sequence[Source], identity: str
) -> Record | None:
    """None when the mapping names nobody whatever is typed."""
    told = [each for each in found if not each.alone]
    source = next((each for each in told if each.key == mapping.identity_source), None)
    if source is None:
        return None
    # Typed as a form would have kept it; an empty one is refused once it is known that all else is
    # there.
    whose = identity.lower() if source.identifies == "email" else identity
    known = {each.key: _tested(each) for each in told}
    known |= {source.key: whose or _invented(source), CONFIRMED: True}
    receipts = {each.key for each in consents_among(told)}
    record = mapped(kind, mapping, known, now(), receipts)
    return record if isinstance(record, Record) else None


def _tested(source: Source) -> Any:
    """What a made-up visitor says: a text that whoever sees it takes for a test. What has a form to
    keep (a country, a number, a day) is the sample, and what is chosen its first choice."""
    if source.identifies:
        return _invented(source)
    plain = source.value_type == "text" and source.means in _FREE and not source.choices
    return _TEST_TEXT if plain else source.sample


def _invented(source: Source) -> str:
    return _TEST_IDENTITIES.get(source.identifies, _TEST_ID)


def _why_not(request: OutgoingRequest, identity: str, unsure: bool) -> list[Problem]:
    """What keeps a test here."""
    problems = []
    if not identity.strip():
        problems.append(Problem("test_identity", Words("Say whom the test is sent to.")))
    elif 0 in request.unsendable:
        problems.append(Problem("test_identity", request.unsendable[0][1]))
    if unsure:
        sentence = Words("Nothing was sent. Tick this first: the account is for real people.")
        problems.append(Problem("test_sure", sentence))
    return problems


def _doubt(account_id: int, record: Record) -> None:
    """The test may stand where the person's own values stood: they are all sent again."""
    with transaction() as session:
        if session.get(Account, account_id) is not None:
            forget_confirmed(account_id, person_mark(record.person_key))


def _taken(destination: Destination, record: Record) -> Words:
    """What an accepted test means."""
    rules = {each.key: each for each in destination.identity_rules}
    rule = rules.get(record.identify_by)
    if record.only_existing or (rule is not None and not rule.creates):
        return Words(
            "%(destination)s accepted the test request, so the key is right. Nobody is created by "
            "it: unless %(id)s is there already, nothing is stored.",
            destination=destination.label,
            id=record.identity,
        )
    return Words(
        "%(destination)s accepted the test. That means queued, not stored: look there for the user "
        "%(id)s; it may take a few seconds to show.",
        destination=destination.label,
        id=record.identity,
    )


def _left_out(destination: Destination, record: Record) -> list[Words]:
    return [
        Words("%(name)s was left out: %(why)s", name=label_of(destination, target), why=why)
        for target, value in record.values.items()
        if (why := destination.why_left_out(target, value)) is not None
    ]


def _not_given(destination: Destination, record: Record, sent: Record) -> list[Words]:
    """The consents that a test must not give."""
    why = Words("a test is nobody’s consent, so none goes to production.")
    return [
        Words("%(name)s was left out: %(why)s", name=label_of(destination, target), why=why)
        for target in record.values
        if target not in sent.values
    ]
