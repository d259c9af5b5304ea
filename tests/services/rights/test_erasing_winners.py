"""Who won a code and is erased: the code stays used, and nobody knows any more who had it."""

from __future__ import annotations

from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import Award, Contact, Play
from hubapp.services import stock
from hubapp.services.rights import erasing
from hubapp.services.visiting import answer, play_of, submit
from tests.support.prizes import CARD, COFFEE, lucky_visit, make_lucky_hub

EMAIL = {"id": "f1", "kind": "email", "key": "email", "label": "Email", "options": {}}
START = {"placement": "start", "headline": "", "button": "Go", "fields": [EMAIL]}


def win(hub, email: str) -> Play:
    """Somebody says who they are and gets the next code."""
    went = submit(lucky_visit(hub), {"email": [email]})
    there = lucky_visit(hub, play_token=went.play_token, visitor_token=went.visitor_token)
    answer(there, 0, ["scratch"])
    return play_of(went.play_token)


def given(hub) -> list[tuple[str, str]]:
    return [(each.code, each.email) for each in stock.given_of(hub.id, CARD, COFFEE)]


def test_the_code_of_who_is_erased_is_nobodys_and_is_given_to_nobody(both, sandbox):
    hub = make_lucky_hub(["A1", "B2", "C3"], START)
    ana, ben = win(hub, "ana@example.com"), win(hub, "ben@example.com")
    assert given(hub) == [("A1", "ana@example.com"), ("B2", "ben@example.com")]
    contact = db.session.scalars(select(Contact).where(Contact.email == "ana@example.com")).one()
    erasing.erase(hub.workspace_id, contact.id)
    db.session.expire_all()
    awards = dict(db.session.execute(select(Award.play_id, Award.state)).tuples().all())
    assert awards == {ana.id: "erased", ben.id: "given"}
    assert (ana.outcome, stock.outcome_of(ana)) == (None, None)
    assert given(hub) == [("A1", ""), ("B2", "ben@example.com")]
    assert stock.outcome_of(win(hub, "carl@example.com")).values["code"] == "C3"
