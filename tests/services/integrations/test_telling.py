"""Members are written to once when a connection comes to need them."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest

from hubapp.core.mapping import MappingRow
from hubapp.doors.database import transaction
from hubapp.models import Connection
from hubapp.services.integrations import telling
from tests.support.deliveries import hub_at
from tests.support.factories import ConnectionFactory, DeliveryFactory, MemberFactory

GONE = (MappingRow("field.gone", "custom.shoe"),)


@pytest.fixture
def connection(both, sandbox) -> Connection:
    hub = hub_at(sandbox)
    for role in ("owner", "admin", "editor"):
        MemberFactory(workspace=hub.workspace, role=role, user__email=f"{role}@telling.example.com")
    return ConnectionFactory(hub=hub, endpoint=hub.endpoint)


@pytest.fixture
def look(both, monkeypatch, connection):
    """The next look; the mails so far."""

    def mails() -> list:
        monkeypatch.setattr(telling, "_next_at", 0.0)
        telling.tell_needs()
        folder = both.extensions["settings"].data_dir / "mail"
        found = sorted(folder.glob("*")) if folder.exists() else []
        return [message_from_bytes(each.read_bytes(), policy=policy.default) for each in found]

    return mails


def map_rows(connection: Connection, rows: tuple[MappingRow, ...]) -> None:
    with transaction():
        said = [{"source": row.source, "target": row.target} for row in rows]
        connection.mapping = {**connection.mapping, "rows": said}


def test_nobody_is_told_of_what_sends(look):
    assert look() == []


def test_owners_and_admins_are_told_once_for_each_time(look, connection):
    map_rows(connection, GONE)
    told = look()
    people = {each["To"] for each in told}
    assert {"owner@telling.example.com", "admin@telling.example.com"} <= people
    assert "editor@telling.example.com" not in people
    assert str(told[0]["Subject"]).endswith("the connection to Braze needs you")
    text = told[0].get_content()
    assert "shoe (custom attribute) is fed by nothing any more" in text
    assert f"/hubs/{connection.hub_id}/settings/integrations/braze" in text
    assert len(look()) == len(told)
    map_rows(connection, ())
    assert len(look()) == len(told)
    map_rows(connection, GONE)
    assert len(look()) == 2 * len(told)


def test_refused_entries_are_told_without_anybodys_data(look, connection):
    for _ in range(3):
        DeliveryFactory(
            connection=connection, state="rejected", reason="Refused", person="email:ana@x.example"
        )
    text = look()[0].get_content()
    assert "The last 3 entries were refused" in text
    assert "ana@x.example" not in text


@pytest.mark.parametrize("way", ["paused", "held"])
def test_what_sends_nothing_is_told_elsewhere(look, connection, way):
    map_rows(connection, GONE)
    with transaction():
        if way == "paused":
            connection.state = "paused"
        else:
            connection.account.state = "held"
    assert look() == []


def test_a_long_list_is_looked_through_in_parts(look, connection, monkeypatch):
    monkeypatch.setattr(telling, "CHUNK", 1)
    map_rows(connection, GONE)
    first = look()
    assert first
    assert len(look()) == len(first)
