"""A link from a Braze message carries an id: it lasts for the visit, leaves the address at once,
and nothing else is kept."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from hubapp.blueprints.public import links
from hubapp.core.snapshot import (
    CardSnapshot,
    FieldSnapshot,
    FormSnapshot,
    HubSnapshot,
    PageSnapshot,
)
from hubapp.extensions import db
from hubapp.models import Play, Submission
from hubapp.services import people
from hubapp.services.editing import forms, versions
from hubapp.services.visiting import stamps
from tests.support.application import make_hub, stamp_in
from tests.support.forms import by_id

HUB = "/h/summer-kick-off/"
WHO = FieldSnapshot("1", "hidden", "who", "", options={"parameter": "external_id"})
SOURCE = FieldSnapshot("2", "hidden", "source", "", options={"parameter": "utm_source"})
EMAIL_ONLY = {"kind": "email", "key": "email", "label": "Email"}
EMAIL = FieldSnapshot("3", "email", "email", "Email")


def hub_with(*cards: CardSnapshot) -> HubSnapshot:
    return HubSnapshot("Summer", pages=(PageSnapshot("p", "Home", cards),))


def card_with(*fields: FieldSnapshot) -> CardSnapshot:
    return CardSnapshot("c1", "content", "card", "A card", form=FormSnapshot("end", fields=fields))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"external_id": "7"}, {"external_id": "7"}),
        ({"external_id": "7", "utm_source": "mail"}, {"external_id": "7", "utm_source": "mail"}),
        ({"email": "ana@example.com", "utm_medium": "x"}, {}),
        ({"external_id": ""}, {}),
        ({}, {}),
    ],
)
def test_of_a_link_only_what_a_hidden_field_asks_for_is_kept(given, kept):
    snapshot = hub_with(card_with(WHO, EMAIL), card_with(SOURCE))
    assert links.told_by_link(snapshot, given) == kept


def test_a_hub_without_forms_keeps_nothing():
    snapshot = hub_with(CardSnapshot("c1", "content", "card", "A card"))
    assert links.told_by_link(snapshot, {"external_id": "7"}) == {}


def test_an_id_that_is_too_long_is_left_out_whole():
    hub = hub_with(card_with(WHO))
    assert links.told_by_link(hub, {"external_id": "7" * 1001}) == {}
    assert links.told_by_link(hub, {"external_id": "7" * 1000})


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("external_id=ana+1@x.com", {"external_id": "ana+1@x.com"}),
        ("external_id=ana%2B1%40x.com", {"external_id": "ana+1@x.com"}),
        ("utm_campaign=summer+sale", {"utm_campaign": "summer sale"}),
        ("lid=1&amp;external_id=7", {"lid": "1", "external_id": "7"}),
        ("lid=1?external_id=7", {"lid": "1", "external_id": "7"}),
        ("external_id=7&external_id=8", {"external_id": "7"}),
        ("external_id=&x&=y&external_id=%F0%9F", {"": "y", "external_id": "\ufffd"}),
    ],
)
def test_parameters_are_found_wherever_they_stand(query, read):
    assert links.parameters(query) == read


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


def opened(client, address: str, **more: object):
    """The page that an address leads to, and where it is."""
    return client.get(address, follow_redirects=True, **more)


def enter(client, card: str, query: str = "", email: str = "ana@example.com") -> None:
    page = opened(client, f"{HUB}{card}/{query}")
    form = {"stamp": stamp_in(page.text), "f-email": email}
    assert client.post(page.request.full_path.rstrip("?"), data=form).status_code == 303


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
    opened(client, f"{HUB}?external_id=user-77&utm_source=mail")
    enter(client, "enter-the-draw")
    assert told() == ["user-77"]


def test_it_leaves_the_address_at_once_and_campaigns_stay(hub, client):
    page = opened(client, f"{HUB}?lid=9&external_id=user-77&utm_source=mail&hub_sig=x")
    assert page.request.full_path == f"{HUB}?utm_source=mail"
    assert [each.status_code for each in page.history] == [303, 303]
    # Whoever is known to keep cookies is sent on but once.
    again = opened(client, f"{HUB}?external_id=user-78")
    assert (len(again.history), again.request.full_path) == (1, f"{HUB}?")
    assert "user-7" not in page.text + again.text


def test_the_newest_link_wins_whole(hub, client):
    opened(client, f"{HUB}?external_id=user-77")
    opened(client, f"{HUB}enter-the-draw/?external_id=user-78")
    enter(client, "spin-to-win")
    assert told() == ["user-78"]


def test_nothing_that_no_field_asks_for_is_kept(hub, client):
    enter(client, "enter-the-draw", "?external_id=user-77&email=a@example.com&utm_source=x")
    assert db.session.scalars(select(Play.captured)).one() == {"external_id": "user-77"}


UNSIGNED = people.Signature("", "", "")


def test_it_is_this_hubs_alone_and_cannot_be_made_up(hub, client, app):
    other = stamps.enclose_link(hub.id + 1, {"external_id": "user-1"}, UNSIGNED)
    for value in (other, "forged", other[:-2] + "xx"):
        client.set_cookie("hubapp_link", value, path=HUB)
        enter(client, "enter-the-draw")
    assert told() == [None] * 3


def test_pages_stay_the_same_for_everybody(hub, client):
    assert client.get(f"{HUB}?external_id=7").headers["Cache-Control"] == "private, no-store"
    plain = client.get(HUB)
    assert plain.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in plain.headers
    assert client.get(HUB, headers={"If-None-Match": plain.headers["ETag"]}).status_code == 304


def test_the_cookie_of_a_link_ends_with_the_visit_and_is_for_this_hub(hub, client):
    client.get(f"{HUB}?external_id=user-77")
    cookie = client.get_cookie("hubapp_link", path=HUB)
    assert (cookie.max_age, cookie.expires, cookie.path) == (None, None, HUB)
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")
    assert "user-77" not in cookie.value


@pytest.fixture
def without_cookies(app):
    return app.test_client(use_cookies=False)


OURS = {"Sec-Fetch-Site": "same-origin"}


def test_a_browser_without_cookies_carries_it_along_where_nobody_reads_it(hub, without_cookies):
    page = opened(without_cookies, f"{HUB}?external_id=user-77")
    assert "user-77" not in page.text + page.request.full_path
    assert page.headers["Cache-Control"] == "private, no-store"
    tile = re.search(r'href="(/h/[^"]+enter-the-draw/[?][^"]+)"', page.text)[1]
    form = without_cookies.get(tile, headers=OURS)
    data = {"stamp": stamp_in(form.text), "f-email": "ana@example.com"}
    went = without_cookies.post(tile, data=data, headers=OURS)
    result = without_cookies.get(went.location, headers=OURS)
    further = re.search(r'href="(/h/[^"]+spin-to-win/[?][^"]+)"', result.text)[1]
    form = without_cookies.get(further, headers=OURS)
    data = {"stamp": stamp_in(form.text), "f-email": "ana@example.com"}
    without_cookies.post(further, data=data, headers=OURS)
    assert told() == ["user-77"] * 2


def test_whoever_is_sent_that_address_gets_nothing_of_it(hub, without_cookies, client, monkeypatch):
    shared = opened(without_cookies, f"{HUB}enter-the-draw/?external_id=7").request.full_path
    monkeypatch.setattr(links, "_ARRIVAL", -1)
    page = opened(client, shared, headers={"Sec-Fetch-Site": "none"})
    assert page.request.full_path == f"{HUB}enter-the-draw/?"
    enter(client, "enter-the-draw")
    assert told() == [None]


def test_a_card_whose_form_does_not_ask_for_it_sends_it_too(hub, client):
    """F04: every further submission was rejected for want of an identity."""
    forms.save_form(hub.id, None, "wheel", {"placement": "start", "fields": by_id(EMAIL_ONLY)})
    versions.publish(hub.id, None)
    enter(client, "enter-the-draw", "?external_id=ana%2B1")
    enter(client, "spin-to-win")
    assert told() == ["ana+1"] * 2
