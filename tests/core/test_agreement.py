"""What a consent and terms have in common."""

from __future__ import annotations

import pytest

from hubapp.core.field_kind import Clean, Unclean
from hubapp.fields.consent import Consent
from hubapp.fields.terms import Terms

KINDS = pytest.mark.parametrize("kind", [Consent(), Terms()], ids=lambda kind: kind.kind)


@KINDS
@pytest.mark.parametrize(
    ("raw", "given"),
    [(["y"], True), (["on"], True), ([], False), ([""], False), (["n"], False), (["yes!"], False)],
)
def test_it_is_whether_the_box_was_ticked(kind, raw, given):
    assert kind.clean(raw, {}, False, "News") == Clean(given)


@KINDS
def test_whoever_has_to_tick_it_is_told(kind):
    assert kind.clean(["y"], {}, True, "News") == Clean(True)
    assert isinstance(kind.clean([], {}, True, "News"), Unclean)


@KINDS
@pytest.mark.parametrize("options", [{}, {"wording": ""}, {"wording": "  "}])
def test_an_agreement_to_nothing_cannot_be_published(kind, options):
    (sentence,) = kind.option_problems(options)
    assert "no wording" in str(sentence)


@KINDS
def test_a_link_without_an_address_cannot_be_published(kind):
    assert kind.option_problems({"wording": "Send me [news](https://example.org)."}) == []
    (sentence,) = kind.option_problems({"wording": "Read [this](example.org)."})
    assert "“this” leads nowhere" in str(sentence)
