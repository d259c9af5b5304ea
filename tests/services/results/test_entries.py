"""Entries as they are told."""

from __future__ import annotations

from hubapp.extensions import db
from hubapp.models import Submission
from hubapp.services.results import Wanted, cards_of, entries_of, wanted
from tests.services.results.entrants import entry_of
from tests.support.application import submit_entries
from tests.support.factories import ContactFactory, PlayFactory, SubmissionFactory
from tests.support.saving import save


def only(hub):
    (entry,) = entries_of(hub, Wanted()).entries
    return entry


def test_an_entry_says_who_what_and_what_was_agreed_to(hub):
    submit_entries(hub, "ana@example.com")
    entry = only(hub)
    assert (entry.card_id, entry.email, entry.disqualified) == ("draw", "ana@example.com", None)
    assert entry.consents == {"marketing_consent": ("Marketing consent", False)}
    assert entry.values["first_name"] == "Ana"
    assert "marketing_consent" not in entry.values


def test_the_outcome_is_what_the_type_says(hub):
    play = PlayFactory(
        version_id=hub.live_version_id,
        contact_id=ContactFactory(workspace_id=hub.workspace_id, email="ana@example.com").id,
        answers=["q1c1", "q2c0", "q3c0"],
        outcome={"values": {"score": 2, "percent": 67, "result": "Beach regular"}, "screen": {}},
    )
    SubmissionFactory(play=play)
    said = {key: (str(label), value) for key, (label, value) in only(hub).outcome.items()}
    assert said["score"] == ("Score", 2)
    assert said["result"] == ("Result", "Beach regular")


def test_somebody_is_masked_or_nobody(hub):
    entry_of(hub, "ana@example.com")
    assert [str(only(hub).who(masked)) for masked in (False, True)] == ["ana@example.com", "an…"]


def test_an_entry_of_which_nothing_is_left_is_still_one(hub):
    row = db.session.get(Submission, entry_of(hub, None).id)
    row.values = {}
    save()
    entry = only(hub)
    assert str(entry.who(False)) == "Nobody said who"
    assert (entry.outcome, entry.values) == ({}, {})


def test_an_entry_of_a_card_that_no_version_has_is_told(hub):
    entry_of(hub, "ana@example.com", card="gone")
    assert (only(hub).outcome, only(hub).consents) == ({}, {})


def test_cards_are_those_that_were_ever_published(hub):
    assert list(cards_of(hub)) == ["quiz", "wheel", "poll", "draw", "rules"]


def test_tests_are_shown_alone_or_left_out_and_tell_what_was_typed(hub):
    real, tried = entry_of(hub, "ana@example.com"), entry_of(hub, None, hours=1)
    tried.test, tried.values = True, {"email": "tess@example.com"}
    save()
    ways = ("", wanted.ONLY, wanted.WITHOUT)
    shown = {which: entries_of(hub, Wanted(tests=which)).entries for which in ways}
    assert [[each.id for each in found] for found in shown.values()] == [
        [tried.id, real.id],
        [tried.id],
        [real.id],
    ]
    assert [(each.test, str(each.who(masked=True))) for each in shown[""]] == [
        (True, "te…"),
        (False, "an…"),
    ]
