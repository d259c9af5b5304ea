"""Codes that are asked for: once, or as often as they are typed."""

from __future__ import annotations

from hubapp.doors.database import transaction
from hubapp.services import stock
from tests.services.stock.test_pools import ASKED
from tests.support.factories import HubFactory


def test_a_code_opens_once_or_as_often_as_it_is_typed(both):
    hub_id = HubFactory().id
    stock.add_codes(hub_id, "luck", ASKED, ["A", "B"])
    with transaction():
        used = [stock.use_code(hub_id, "luck", "codes", "a", once=True) for _ in range(2)]
        free = [stock.use_code(hub_id, "luck", "codes", "b", once=False) for _ in range(2)]
        unknown = stock.use_code(hub_id, "luck", "codes", "c", once=True)
        nowhere = stock.use_code(hub_id, "luck", "other", "a", once=True)
    assert (used, free, unknown, nowhere) == ([True, False], [True, True], False, False)
