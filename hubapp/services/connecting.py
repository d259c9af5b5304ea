"""Connect a hub to a destination: check, save, try, pause, disconnect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from hubapp import http
from hubapp.core.destination import Destination, Outcome
from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.mapping import CONSTANT, FieldMapping, MappingRow, Record, Source, record_of
from hubapp.core.posted import change_list
from hubapp.core.snapshot import HubSnapshot
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Connection, ConnectionLane, Hub, Submission
from hubapp.models.columns import now
from hubapp.services import consenting, holding, outbox
from hubapp.services.drafting import draft_snapshot
from hubapp.services.publishing import snapshot_of_version
from hubapp.services.sealing import open_sealed, seal
from hubapp.services.sourcing import rfc3339, sources_of

_TEST_IDENTITIES = {"email": "hubapp-test@example.com", "phone": "+61491570156"}
"""By the source's kind; the number is one that is kept for films and tests."""
_TEST_ID = "hubapp-test"


KEEP_DAYS, LONGEST_KEEP = 30, 3650


@dataclass(frozen=True)
class Form:
    """What the connect screen holds. secret: as typed; empty keeps the saved one. only_changes,
    resend_events, keep_days: see ``models/connection``."""

    settings: Mapping[str, Any]
    mapping: FieldMapping
    secret: str = ""
    only_changes: bool = True
    resend_events: bool = True
    keep_days: int = KEEP_DAYS
    typed: Mapping[str, str] = field(default_factory=dict)


def destination_or_404(kind: str) -> Destination:
    """The destination of this kind. Raises NotFoundHere."""
    destination = destination_of(kind)
    if destination is None:
        raise NotFoundHere
    return destination


def connection_of(hub_id: int, kind: str) -> Connection | None:
    """The hub's connection to this kind of destination."""
    query = select(Connection).where(Connection.hub_id == hub_id, Connection.kind == kind)
    return db.session.scalars(query).one_or_none()


def sources(hub: Hub) -> list[Source]:
    """What may be mapped: what is live, and what the draft will add."""
    found = {each.key: each for each in sources_of(draft_snapshot(hub.id))}
    if hub.live_version_id:
        live: HubSnapshot = snapshot_of_version(hub.live_version_id)
        for each in sources_of(live):
            found.setdefault(each.key, each)
    return list(found.values())


def form_of(hub: Hub, kind: str) -> Form:
    """The screen as saved; suggestions for a new connection."""
    connection = connection_of(hub.id, kind)
    if connection is None:
        return Form({}, destination_or_404(kind).suggest(sources(hub)))
    return Form(
        connection.settings,
        FieldMapping.from_json(connection.mapping),
        only_changes=connection.only_changes,
        resend_events=connection.resend_events,
        keep_days=connection.keep_days,
    )


def read_form(kind: str, posted: Mapping[str, Any], action: str = "") -> Form:
    """The screen as posted. Rows: ``rows-<n>-source|target|name|constant``; a target ``custom.`` or
    ``event.`` takes its name from ``name``. action: ``add:rows`` or ``remove:rows-1``."""
    blank = {"source": "", "target": "custom.", "name": "", "constant": ""}
    rows = posted.get("rows")
    listed = {
        "rows": [each for each in rows if isinstance(each, Mapping)]
        if isinstance(rows, list)
        else []
    }
    changed = change_list(listed, action, {"rows": blank}) if action else listed
    rule = str(posted.get("identify_by", ""))
    mapping = FieldMapping(
        identify_by=rule,
        identity_source=str(posted.get("identity_source", "")),
        event_name=str(posted.get("event_name", "")).strip() if posted.get("event") == "y" else "",
        rows=tuple(_row(each) for each in changed["rows"]),
    )
    typed = {key: value.strip() for key, value in posted.items() if isinstance(value, str)}
    settings, _ = destination_or_404(kind).clean_settings(typed, _extra())
    days = typed.get("keep_days", "")
    return Form(
        settings,
        mapping,
        typed.get("secret", ""),
        posted.get("only_changes") == "y",
        posted.get("resend_events") == "y",
        int(days) if days.isascii() and days.isdecimal() and len(days) < 6 else 0,
        typed,
    )


def _row(posted: Mapping[str, Any]) -> MappingRow:
    target = str(posted.get("target", ""))
    if target in ("custom.", "event."):
        target += str(posted.get("name", "")).strip()
    source = str(posted.get("source", ""))
    constant = str(posted.get("constant", "")).strip() if source == CONSTANT else ""
    return MappingRow(source, target, constant)


def _extra() -> Sequence[str]:
    return current_app.extensions["settings"].extra_endpoints  # type: ignore[no-any-return]


def save(hub: Hub, kind: str, form: Form) -> Connection:
    """Check everything, try the key, then save and turn on; or change nothing.

    Raises Refused with a sentence for each control.
    """
    destination = destination_or_404(kind)
    connection = connection_of(hub.id, kind)
    settings, problems = destination.clean_settings(form.typed, _extra())
    secret = form.secret
    if not secret and connection is not None:
        moved = connection.settings.get("endpoint") != settings.get("endpoint")
        secret = "" if moved and not problems else open_sealed(connection.secret) or ""
    problems += destination.secret_problems(secret)
    problems += destination.lint(form.mapping, sources(hub))
    if not 1 <= form.keep_days <= LONGEST_KEEP:
        problems.append(Problem("keep_days", f"Enter a number of days from 1 to {LONGEST_KEEP}."))
    if problems:
        raise Refused(*problems)
    connection_id = connection.id if connection else None
    db.session.commit()
    _try_key(destination, settings, secret)
    connection = db.session.get(Connection, connection_id) if connection_id else None
    return _store(hub, kind, connection, settings, form, secret)


