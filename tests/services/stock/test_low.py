"""The owners are told once that few codes are left."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.prize import Prize
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import CodePool
from hubapp.services import mailing, stock
from hubapp.services.stock.low import is_low, tell_if_low
from tests.services.stock.conftest import CARD
from tests.support.factories import MemberFactory

COFFEE = Prize(id="coffee", unique=True)
TWENTY = [f"C{at}" for at in range(20)]


@pytest.fixture
def posted(monkeypatch) -> list[tuple[str, str, str]]:
    """Mails: to, subject, text."""
    mails: list[tuple[str, str, str]] = []
    post = lambda to, subject, text: mails.append((to, str(subject), str(text)))  # noqa: E731
    monkeypatch.setattr(mailing, "post", post)
    return mails


@pytest.fixture
def give(hub, play):
    def some(count: int) -> None:
        for each in [play() for _ in range(count)]:
            with transaction():
                stock.give(each.id, hub.id, CARD, COFFEE, 0)

    return some


def pool() -> CodePool:
    db.session.expire_all()
    return db.session.scalars(select(CodePool)).one()


def test_owners_are_told_at_a_tenth_and_only_once(both, hub, listed, give, posted):
    for role in ("owner", "admin", "editor"):
        MemberFactory(workspace=hub.workspace, role=role, user__email=f"{role}@example.com")
    listed(*TWENTY)
    give(17)
    assert posted == []
    give(1)
    [(to, subject, text)] = posted
    assert (to, subject) == ("owner@example.com", f"{hub.name}: 2 codes are left")
    assert "2 of 20 codes left" in text
    assert f"/hubs/{hub.id}/edit/cards/{CARD}/codes" in text
    give(2)
    assert len(posted) == 1


def test_whoever_puts_more_in_is_told_anew(both, hub, listed, give, posted):
    MemberFactory(workspace=hub.workspace, role="owner")
    listed(*TWENTY)
    give(19)
    listed(*TWENTY, *(f"D{at}" for at in range(10)))
    assert (pool().told_at, is_low(pool())) == (None, False)
    give(8)
    assert [subject.rpartition(": ")[2] for _, subject, _ in posted] == [
        "2 codes are left",
        "3 codes are left",
    ]


def test_of_ten_the_last_one_is_few(both, hub, listed, give, posted):
    MemberFactory(workspace=hub.workspace, role="owner")
    listed(*TWENTY[:10])
    give(10)
    assert [subject for _, subject, _ in posted] == [f"{hub.name}: 1 code is left"]


def test_whoever_was_told_is_not_told_again_by_another_process(both, hub, listed, give, posted):
    MemberFactory(workspace=hub.workspace, role="owner")
    listed(*TWENTY)
    give(18)
    tell_if_low(pool().id)
    assert len(posted) == 1


def test_a_list_of_a_few_is_low_when_it_is_empty(both, hub, listed, give):
    listed("A1", "B2")
    give(1)
    assert not is_low(pool())
    give(1)
    assert is_low(pool())


def test_of_a_list_that_is_gone_nothing_is_told(both, posted):
    tell_if_low(404)
    assert posted == []
