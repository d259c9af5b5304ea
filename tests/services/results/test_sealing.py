"""Freeze who takes part in a draw."""

from __future__ import annotations

import hashlib
import threading

import pytest
from sqlalchemy import func, select

from hubapp.core.errors import Refused
from hubapp.extensions import db
from hubapp.models import Draw, DrawPart, DrawPlace, Submission
from hubapp.services.results import (
    Wanted,
    disqualify,
    draw,
    draw_of,
    list_of,
    seal,
    sealing,
    wanted,
)
from tests.services.results.entrants import again, entry_of
from tests.support.application import make_hub
from tests.support.factories import UserFactory
from tests.support.saving import save


@pytest.fixture
def user(hub) -> int:
    return UserFactory().id


def sealed(hub, user, given: Wanted | None = None, winners: int = 1) -> tuple[Draw, list[str]]:
    public_id = seal(hub.id, given or Wanted(), winners, 0, f"click-{winners}", user)
    found = draw_of(public_id, hub.id)
    return found, "".join(list_of(found)).splitlines()


def test_each_person_takes_part_once_with_opaque_ids_and_a_fresh_seed(hub, user, monkeypatch):
    monkeypatch.setattr(sealing, "_PART", 2)
    first = entry_of(hub, "ana@example.com")
    again(hub, first.contact_id, hours=1)
    others = [entry_of(hub, f"p{number}@example.com").public_id for number in range(4)]
    entry_of(hub, None)
    found, lines = sealed(hub, user)
    assert sorted(lines) == sorted([first.public_id, *others])
    assert (found.people, found.nobodies, found.state) == (5, 1, "sealed")
    text = "".join(list_of(found))
    assert hashlib.sha256(text.encode()).hexdigest() == found.list_hash
    assert db.session.scalar(select(func.count()).select_from(DrawPart)) == 3
    other, _ = sealed(hub, user, winners=2)
    assert len(bytes.fromhex(found.seed)) == 32
    assert other.seed != found.seed


def test_who_is_disqualified_takes_no_part(hub, user):
    out, bea = entry_of(hub, "ana@example.com"), entry_of(hub, "bea@example.com")
    disqualify(hub.id, out.id, "Staff", user)
    assert sealed(hub, user)[1] == [bea.public_id]


def test_the_same_click_finds_the_same_draw(hub, user):
    entry_of(hub, "ana@example.com")
    first, _ = sealed(hub, user)
    entry_of(hub, "bea@example.com")
    assert sealed(hub, user)[0].public_id == first.public_id


def test_a_filter_narrows_the_list_and_an_address_is_not_kept(hub, user):
    entry_of(hub, "ana@example.com")
    bea = entry_of(hub, "bea@example.com", card="quiz")
    found, lines = sealed(hub, user, Wanted(card="quiz", text="bea"))
    assert lines == [bea.public_id]
    assert found.about == {"card": "quiz", "text": True}


@pytest.mark.parametrize(
    ("winners", "reserves", "said"),
    [(0, 0, "1 to 1000"), (1001, 0, "1 to 1000"), (1, -1, "at most"), (1, 2, "3 places are more")],
)
def test_numbers_that_cannot_be_drawn_are_refused_and_nothing_is_kept(
    hub, user, winners, reserves, said
):
    entry_of(hub, "ana@example.com")
    with pytest.raises(Refused, match=said):
        seal(hub.id, Wanted(), winners, reserves, "click", user)
    assert db.session.scalar(select(func.count()).select_from(Draw)) == 0
    assert db.session.scalar(select(func.count()).select_from(DrawPart)) == 0


def test_a_draw_over_nobody_is_refused(hub, user):
    entry_of(hub, None)
    with pytest.raises(Refused, match="Nobody takes part"):
        seal(hub.id, Wanted(), 1, 0, "click", user)


def test_a_filter_that_fits_too_many_is_refused(hub, user, monkeypatch):
    monkeypatch.setattr(wanted, "MOST_PEOPLE", 0)
    entry_of(hub, "ana@example.com")
    with pytest.raises(Refused, match="Type more of it"):
        seal(hub.id, Wanted(text="a"), 1, 0, "click", user)


def test_the_list_and_its_hash_stay_when_an_entry_is_erased(hub, user):
    entry = entry_of(hub, "ana@example.com")
    entry_of(hub, "bea@example.com")
    before, lines = sealed(hub, user)
    db.session.delete(db.session.get(Submission, entry.id))
    save()
    after = draw_of(before.public_id)
    text = "".join(list_of(after))
    assert text.splitlines() == lines
    assert hashlib.sha256(text.encode()).hexdigest() == after.list_hash


def test_one_click_at_the_same_moment_makes_one_draw_and_one_list_of_winners(
    on_both_disks, sandbox
):
    hub = make_hub(sandbox.url, connect=False)
    for number in range(6):
        entry_of(hub, f"p{number}@example.com")
    hub_id, user_id = hub.id, UserFactory().id
    save()
    barrier, made, failed = threading.Barrier(6), [], []

    def press() -> None:
        with on_both_disks.app_context():
            try:
                barrier.wait(10)
                public_id = seal(hub_id, Wanted(), 2, 1, "the same", user_id)
                barrier.wait(30)
                draw(hub_id, public_id)
                made.append(public_id)
            except Exception as error:  # noqa: BLE001 - said by the assertion
                failed.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=press) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failed == []
    assert len(set(made)) == 1
    assert db.session.scalar(select(func.count()).select_from(Draw)) == 1
    assert db.session.scalar(select(func.count()).select_from(DrawPlace)) == 3


def test_a_test_takes_no_part_whatever_is_shown(hub, user):
    entry_of(hub, "ana@example.com")
    tried = entry_of(hub, "tess@example.com")
    tried.test = True
    save()
    found, lines = sealed(hub, user)
    assert (found.people, tried.public_id in lines) == (1, False)
    with pytest.raises(Refused, match="Nobody takes part"):
        sealed(hub, user, Wanted(tests=wanted.ONLY), 2)
