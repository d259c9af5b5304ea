"""A code that was won, seen again and mailed: only at the play's end, to one address, not too
often, and not once its winner is forgotten."""

from __future__ import annotations

import pytest

from hubapp.core.spoken import masked_email
from hubapp.extensions import db
from hubapp.models import Letter, Play
from hubapp.services import mailing, rights, visiting
from hubapp.services.visiting import mail_won_code, may_be_mailed, play_of, won_in
from hubapp.services.visiting.won_codes import Posted
from tests.support.mailed import mails
from tests.support.prizes import lucky_visit, make_lucky_hub

CODE, ANA = "VERY-SECRET-1", "ana@example.com"
FORM = {
    "placement": "end",
    "headline": "",
    "button": "Go",
    "fields": [
        {
            "id": "email",
            "kind": "email",
            "key": "email",
            "label": "Email",
            "help": "",
            "required": True,
            "options": {},
        }
    ],
}


@pytest.fixture(autouse=True)
def _quiet(both, monkeypatch):
    """Mails wait until the test sends them."""
    monkeypatch.setattr("hubapp.services.mailing.writing._nudge", lambda *_: None)


def played(hub, form=None, **more):
    """The visit and the play in which somebody uncovered the coffee, and sent the form."""
    went = visiting.answer(lucky_visit(hub, **more), 0, ["scratch"])
    visit = lucky_visit(hub, play_token=went.play_token, visitor_token=went.visitor_token)
    if form is not None:
        visiting.submit(visit, form)
    return visit, play_of(went.play_token)


def send_all():
    for letter_id in mailing.due():
        mailing.send(letter_id)
    # The owners are told that few codes are left.
    won = [each for each in mails() if each["Subject"].startswith("Your code")]
    return [(each["To"], each["Subject"], each.get_content()) for each in won]


def test_it_goes_to_the_address_that_is_typed(both):
    visit, _ = played(make_lucky_hub([CODE]))
    went = mail_won_code(visit, " Ana@Example.com ", str)
    assert (str(went.to), str(went.wrong)) == ("an…\N{WORD JOINER}@example.com", "")
    ((to, subject, text),) = send_all()
    assert (to, CODE in text, "A coffee for you" in text) == (ANA, True, True)
    assert CODE not in subject


def test_it_goes_to_the_address_of_the_form_whatever_is_typed(both):
    visit, play = played(make_lucky_hub([CODE], form=FORM), {"email": [ANA]})
    assert may_be_mailed(visit, play) == ANA
    assert mail_won_code(visit, "ben@example.com", str).to == masked_email(ANA)
    assert [to for to, _, _ in send_all()] == [ANA]


def test_a_code_for_all_is_mailed_as_well(both):
    visit, _ = played(make_lucky_hub(code="FOR-ALL"))
    assert mail_won_code(visit, ANA, str).to
    assert "FOR-ALL" in send_all()[0][2]


def test_before_the_form_there_is_nothing_to_mail(both):
    hub = make_lucky_hub(form=FORM, code="FOR-ALL")
    visit, play = played(hub)
    assert may_be_mailed(visit, play) is None
    assert mail_won_code(visit, ANA, str) == Posted()
    assert won_in([play]) == []
    assert not db.session.query(Letter).count()


def test_a_play_without_a_code_mails_none(both):
    visit, play = played(make_lucky_hub())
    assert may_be_mailed(visit, play) is None
    assert not mail_won_code(visit, ANA, str).to


@pytest.mark.parametrize("typed", ["", "nobody", "a@b@c"])
def test_what_is_no_address_is_said(both, typed):
    visit, _ = played(make_lucky_hub([CODE]))
    went = mail_won_code(visit, typed, str)
    assert went.wrong
    assert not went.to


def test_three_an_hour_for_a_play_whatever_the_addresses(both):
    visit, _ = played(make_lucky_hub([CODE]))
    said = [mail_won_code(visit, f"{each}@example.com", str) for each in "abcd"]
    assert [bool(each.to) for each in said] == [True, True, True, False]
    assert "Three mails an hour" in str(said[-1].wrong)


def test_three_an_hour_for_an_address_whatever_the_plays(both):
    hub = make_lucky_hub([f"CODE-{each}" for each in range(4)])
    said = [mail_won_code(played(hub)[0], ANA, str) for _ in range(4)]
    assert [bool(each.to) for each in said] == [True, True, True, False]


def test_the_code_stands_in_no_letter_that_waits_and_goes_to_nobody_who_is_forgotten(both):
    visit, play = played(make_lucky_hub([CODE]))
    mail_won_code(visit, ANA, str)
    browser = rights.Browser(visit.workspace_id, visit.hub_id, visit.visitor_token)
    rights.delete_told(browser)
    assert send_all() == []
    db.session.expire_all()
    assert won_in(db.session.query(Play).all()) == []


def test_it_is_seen_again_as_the_version_of_then_said_it(both):
    _, play = played(make_lucky_hub([CODE]))
    ((code, title, card, at),) = won_in([play])
    assert (code, title, card) == (CODE, "A coffee for you", "Luck")
    assert at == play.finished_at
