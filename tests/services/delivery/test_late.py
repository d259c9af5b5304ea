"""A consent that waited for over a day stays here, unless somebody asks for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hubapp.core.mapping import Record
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Delivery
from hubapp.models.columns import now
from hubapp.models.outbox import BEHIND, LIVE
from hubapp.services.delivery import late
from tests.support.factories import DeliveryFactory

CONSENT = Record(
    "email:a@b.cd", "email", "a@b.cd", "", "", {"news": True, "name": "Ana"}, once=("news",)
)


@pytest.mark.parametrize(
    ("record", "hours", "priority", "asked_for", "is_late"),
    [
        (CONSENT, 25, LIVE, False, True),
        (CONSENT, 23, LIVE, False, False),
        (CONSENT, 25, BEHIND, False, False),
        (CONSENT, 25, LIVE, True, False),
        (CONSENT.without_once(), 25, LIVE, False, False),
    ],
)
def test_when_it_is_late(record, hours, priority, asked_for, is_late):
    made = now() - timedelta(hours=hours)
    assert late.is_late(record, made, priority, asked_for) is is_late


def test_it_is_written_down_that_it_has_not_left(app):
    id_ = DeliveryFactory(record=CONSENT.to_json()).id
    with transaction():
        late.keep_consents([id_])
    db.session.expire_all()
    row = db.session.get_one(Delivery, id_)
    assert (row.record["once"], row.record["values"]) == ([], {"name": "Ana"})
    assert [each["verdict"] for each in row.history] == ["kept"]
