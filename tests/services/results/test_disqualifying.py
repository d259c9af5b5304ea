"""Take an entry out, and put it back."""

from __future__ import annotations

import pytest

from hubapp.core.errors import NotFoundHere, Refused
from hubapp.services.results import Wanted, disqualify, entries_of, readmit
from tests.services.results.entrants import entry_of
from tests.support.application import make_hub
from tests.support.factories import UserFactory


@pytest.fixture
def entry(hub) -> int:
    return entry_of(hub, "ana@example.com").id


@pytest.fixture
def user(hub) -> int:
    return UserFactory(email="mia@example.com").id


def marks(hub):
    (entry,) = entries_of(hub, Wanted()).entries
    return [
        (mark.reason, mark.by.email, mark.undone_by.email if mark.undone_by else None)
        for mark in entry.marks
    ], entry.disqualified is not None


def test_who_did_it_and_who_undid_it_stays_to_be_read(hub, entry, user):
    disqualify(hub.id, entry, " Works  here ", user)
    assert marks(hub) == ([("Works  here", "mia@example.com", None)], True)
    readmit(hub.id, entry, UserFactory(email="leo@example.com").id)
    assert marks(hub) == ([("Works  here", "mia@example.com", "leo@example.com")], False)
    disqualify(hub.id, entry, "Twice", user)
    assert marks(hub)[0][1] == ("Twice", "mia@example.com", None)


@pytest.mark.parametrize(("reason", "said"), [(" \u200b", "Say why"), ("x" * 256, "it has 256")])
def test_a_reason_is_asked_for(hub, entry, user, reason, said):
    with pytest.raises(Refused, match=said):
        disqualify(hub.id, entry, reason, user)
    assert marks(hub) == ([], False)


def test_nothing_is_done_twice(hub, entry, user):
    with pytest.raises(Refused, match="takes part already"):
        readmit(hub.id, entry, user)
    disqualify(hub.id, entry, "Works here", user)
    with pytest.raises(Refused, match="already"):
        disqualify(hub.id, entry, "Another reason", user)
    assert len(marks(hub)[0]) == 1


def test_entries_of_other_hubs_are_not_found(hub, entry, user, sandbox):
    other = make_hub(sandbox.url, connect=False)
    for attempt in (
        lambda: disqualify(other.id, entry, "x", user),
        lambda: readmit(other.id, 0, 1),
    ):
        with pytest.raises(NotFoundHere):
            attempt()
    assert marks(hub) == ([], False)
