"""Consent."""

from __future__ import annotations

import pytest

from hubapp.core.field_kind import Clean, Unclean
from hubapp.fields.consent import Consent

CONSENT = Consent()


@pytest.mark.parametrize(
    ("raw", "given"),
    [(["y"], True), (["on"], True), ([], False), ([""], False), (["n"], False), (["yes!"], False)],
)
def test_a_consent_is_whether_the_box_was_ticked(raw, given):
    assert CONSENT.clean(raw, {}, False, "News") == Clean(given)


def test_a_consent_that_is_required_has_to_be_given():
    assert CONSENT.clean(["y"], {}, True, "News") == Clean(True)
    assert isinstance(CONSENT.clean([], {}, True, "News"), Unclean)


@pytest.mark.parametrize("options", [{}, {"wording": ""}, {"wording": "  "}])
def test_a_consent_to_nothing_cannot_be_published(options):
    (sentence,) = CONSENT.option_problems(options)
    assert "no wording" in str(sentence)


def test_a_consent_with_a_wording_can_be_published():
    assert CONSENT.option_problems({"wording": "Send me news."}) == []


def test_a_consent_leaves_a_receipt():
    assert CONSENT.receipt
