"""A form is accepted once, as one transaction, or it comes back with a sentence for each field."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import event, func, select

from hubapp.core.identifiers import new_id
from hubapp.core.snapshot import FieldSnapshot, FormSnapshot
from hubapp.doors import queue
from hubapp.extensions import db
from hubapp.models import Consent, Contact, Delivery, Hub, OutboxRow, Play, Submission
from hubapp.services import people
from hubapp.services.visiting import plays
from hubapp.services.visiting.submissions import Returned, clean_form, submit
from tests.services.visiting.visits import ANA, BEN, ENTRY, submissions, visit_to
from tests.support.application import make_hub

EVERYTHING = (Submission, Contact, Consent, Play, Delivery, OutboxRow)


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return make_hub(sandbox.url)


@pytest.fixture
def on_sqlite(app, sandbox) -> Hub:
    return make_hub(sandbox.url)


def counts() -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(each)) for each in EVERYTHING]


def form(*fields: tuple[str, str], **options: object) -> FormSnapshot:
    given = [FieldSnapshot(key, kind, key, key.title(), "", True, options) for kind, key in fields]
    return FormSnapshot("end", fields=tuple(given))


def test_a_form_becomes_one_submission_with_all_that_belongs_to_it(hub):
    went = submit(visit_to(hub, "draw"), ENTRY)
    assert counts() == [1] * len(EVERYTHING)
    (made,) = submissions()
    assert made.values["email"] == ANA
    assert (made.card_id, made.placement, made.version_id) == ("draw", "end", hub.live_version_id)
    contact = db.session.scalars(select(Contact)).one()
    assert (contact.email, contact.id) == (ANA, made.contact_id)
    assert db.session.scalars(select(Play.contact_id)).one() == contact.id
    assert people.recognised(hub.workspace_id, went.visitor_token).contact_id == contact.id
    delivery = db.session.scalars(select(Delivery)).one()
    assert (delivery.submission_id, delivery.play_id) == (made.id, made.play_id)
    assert delivery.record["once"] == ["attribute.email_subscribe"]


def test_a_returning_visitors_form_takes_few_statements(hub):
    """Each is a round trip while the visitor waits. With one consent and one account."""
    submit(visit_to(hub, "draw", visitor_token="anas"), ENTRY)
    visit, said = visit_to(hub, "draw", visitor_token="anas"), []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if "SAVEPOINT" not in statement:
            said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    submit(visit, ENTRY)
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(said) <= 13, "\n".join(said)


def test_a_form_of_somebody_new_takes_few_statements_too(hub):
    """What cannot be there yet is not looked for."""
    visit, said = visit_to(hub, "draw"), []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if "SAVEPOINT" not in statement:
            said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    submit(visit, ENTRY)
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(said) <= 17, "\n".join(said)


def test_the_workers_are_woken_once_it_is_kept(on_sqlite, monkeypatch):
    kept = []
    monkeypatch.setattr(queue, "wake_drain", lambda *_lane: kept.append(len(submissions())))
    submit(visit_to(on_sqlite, "draw"), ENTRY)
    assert kept == [1]


def test_a_second_click_finds_the_first(hub):
    visit = visit_to(hub, "draw")
    went = submit(visit, ENTRY)
    assert submit(visit, {**ENTRY, "email": [BEN]}) == went
    assert counts() == [1] * len(EVERYTHING)
    assert submissions()[0].values["email"] == ANA


def test_whoever_only_has_the_address_of_the_play_gets_no_cookie_for_it(on_sqlite):
    went = submit(visit_to(on_sqlite, "draw"), ENTRY)
    stranger = visit_to(on_sqlite, "draw", play_token=went.play_token)
    assert submit(stranger, ENTRY) == plays.Went(went.play_token, "")


def test_what_is_wrong_comes_back_and_nothing_is_kept(hub):
    back = submit(visit_to(hub, "draw"), {"email": ["nobody"], "date_of_birth": ["1", "2", "2020"]})
    assert isinstance(back, Returned)
    assert set(back.problems) == {"email", "date_of_birth"}
    assert all(str(sentence) for sentence in back.problems.values())
    assert counts() == [0] * len(EVERYTHING)


def test_a_card_without_a_form_takes_none(on_sqlite):
    assert submit(visit_to(on_sqlite, "poll"), ENTRY) == Returned({})
    assert counts() == [0] * len(EVERYTHING)


@pytest.mark.parametrize(("ticked", "given"), [(["y"], True), ([], False), (["no"], False)])
def test_each_consent_is_kept_with_its_wording_given_or_not(on_sqlite, ticked, given):
    submit(visit_to(on_sqlite, "draw"), {**ENTRY, "marketing_consent": ticked})
    consent = db.session.scalars(select(Consent)).one()
    assert (consent.given, consent.field_key) == (given, "marketing_consent")
    assert consent.wording == (
        "Send me summer news and offers by email. I can stop it at any time."
    )
    assert consent.version_id == on_sqlite.live_version_id


def test_a_form_at_the_end_decides_what_needs_no_play(on_sqlite):
    submit(visit_to(on_sqlite, "draw"), ENTRY)
    assert db.session.scalars(select(Play.outcome)).one() is not None


def test_a_form_at_the_end_of_a_quiz_tells_what_came_out(on_sqlite):
    visit = visit_to(on_sqlite, "quiz")
    for step, choice in enumerate(("q1c1", "q2c1", "q3c0")):
        plays.answer(visit, step, [choice])
    submit(visit, {"email": [ANA]})
    values = db.session.scalars(select(Delivery)).one().record["values"]
    assert (values["custom.summer_quiz_score"], values["event.score"]) == (3, 3)


def test_nobody_else_fills_in_the_form_of_a_play(on_sqlite):
    """The address of Ana's play was shared."""
    began = plays.answer(visit_to(on_sqlite, "quiz"), 0, ["q1c1"])
    for token in (None, "bens"):
        there = visit_to(on_sqlite, "quiz", play_token=began.play_token, visitor_token=token)
        assert submit(there, {"email": [BEN]}) == plays.Went(began.play_token, "")
    assert submissions() == []
    assert db.session.scalars(select(Contact)).all() == []


