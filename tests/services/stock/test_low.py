"""The owners hear once that few codes are left."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.card_type import Pool
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import CodePool
from hubapp.services import stock
from hubapp.services.stock import low
from hubapp.services.visiting import answer
from tests.support.prizes import CARD, COFFEE, lucky_visit, make_lucky_hub


@pytest.fixture
def mails(monkeypatch) -> list[tuple[str, ...]]:
    sent: list[tuple[str, ...]] = []
    monkeypatch.setattr(low, "send_mail", lambda *mail: sent.append(mail))
    return sent


def play(hub, times: int) -> None:
    for _ in range(times):
        answer(lucky_visit(hub), 0, ["scratch"])


def test_at_a_tenth_the_owner_gets_one_mail(both, mails):
    hub = make_lucky_hub([f"C{at}" for at in range(10)])
    play(hub, 8)
    assert mails == []
    play(hub, 3)
    ((to, subject, text),) = mails
    assert "1 codes are left" in subject or "1 code" in subject
    assert f"/hubs/{hub.id}/edit/cards/{CARD}/codes" in text
    assert "@" in to


def test_more_codes_are_watched_anew(app, mails):
    hub = make_lucky_hub(["A1"])
    play(hub, 1)
    stock.add_codes(hub.id, CARD, Pool(COFFEE, Words("Codes")), ["B2"])
    assert db.session.scalars(select(CodePool)).one().told_at is None
    play(hub, 1)
    assert len(mails) == 2
