"""What was agreed to, in which words, and whether it was sent: a line for each receipt."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import select

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Consent, Delivery, Hub, Submission
from hubapp.services.rights import receipts, yours
from tests.services.rights.planted import connection_of, hub_with_everything, take_part
from tests.support.deliveries import drain_all
from tests.support.factories import WorkspaceFactory

ANA = "ana@example.com"


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return hub_with_everything(sandbox)


def read(workspace_id: int) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(receipts.all_receipts(workspace_id)))))


def test_a_receipt_says_what_was_agreed_to_and_whether_it_left(hub, monkeypatch):
    monkeypatch.setattr(receipts, "CHUNK", 2)
    token = take_part(hub, ANA, "Ana")
    drain_all(connection_of(hub))
    take_part(hub, "ben@example.com", "Ben", nonce="n2")
    take_part(hub, "cy@example.com", "Cy", nonce="n3", consent="")
    rows = read(hub.workspace_id)
    assert [(row["email"], row["given"], row["sent"]) for row in rows] == [
        (ANA, "yes", "sent"),
        ("ben@example.com", "yes", "not sent"),
        ("cy@example.com", "no", ""),
    ]
    wording = db.session.scalars(select(Consent.wording)).first()
    first = rows[0]
    assert (first["wording"], first["version"], first["language"]) == (wording, "1", "en")
    assert (first["hub"], first["card"], first["withdrawn"]) == ("Summer kick-off", "draw", "")
    assert first["time"].endswith("Z")
    consent = db.session.scalars(select(Consent.id).order_by(Consent.id)).first()
    yours.withdraw(yours.Browser(hub.workspace_id, hub.id, token), consent)
    assert read(hub.workspace_id)[0]["withdrawn"].endswith("Z")


@pytest.mark.parametrize("how", ["wiped", "noted"])
def test_what_left_long_ago_has_left(hub, how):
    take_part(hub, ANA, "Ana")
    drain_all(connection_of(hub))
    with transaction() as session:
        delivery = session.scalars(select(Delivery)).one()
        if how == "wiped":
            delivery.record = None
        else:
            session.scalars(select(Submission)).one().consents_left = ["braze x"]
            session.delete(delivery)
    assert [row["sent"] for row in read(hub.workspace_id)] == ["sent"]


def test_a_delivery_without_consent_took_none_along(hub):
    take_part(hub, ANA, "Ana")
    with transaction() as session:
        row = session.scalars(select(Delivery)).one()
        row.record = {**row.record, "once": []}
    drain_all(connection_of(hub))
    assert [row["sent"] for row in read(hub.workspace_id)] == ["not sent"]


def test_another_workspace_has_none(hub):
    take_part(hub, ANA, "Ana")
    assert read(WorkspaceFactory().id) == []
