"""A link from a Braze message carries an id: it lasts for the visit, and nothing else is kept."""

from __future__ import annotations

import pytest
from sqlalchemy import select

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
