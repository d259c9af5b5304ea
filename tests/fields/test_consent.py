"""Consent: given freely."""

from __future__ import annotations

from hubapp.fields.consent import Consent


def test_a_consent_leaves_a_receipt_and_is_never_asked_to_be_required():
    assert Consent().receipt
    assert not Consent().condition
    assert not Consent().may_be_required