def _try_key(destination: Destination, settings: Mapping[str, Any], secret: str) -> None:
    reply = _send(destination.probe(settings, secret))
    verdict = destination.judge_probe(settings, reply)
    if verdict.outcome is not Outcome.DELIVERED:
        where = "endpoint" if reply.status is None else "secret"
        raise Refused(Problem(where, f"{verdict.words} Nothing was saved."))


def _send(request: Any) -> Any:
    settings = current_app.extensions["settings"]
    return http.send(request, settings.send_timeout_seconds, settings.extra_endpoints)


def _store(
    hub: Hub,
    kind: str,
    connection: Connection | None,
    settings: dict[str, Any],
    form: Form,
    secret: str,
) -> Connection:
    if connection is None:
        connection = Connection(
            hub_id=hub.id,
            kind=kind,
            state="on",
            lanes=current_app.extensions["settings"].lanes,
            begins_after=db.session.scalar(select(func.max(Submission.id))) or 0,
        )
        db.session.add(connection)
    connection.settings, connection.mapping = settings, form.mapping.to_json()
    connection.only_changes, connection.resend_events = form.only_changes, form.resend_events
    connection.keep_days, connection.key_mark = form.keep_days, holding.key_mark(settings, secret)
    connection.secret, connection.secret_hint = seal(secret), secret[-4:]
    if connection.state == "held":
        holding.release(connection)
    db.session.commit()
    return connection


def example(hub: Hub, kind: str, form: Form) -> tuple[list[str], str]:
    """What the destination would receive of one visitor: in sentences, and the body itself."""
    destination = destination_or_404(kind)
    record = _sample_record(hub, form.mapping)
    if record is None or not form.mapping.identify_by:
        return [], ""
    rules = {rule.key for rule in destination.identity_rules}
    if form.mapping.identify_by not in rules:
        return [], ""
    settings = {"endpoint": "https://rest.example", **form.settings}
    request = destination.build(settings, "", [record])
    return destination.describe(record), request.body.decode()


def _sample_record(hub: Hub, mapping: FieldMapping, test: bool = False) -> Record | None:
    found = sources(hub)
    known = {each.key: each.sample for each in found}
    identity = next((each for each in found if each.key == mapping.identity_source), None)
    if identity is None:
        return None
    if test:
        known = {each.key: _TEST_IDENTITIES.get(each.kind, each.sample) for each in found}
        known[identity.key] = _TEST_IDENTITIES.get(identity.kind, _TEST_ID)
    record = record_of(mapping, known, rfc3339(now()))
    return record if isinstance(record, Record) else None


def send_test(hub: Hub, kind: str) -> tuple[bool, str]:
    """Send one made-up visitor now. Returns whether it was accepted, and a sentence."""
    destination, connection = destination_or_404(kind), connection_of(hub.id, kind)
    if connection is None:
        raise NotFoundHere
    record = _sample_record(hub, FieldMapping.from_json(connection.mapping), test=True)
    secret, settings = open_sealed(connection.secret), dict(connection.settings)
    db.session.commit()
    if record is None or secret is None:
        return False, "The saved connection is incomplete. Save it again, then send the test."
    request = destination.build(settings, secret, [record])
    verdict = destination.judge(settings, _send(request), request)[0]
    if verdict.outcome is Outcome.DELIVERED:
        return True, (
            f"{destination.label} accepted the test. Look for the user {record.identity}; it may "
            "take a few seconds to show."
        )
    return False, verdict.words


def pause(hub: Hub, kind: str) -> None:
    """Keep everything, send nothing."""
    existing(hub, kind).state = "paused"
    db.session.commit()


def resume(hub: Hub, kind: str) -> None:
    """Send again, beginning with what waited."""
    connection = existing(hub, kind)
    holding.release(connection)
    lanes = [(connection.id, lane) for lane in range(connection.lanes)]
    db.session.commit()
    outbox.wake(lanes)


def disconnect(hub: Hub, kind: str) -> None:
    """Forget the connection, its key and its list of deliveries."""
    connection = existing(hub, kind)
    # Lanes first, as a drain does: the other way round each would wait for the other.
    db.session.execute(
        select(ConnectionLane.lane)
        .where(ConnectionLane.connection_id == connection.id)
        .order_by(ConnectionLane.lane)
        .with_for_update()
    ).all()
    consenting.note_all(connection)
    db.session.delete(connection)
    db.session.commit()


def existing(hub: Hub, kind: str) -> Connection:
    """The hub's connection. Raises NotFoundHere."""
    connection = connection_of(hub.id, kind)
    if connection is None:
        raise NotFoundHere
    return connection


def with_targets_split(row: MappingRow, standard: set[str]) -> dict[str, str]:
    """A row as the screen shows it: target list and name apart."""
    group, _, name = row.target.partition(".")
    free = row.target not in standard and group in ("custom", "event")
    return {
        "source": row.source,
        "target": f"{group}." if free else row.target,
        "name": name if free else "",
        "constant": row.constant,
    }


def with_secret_gone(form: Form) -> Form:
    """The form to show again; the key is never sent back to the browser."""
    return replace(form, secret="", typed={k: v for k, v in form.typed.items() if k != "secret"})
