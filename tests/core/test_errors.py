"""Refusals that carry their sentences."""

from __future__ import annotations

from hubapp.core.errors import EditConflict, Problem, Refused
from hubapp.core.words import Words


def test_a_refusal_keeps_its_problems_and_reads_as_their_sentences():
    name = Problem("name", Words("Give the hub a name."))
    logo = Problem("logo", Words("Shorten this to %(most)s characters.", most=9))
    refused = Refused(name, logo)
    assert refused.problems == (name, logo)
    assert str(refused) == "Give the hub a name.; Shorten this to 9 characters."


def test_a_refusal_may_have_nothing_to_say():
    assert EditConflict().problems == ()