def test_a_start_form_leaves_the_one_event_to_the_end_of_its_play(on_sqlite):
    submit(visit_to(on_sqlite, "wheel"), {"email": [ANA]})
    record = db.session.scalars(select(Delivery)).one().record
    assert (record["event_name"], record["values"]["attribute.email"]) == ("", ANA)


def test_what_was_played_before_goes_with_whoever_says_who_they_are(on_sqlite):
    """The newest of each card, once."""
    visitor = {"visitor_token": "anas"}
    for choice in ("p0", "p1"):
        plays.answer(visit_to(on_sqlite, "poll", **visitor), 0, [choice])
    for _ in range(2):
        submit(visit_to(on_sqlite, "draw", **visitor), ENTRY)
    rows = db.session.scalars(select(Delivery).order_by(Delivery.id)).all()
    votes = [row.record["values"] for row in rows if row.card_id == "poll"]
    assert [each["custom.summer_spot"] for each in votes] == ["Up a mountain"]
    assert len(rows) == 3


def test_fields_are_read_by_their_kinds():
    asked = form(("email", "email"), ("first_name", "name"), ("hologram", "of_later"))
    values, problems = clean_form(asked, {"email": [" A@Example.com "], "name": [""]}, {})
    assert values == {"email": "a@example.com"}
    assert {key: str(each) for key, each in problems.items()} == {"name": "Fill in “Name”."}


def test_a_hidden_field_is_filled_by_the_link_and_not_by_what_is_posted():
    asked = form(("hidden", "external_id"), parameter="id")
    raw, told = {"external_id": ["forged"]}, {"id": "user-7", "other": "8"}
    assert clean_form(asked, raw, told) == ({"external_id": "user-7"}, {})
    assert clean_form(asked, raw, {}) == ({"external_id": None}, {})


@pytest.mark.parametrize("on_both_disks", ["postgresql"], indirect=True)
def test_the_same_click_twice_at_the_same_moment_is_one_submission(on_both_disks, sandbox):
    visit = visit_to(make_hub(sandbox.url), "draw", nonce=new_id(16))
    done, together = [], threading.Barrier(2)

    def click() -> None:
        with on_both_disks.app_context():
            together.wait(10)
            done.append(submit(visit, ENTRY))

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join(30)
    assert len(done) == 2
    assert done[0] == done[1]
    assert counts() == [1] * len(EVERYTHING)
