"""The winners are told: by mail, each once, and to the connections that map it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.errors import Refused
from hubapp.doors import queue
from hubapp.extensions import db
from hubapp.models import Activity, Connection, Delivery, DrawPlace, Hub, Letter, Submission
from hubapp.models.activity import CORRECTED
from hubapp.services import mailing, results
from hubapp.services.mailing import sending
from hubapp.services.results import Wanted
from tests.services.results.entrants import entry_of
from tests.support.application import make_hub
from tests.support.factories import UserFactory
from tests.support.saving import save

LETTER = results.Letter("You have won", "Hello {name},\n\nhere is your cooler.")
ROWS = [
    {"source": "fact.winner", "target": "custom.winner"},
    {"source": "fact.place", "target": "custom.place"},
    {"source": "field.first_name", "target": "attribute.first_name"},
]


def change(row, **values) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    save()


@pytest.fixture
def hub(app, sandbox, monkeypatch) -> Hub:
    """Connected, with *Winner* mapped; mails wait until somebody sends them."""
    monkeypatch.setattr(queue, "ask_for_letter", lambda letter_id: True)
    hub = make_hub(sandbox.url)
    connection = db.session.scalars(select(Connection)).one()
    change(connection, mapping={**connection.mapping, "rows": ROWS})
    return hub


@pytest.fixture
def user(hub) -> int:
    return UserFactory(email="mia@example.com").id


@pytest.fixture
def drawn(hub, user) -> str:
    """Two winners and a reserve, of three."""
    for name in ("ana", "ben", "eve"):
        entry = entry_of(hub, f"{name}@example.com")
        change(entry, values={"email": f"{name}@example.com", "first_name": name.title()})
    sealed = results.seal(hub.id, Wanted(), 2, 1, "click", user)
    results.draw(hub.id, sealed)
    return sealed


@pytest.fixture
def got(monkeypatch) -> list:
    """What the mail server was given."""
    found: list[tuple] = []
    monkeypatch.setattr(sending, "send_mail", lambda *mail: found.append(mail) or True)
    return found


def mails_go() -> None:
    for letter_id in mailing.due():
        mailing.send(letter_id)


def told(hub, drawn, user, letter=LETTER) -> results.Done:
    return results.tell_winners(hub.id, drawn, letter, "Proof: here", user)


def places(drawn) -> list[DrawPlace]:
    return list(results.places_of(results.draw_of(drawn)))


def entry_at(place: DrawPlace) -> Submission:
    return db.session.scalars(select(Submission).where(Submission.public_id == place.entry)).one()


def records() -> list[dict]:
    rows = db.session.scalars(select(Delivery).order_by(Delivery.id))
    return [{**row.record["values"], "event": row.record["event_name"]} for row in rows]


def test_each_winner_is_mailed_once_whoever_presses_again(hub, drawn, user, got):
    assert told(hub, drawn, user) == (2, 0, 0, 2)
    assert {place.mail for place in places(drawn)} == {"waiting", ""}
    assert told(hub, drawn, user) == (0, 0, 0, 2)
    mails_go()
    winners = [entry_at(place).values for place in places(drawn)[:2]]
    assert sorted(got) == sorted(
        (
            each["email"],
            "You have won",
            f"Hello {each['first_name']},\n\nhere is your cooler.\n\nProof: here",
        )
        for each in winners
    )
    assert [place.mail for place in places(drawn)] == ["taken", "taken", ""]
    told(hub, drawn, user)
    mails_go()
    assert len(got) == 2
    assert results.said_before(results.draw_of(drawn)) == LETTER


def test_connections_are_told_of_the_win_alone_once(hub, drawn, user):
    assert records() == []
    told(hub, drawn, user, None)
    told(hub, drawn, user)
    expected = [{"custom.winner": True, "custom.place": at, "event": ""} for at in (1, 2)]
    assert records() == expected


def test_a_reserve_that_moves_up_is_told_and_who_was_replaced_is_no_winner(hub, drawn, user, got):
    told(hub, drawn, user)
    results.replace(hub.id, drawn, 1, "Did not answer", user)
    assert records()[2] == {"custom.winner": False, "custom.place": 1, "event": ""}
    assert told(hub, drawn, user).mailed == 1
    assert records()[3:] == [{"custom.winner": True, "custom.place": 1, "event": ""}]
    mails_go()
    # The first one's mail had not gone yet, and does not.
    assert len(got) == 2
    assert places(drawn)[0].mail == "not_sent"


def test_nobody_is_told_of_a_win_that_nobody_told_them(hub, drawn, user):
    results.replace(hub.id, drawn, 1, "Did not answer", user)
    assert records() == []
    assert db.session.scalars(select(Activity).where(Activity.kind == CORRECTED)).all() == []


def test_a_draw_that_is_cancelled_takes_its_wins_back(hub, drawn, user, got):
    told(hub, drawn, user)
    results.cancel(hub.id, drawn, "Wrong list", user)
    assert [each["custom.winner"] for each in records()] == [True, True, False, False]
    mails_go()
    assert got == []
    with pytest.raises(Refused, match="draw that stands"):
        told(hub, drawn, user)


def test_who_cannot_be_told_is_said(hub, drawn, user, got):
    first, second = (entry_at(place) for place in places(drawn)[:2])
    results.disqualify(hub.id, first.id, "Under age", user)
    change(second, values={}, contact_id=None)
    assert told(hub, drawn, user)[:3] == (0, 1, 1)
    assert [place.mail for place in places(drawn)[:2]] == ["", "no_address"]
    results.readmit(hub.id, first.id, user)
    assert told(hub, drawn, user).mailed == 1


def test_a_winner_who_is_erased_is_not_told(hub, drawn, user, got):
    told(hub, drawn, user)
    change(entry_at(places(drawn)[0]), public_id="erased", values={}, contact_id=None)
    mails_go()
    assert len(got) == 1
    assert told(hub, drawn, user) == (0, 0, 1, 1)


def test_a_mail_that_no_server_took_may_be_tried_again(hub, drawn, user, monkeypatch, got):
    told(hub, drawn, user)
    monkeypatch.setattr(sending, "GIVEN_UP_AFTER", -sending.GIVEN_UP_AFTER)
    mails_go()
    assert [place.mail for place in places(drawn)] == ["given_up", "given_up", ""]
    monkeypatch.undo()
    monkeypatch.setattr(queue, "ask_for_letter", lambda letter_id: True)
    assert told(hub, drawn, user).mailed == 2


@pytest.mark.parametrize(
    ("subject", "text", "said"),
    [
        (" \n", "Hello", "Write what"),
        ("Won", " ", "Write what"),
        ("x" * 151, "Hello", "Shorten it to 150"),
        ("Won", "x" * 5001, "Shorten it to 5000"),
    ],
)
def test_words_that_do_not_do_tell_nobody(hub, drawn, user, subject, text, said):
    with pytest.raises(Refused, match=said):
        told(hub, drawn, user, results.Letter(subject, text))
    assert db.session.scalars(select(Letter)).all() == []
    assert records() == []


def test_a_name_that_nobody_knows_leaves_no_gap(hub, drawn, user, got):
    first = entry_at(places(drawn)[0])
    change(first, values={"email": "ana@example.com"})
    told(hub, drawn, user)
    mails_go()
    assert "Hello,\n\n" in next(mail[2] for mail in got if mail[0] == "ana@example.com")


def test_who_heard_of_nothing_is_not_told(hub, drawn, user):
    change(db.session.scalars(select(Connection)).one(), mapping={"identify_by": "x"})
    assert told(hub, drawn, user, None) == (0, 0, 0, 0)
    assert [place.told_at for place in places(drawn)] == [None] * 3
    assert records() == []
