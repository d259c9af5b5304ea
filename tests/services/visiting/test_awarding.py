"""What chance drew is given once, and never more of it than there is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from hubapp.core.mapping import MappingRow
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import Award, Code, Delivery, Play, Stock
from hubapp.services import editing, stock
from hubapp.services.visiting import answer, play_of, shown_to_others, standing, submit
from tests.services.visiting.visits import ANA
from tests.support.application import connect
from tests.support.prizes import CARD, COFFEE, lucky_visit, make_lucky_hub, publish

EMAIL = {"id": "f1", "kind": "email", "key": "email", "label": "Email", "options": {}}
END = {"placement": "end", "headline": "", "button": "Go", "fields": [EMAIL]}
START = {**END, "placement": "start"}


def played(hub):
    """A visitor scratches; what the play's own page then says."""
    visit = lucky_visit(hub)
    went = answer(visit, 0, ["scratch"])
    return said(visit, went.play_token)


def said(visit, token):
    return standing(visit.card, play_of(token)).outcome


def test_each_gets_the_next_code_of_the_list_and_then_there_are_none(both):
    hub = make_lucky_hub(["A1", "B2"])
    outcomes = [played(hub) for _ in range(3)]
    assert [each.values for each in outcomes] == [
        {"prize": "Coffee", "won": True, "code": "A1"},
        {"prize": "Coffee", "won": True, "code": "B2"},
        {"prize": "Thanks", "won": False, "code": ""},
    ]
    assert [each.screen["code"] for each in outcomes] == ["A1", "B2", ""]
    states = db.session.scalars(select(Award.state).order_by(Award.id)).all()
    assert states == ["given", "given", "sold_out"]


def test_a_code_stands_in_no_play_and_nobody_reads_it_in_the_table(app):
    hub = make_lucky_hub(["VERY-SECRET"])
    played(hub)
    play, code = db.session.scalars(select(Play)).one(), db.session.scalars(select(Code)).one()
    version = editing.versions_of(hub.id)[0]
    texts = (play.outcome, play.answers, version.snapshot, code.mark, code.sealed)
    assert not [each for each in texts if "VERY-SECRET" in str(each)]


def test_others_who_open_the_play_do_not_see_its_code(app):
    hub = make_lucky_hub(["A1"])
    visit = lucky_visit(hub)
    play = play_of(answer(visit, 0, ["scratch"]).play_token)
    assert "A1" not in str(shown_to_others(visit.card, play))


def test_of_a_number_no_more_are_given_and_the_newest_version_says_how_many(both):
    hub = make_lucky_hub(limit=1, code="SAME")
    first = lucky_visit(hub)
    assert [played(hub).values["code"] for _ in range(2)] == ["SAME", ""]
    publish(hub, None, limit=2, code="SAME")
    # Its page was opened on the version before: it is one heap for both.
    assert said(first, answer(first, 0, ["scratch"]).play_token).values["code"] == "SAME"
    assert played(hub).values["code"] == ""
    assert db.session.scalars(select(Stock.taken)).all() == [2]


def test_without_an_end_nothing_is_counted(app):
    assert played(make_lucky_hub(code="SAME")).values["code"] == "SAME"
    assert db.session.scalars(select(Award)).all() == []


def test_a_code_is_given_with_the_form_at_the_end_and_not_before(both):
    hub = make_lucky_hub(["A1"], END)
    visit = lucky_visit(hub)
    went = answer(visit, 0, ["scratch"])
    assert stock.standing_of(hub.id, CARD)[COFFEE].left == 1
    there = lucky_visit(hub, play_token=went.play_token, visitor_token=went.visitor_token)
    for _ in range(2):
        submit(there, {"email": [ANA]})
    assert said(visit, went.play_token).values["code"] == "A1"
    assert stock.standing_of(hub.id, CARD)[COFFEE].used == 1


def test_who_comes_to_the_form_when_all_is_gone_gets_what_stands_in_for_it(app):
    hub = make_lucky_hub(["A1"], END)
    visit = lucky_visit(hub)
    late = answer(visit, 0, ["scratch"])
    publish(hub, {**END, "placement": ""}, unique=True)
    played(hub)
    there = lucky_visit(hub, play_token=late.play_token, visitor_token=late.visitor_token)
    # The form of the version that it began on.
    submit(replace(there, snapshot=visit.snapshot, card=visit.card), {"email": [ANA]})
    assert said(visit, late.play_token).values == {"prize": "Thanks", "won": False, "code": ""}


def test_with_a_form_at_the_start_the_play_gives(app):
    hub = make_lucky_hub(["A1"], START)
    went = submit(lucky_visit(hub), {"email": [ANA]})
    assert stock.standing_of(hub.id, CARD)[COFFEE].used == 0
    there = lucky_visit(hub, play_token=went.play_token, visitor_token=went.visitor_token)
    answer(there, 0, ["scratch"])
    assert said(there, went.play_token).values["code"] == "A1"


@pytest.mark.parametrize("form", [END, START])
def test_the_code_goes_where_it_is_mapped(app, sandbox, form):
    hub = make_lucky_hub(["A1"], form)
    connect(hub, sandbox.url, rows=(MappingRow(f"card.{CARD}.code", "custom.code"),))
    visit = lucky_visit(hub)
    first = answer(visit, 0, ["scratch"]) if form is END else submit(visit, {"email": [ANA]})
    there = lucky_visit(hub, play_token=first.play_token, visitor_token=first.visitor_token)
    if form is END:
        submit(there, {"email": [ANA]})
    else:
        answer(there, 0, ["scratch"])
    sent = [each.record["values"] for each in db.session.scalars(select(Delivery))]
    assert [each["custom.code"] for each in sent if "custom.code" in each] == ["A1"]


def test_a_result_that_stood_in_and_was_taken_away_gives_nothing(app):
    hub = make_lucky_hub(limit=1, code="SAME")
    played(hub)
    docs = editing.documents(hub.id)
    card = docs[f"card:{CARD}"]
    card["content"]["prizes"][0]["instead"] = "gone"
    editing.change(hub.id, None, Words("luck"), {f"card:{CARD}": card})
    snapshot = editing.draft_snapshot(hub.id)
    visit = replace(lucky_visit(hub), snapshot=snapshot, card=snapshot.card(CARD))
    assert said(visit, answer(visit, 0, ["scratch"]).play_token).values["prize"] == ""
