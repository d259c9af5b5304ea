"""A link from a Braze message carries an id: it lasts for the visit, and nothing else is kept."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.blueprints.public import forms as public
from hubapp.extensions import db
from hubapp.models import Play, Submission
from hubapp.services.editing import forms, versions
from hubapp.services.visiting import stamps
from tests.support.application import make_hub, stamp_in
from tests.support.forms import by_id

HUB = "/h/summer-kick-off/"


@pytest.fixture
def hub(app, sandbox, monkeypatch):
    """The demo hub, with a hidden field for ``external_id`` in two of its forms."""
    monkeypatch.setattr(stamps, "FASTEST", 0)
    hub = make_hub(sandbox.url, connect=False)
    for card in ("wheel", "draw"):
        fields = [
            {"kind": "email", "key": "email", "label": "Email"},
            {"kind": "hidden", "key": "who", "options": {"parameter": "external_id"}},
        ]
        posted = {"placement": "end" if card == "draw" else "start", "fields": by_id(*fields)}
        forms.save_form(hub.id, None, card, posted)
    versions.publish(hub.id, None)
    return hub


def enter(client, card: str, query: str = "") -> None:
    page = f"{HUB}{card}/{query}"
    form = {"stamp": stamp_in(client.get(page).text), "f-email": "ana@example.com"}
    assert client.post(page, data=form).status_code == 303


def told() -> list[str | None]:
    db.session.expire_all()
    query = select(Submission.values).order_by(Submission.id)
    return [values["who"] for values in db.session.scalars(query)]


def test_the_id_lasts_from_card_to_card(hub, client):
    enter(client, "spin-to-win", "?external_id=user-77")
    enter(client, "enter-the-draw")
    client.get(HUB)
    enter(client, "spin-to-win")
    assert told() == ["user-77"] * 3


def test_it_may_stand_in_the_address_of_the_hub(hub, client):
    client.get(f"{HUB}?external_id=user-77&utm_source=mail")
    enter(client, "enter-the-draw")
    assert told() == ["user-77"]


def test_the_newest_link_wins_whole(hub, client):
    client.get(f"{HUB}?external_id=user-77")
    client.get(f"{HUB}enter-the-draw/?external_id=user-78")
    enter(client, "spin-to-win")
    assert told() == ["user-78"]


def test_nothing_that_no_field_asks_for_is_kept(hub, client):
    enter(client, "enter-the-draw", "?external_id=user-77&email=a@example.com&utm_source=x")
    assert db.session.scalars(select(Play.captured)).one() == {"external_id": "user-77"}


def test_it_is_this_hubs_alone_and_cannot_be_made_up(hub, client, app):
    other = stamps.seal_link(hub.id + 1, {"external_id": "user-1"})
    for value in (other, "forged", other[:-2] + "xx"):
        client.set_cookie("hubapp_link", value, path=HUB)
        enter(client, "enter-the-draw")
    assert told() == [None] * 3


def test_a_page_that_sets_it_is_nobody_elses(hub, client):
    page = client.get(f"{HUB}?external_id=user-77")
    assert page.headers["Cache-Control"] == "private, no-store"
    plain = client.get(HUB)
    assert "user-77" not in plain.text
    assert "Set-Cookie" not in plain.headers


HERE = "http://localhost"


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({}, True),
        ({"Origin": HERE}, True),
        ({"Origin": HERE, "Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "none"}, False),
        ({"Origin": "https://localhost"}, False),
        ({"Origin": f"{HERE}.evil.example"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": HERE, "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": ""}, False),
    ],
    ids=lambda each: " ".join(each.values()) or "says nothing" if isinstance(each, dict) else "",
)
def test_a_post_is_taken_from_our_own_pages(app, headers, ours):
    with app.test_request_context(method="POST", headers=headers):
        assert public.comes_from_here() is ours


@pytest.mark.parametrize(
    ("data", "taken"),
    [
        ({"leave_empty": ""}, True),
        ({"leave_empty": "spam"}, False),
        ({"leave_empty": "spam", "f-email": "ana@example.com"}, True),
        ({"answer": "x" * 60_000}, True),
        ({"answer": "x" * 70_000}, False),
    ],
    ids=["trap left alone", "trap filled in", "trap filled in with a form", "large", "too large"],
)
def test_a_post_is_small_and_leaves_the_trap_alone(app, data, taken):
    with app.test_request_context(method="POST", data=data):
        assert public.comes_from_here() is taken


@pytest.mark.parametrize(
    ("typed", "step"),
    [({}, 0), ({"step": "3"}, 3), ({"step": "-1"}, 0), ({"step": "x"}, 0), ({"step": "9" * 5}, 0)],
)
def test_the_step_that_was_answered(app, typed, step):
    with app.test_request_context(method="POST", data={**typed, "answer": ["a", "b"]}):
        assert public.answers_posted() == (step, ["a", "b"])


def test_fields_of_the_form_keep_all_that_was_typed_in_its_order(app):
    typed = {"f-born": ["1", "2", "1990"], "f-": "x", "stamp": "s", "email": "no"}
    with app.test_request_context(method="POST", data=typed):
        assert public.fields_posted() == {"born": ["1", "2", "1990"], "": ["x"]}


def test_what_somebody_says_they_meant_stands_for_what_they_typed(app):
    typed = {"f-email": "ana@gmial.com", "f-email~meant": "ana@gmail.com", "f-email~asked": "x"}
    with app.test_request_context(method="POST", data=typed):
        assert public.fields_posted() == {"email": ["ana@gmail.com"], "email~asked": ["x"]}


def test_the_cookie_of_a_link_ends_with_the_visit_and_is_for_this_hub(hub, client):
    client.get(f"{HUB}?external_id=user-77")
    cookie = client.get_cookie("hubapp_link", path=HUB)
    assert (cookie.max_age, cookie.expires, cookie.path) == (None, None, HUB)
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")
