"""The last id that was given out, be it committed or not."""

from __future__ import annotations

from hubapp.models import Delivery, Submission
from hubapp.services.integrations.newest import newest
from tests.support.factories import DeliveryFactory


def test_an_empty_table_has_given_out_none(app):
    assert newest(Submission) == 0


def test_the_last_of_a_table(both):
    DeliveryFactory()
    last = DeliveryFactory().id
    assert newest(Delivery) == last
