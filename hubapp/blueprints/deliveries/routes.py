"""Hub settings > Integrations > Deliveries."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for

from hubapp.core.errors import DomainError
from hubapp.core.words import Words
from hubapp.models import Connection, Hub
from hubapp.services import integrations
from hubapp.services.editing import draft_snapshot
from hubapp.services.integrations import Filter
from hubapp.web.access import for_members
from hubapp.web.posted import whole_number
from hubapp.web.sheets import csv_file
from hubapp.web.words import tell

bp = Blueprint("deliveries", __name__)
_AT = "/hubs/<int:hub_id>/settings/integrations/<kind>"
_LIST = f"{_AT}/deliveries"


def _masked() -> bool:
    return bool(g.member.role == "analyst")


def _to(where: str, hub: Hub, kind: str, **more: Any) -> Any:
    return redirect(url_for(f"deliveries.{where}", hub_id=hub.id, kind=kind, **more))


@bp.get(_LIST)
@for_members("analyst")
def listing(hub: Hub, kind: str) -> Any:
    destination, connection = (
        integrations.destination_or_404(kind),
        integrations.connection_of(hub.id, kind),
    )
    if connection is None or connection.state == "leaving":
        return redirect(url_for("integrations.listing", hub_id=hub.id))
    wanted = Filter.read(request.args)
    lines, more = integrations.deliveries(connection, wanted, _masked())
    return render_template(
        "deliveries/list.html",
        hub=hub,
        tab="settings",
        section="integrations",
        destination=destination,
        connection=connection,
        standing=integrations.standing_of(connection),
        lines=lines,
        more=more,
        wanted=wanted,
        cards={card.id: card.title for card in draft_snapshot(hub.id).cards()},
        health=integrations.health(connection),
        reasons=integrations.reasons(connection),
        runs=integrations.runs_of(connection),
    )


@bp.post(f"{_LIST}.csv")
@for_members("analyst")
def export(hub: Hub, kind: str) -> Any:
    """What the filter shows, whole."""
    rows = integrations.table_of(_connection(hub, kind), Filter.read(request.form), _masked())
    return csv_file(f"{hub.slug}-{kind}-deliveries", rows)


@bp.get(f"{_AT}/watch")
@for_members("admin")
def watch(hub: Hub, kind: str) -> Any:
    """What has just gone out, for the page that watches."""
    connection = _connection(hub, kind)
    return render_template(
        "deliveries/watched.html",
        hub=hub,
        tab="settings",
        section="integrations",
        seen=integrations.just_sent(connection),
        played=integrations.just_played(connection),
        destination=integrations.destination_or_404(kind),
        at_kind={"hub_id": hub.id, "kind": kind},
    )


@bp.post(f"{_LIST}/find")
@for_members("analyst")
def find(hub: Hub, kind: str) -> Any:
    """By post, so that nobody's address stands in a URL."""
    found = integrations.newest_of(_connection(hub, kind), request.form.get("who", ""))
    if not found:
        tell(Words("Nobody with this email, phone or ID has a delivery here."), "info")
        return _to("listing", hub, kind)
    return _to("listing", hub, kind, of=found)


@bp.get(f"{_LIST}/<long:delivery_id>")
@for_members("analyst")
def explained(hub: Hub, kind: str, delivery_id: int) -> Any:
    connection = _connection(hub, kind)
    return render_template(
        "deliveries/explained.html",
        hub=hub,
        tab="settings",
        section="integrations",
        destination=integrations.destination_or_404(kind),
        connection=connection,
        delivery_id=delivery_id,
        story=integrations.story(connection, delivery_id, _masked()),
        cards={card.id: card.title for card in draft_snapshot(hub.id).cards()},
    )


@bp.post(f"{_LIST}/<long:delivery_id>/replay")
@for_members("admin")
def replay(hub: Hub, kind: str, delivery_id: int) -> Any:
    try:
        connection = _connection(hub, kind)
        integrations.replay_one(connection, delivery_id, request.form.get("mapping", ""))
        waits = integrations.rests(connection)
        again = Words("It goes out again now.")
        tell(Words("It is in line again. %(until)s", until=waits) if waits else again, "good")
    except DomainError as refusal:
        tell(refusal.problems[0].sentence, "bad")
    return _to("explained", hub, kind, delivery_id=delivery_id)


@bp.post(f"{_LIST}/replay")
@for_members("admin")
def replay_all(hub: Hub, kind: str) -> Any:
    """All rejected deliveries with one reason, in the background."""
    reason, mapping = request.form.get("reason", ""), request.form.get("mapping", "")
    return _started(hub, kind, lambda of: integrations.start_replay(of, reason, mapping))


@bp.post(f"{_AT}/backfill")
@for_members("admin")
def backfill(hub: Hub, kind: str) -> Any:
    return _started(hub, kind, integrations.start_backfill)


@bp.post(f"{_AT}/resend")
@for_members("admin")
def resend(hub: Hub, kind: str) -> Any:
    """Everything of everybody, or of the person of the delivery ``of``."""
    number = whole_number(request.form.get("of", ""))

    def start(connection: Connection) -> Any:
        person = integrations.person_of(connection, number) if number else ""
        return integrations.start_resend(connection, person)

    return _started(hub, kind, start)


@bp.post(f"{_AT}/runs/<int:run_id>/<any(pause, resume, stop):what>")
@for_members("admin")
def steer(hub: Hub, kind: str, run_id: int, what: str) -> Any:
    state = {"pause": "paused", "resume": "running", "stop": "stopped"}[what]
    integrations.steer(_connection(hub, kind), run_id, state)
    return _to("listing", hub, kind)


def _started(hub: Hub, kind: str, start: Any) -> Any:
    try:
        start(_connection(hub, kind))
        tell(Words("Started. It goes on in the background, behind what visitors send now."), "good")
    except DomainError as refusal:
        tell(refusal.problems[0].sentence, "info")
    return _to("listing", hub, kind)


def _connection(hub: Hub, kind: str) -> Connection:
    return integrations.existing(hub, kind)
