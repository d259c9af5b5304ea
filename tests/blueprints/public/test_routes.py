"""The visitor's side, without JavaScript: posts and redirects."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from hubapp.extensions import db
from hubapp.models import Consent, Delivery, Play, Submission, Visitor
from hubapp.services import editing
from hubapp.services.editing import versions
from hubapp.work import sweep
from tests.support.application import make_hub, stamp_in
from tests.support.database_files import files_with


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


QUIZ = "/h/summer-kick-off/summer-quiz/"


def play_quiz(client):
    stamp = stamp_in(client.get(QUIZ).text)
    where = client.post(QUIZ, data={"stamp": stamp, "step": "0", "answer": "q1c1"}).location
    client.post(where, data={"step": "1", "answer": "q2c1"})
    client.post(where, data={"step": "2", "answer": "q3c0"})
    return where


def test_a_quiz_with_its_end_form_reaches_the_profile(hub, client, sandbox):
    where = play_quiz(client)
    page = client.get(where).text
    assert "Summer legend" not in page
    refused = client.post(where, data={"f-email": "nope", "f-first_name": "Ana"})
    assert refused.status_code == 422
    assert "Enter an email address like" in refused.text
    assert 'value="nope"' in refused.text
    client.post(
        where,
        data={"f-email": "Ana@example.com", "f-first_name": "Ana", "f-marketing_consent": "y"},
    )
    assert "Summer legend" in client.get(where).text
    sweep.sweep()
    profile = sandbox.profile("alias:email/ana@example.com")
    assert profile["first_name"] == "Ana"
    assert profile["email_subscribe"] == "opted_in"
    assert profile["custom_attributes"] == {
        "summer_quiz_score": 3,
        "summer_quiz_result": "Summer legend",
    }
    assert profile["events"]["hub_submission"]["count"] == 1
    assert db.session.scalars(select(Consent.given)).one() is True


def test_a_double_click_or_reload_makes_one_play_and_one_submission(hub, client):
    stamp = stamp_in(client.get(QUIZ).text)
    first = {"stamp": stamp, "step": "0", "answer": "q1c1"}
    assert client.post(QUIZ, data=first).location == client.post(QUIZ, data=first).location
    where = play_quiz(client)
    for _ in range(2):
        client.post(where, data={"f-email": "ana@example.com"})
    assert (count(Submission), count(Delivery), count(Play)) == (1, 1, 2)


def test_nothing_of_the_play_is_in_the_page_before_the_start_form(hub, client):
    page = client.get("/h/summer-kick-off/spin-to-win/").text
    for words in ("10% off", "SUMMER10", "Spin the wheel", '<svg class="disc"'):
        assert words not in page


def test_the_wheel_is_decided_on_the_server_and_told_only_after(hub, client, sandbox):
    card = "/h/summer-kick-off/spin-to-win/"
    stamp = stamp_in(client.get(card).text)
    where = client.post(card, data={"stamp": stamp, "f-email": "w@example.com"}).location
    page = client.get(where).text
    assert "Reveal my result" in page
    for secret in ("SUMMER10", "weight", "You won"):
        assert secret not in page
    client.post(where, data={"step": "0", "answer": "reveal"})
    shown = client.get(where).text
    assert shown == client.get(where).text
    sweep.sweep()
    prize = sandbox.profile("alias:email/w@example.com")["custom_attributes"]["wheel_prize"]
    assert prize in shown


def test_quiz_answers_are_not_in_the_page(hub, client):
    page = client.get(QUIZ).text
    for secret in ("correct", "South of the tropics", "Summer legend"):
        assert secret not in page


def test_a_poll_shows_everybodys_votes(hub, client):
    card = "/h/summer-kick-off/summer-spot/"
    for _ in range(2):
        stamp = stamp_in(client.get(card).text)
        where = client.post(card, data={"stamp": stamp, "step": "0", "answer": "p1"}).location
    assert "2 votes so far" in client.get(where).text
    assert "100%" in client.get(where).text


def test_the_same_browser_is_the_same_visitor(hub, client):
    play_quiz(client)
    play_quiz(client)
    assert count(Visitor) == 1
    cookie = client.get_cookie("hubapp_visitor")
    assert cookie.http_only


@pytest.mark.parametrize(
    "post",
    [
        {"stamp": "forged", "step": "0", "answer": "q1c1"},
        {"step": "0", "answer": "q1c1"},
        {"leave_empty": "spam", "answer": "q1c1"},
    ],
)
def test_abuse_is_refused_without_saying_why(hub, client, post):
    if "leave_empty" in post:
        post = {**post, "stamp": stamp_in(client.get(QUIZ).text)}
    reply = client.post(QUIZ, data=post)
    assert reply.status_code == 400
    assert "reload the page and send it again" in reply.text
    assert count(Play) == 0


def test_another_site_cannot_post(hub, client):
    stamp = stamp_in(client.get(QUIZ).text)
    headers = {"Origin": "https://evil.example"}
    reply = client.post(QUIZ, data={"stamp": stamp, "answer": "q1c1"}, headers=headers)
    assert reply.status_code == 400


@pytest.mark.parametrize("address", ["/h/nope/", "/pictures/nope"])
def test_what_is_not_there_gives_nothing_away(hub, client, address):
    reply = client.get(address)
    assert reply.status_code == 404
    assert "There is nothing here" in reply.text


def test_a_card_that_is_gone_leads_to_the_others_in_the_hubs_own_look(hub, client):
    reply = client.get("/h/summer-kick-off/nope/")
    assert reply.status_code == 404
    assert "This is no longer here" in reply.text
    assert 'class="button" href="/h/summer-kick-off/"' in reply.text
    assert f"theme-{hub.live_version_id}.css" in reply.text


def test_an_unpublished_hub_is_closed_and_not_a_typing_slip(hub, client):
    versions.unpublish(hub.id)
    for address in ("/h/summer-kick-off/", QUIZ):
        reply = client.get(address)
        assert reply.status_code == 404
        assert "not open just now" in reply.text


def test_the_hub_page_is_within_its_weight(hub, client):
    page = client.get("/h/summer-kick-off/", headers={"Accept-Encoding": "br"})
    assert page.headers["Content-Encoding"] == "br"
    html = brotli.decompress(page.data).decode()
    assert len(page.data) <= 14 * 1024
    weights = {"css": 0, "js": 0}
    for kind, mark in (("css", 'href="'), ("js", 'src="')):
        for part in html.split(mark)[1:]:
            address = part.split('"')[0]
            if f".{kind}" in address:
                weights[kind] += len(client.get(address, headers={"Accept-Encoding": "br"}).data)
    assert 0 < weights["css"] <= 10 * 1024
    assert 0 < weights["js"] <= 10 * 1024
    assert (
        client.get(
            "/h/summer-kick-off/", headers={"If-None-Match": page.headers["ETag"]}
        ).status_code
        == 304
    )


def test_the_key_is_nowhere_in_clear(on_disk, sandbox):
    slug, folder = make_hub(sandbox.url).slug, Path(db.engine.url.database).parent
    assert files_with(folder, slug)
    assert not files_with(folder, "sandbox-key")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=st.dictionaries(
        st.sampled_from(["stamp", "step", "answer", "f-email", "leave_empty", "x"]),
        st.text(max_size=40),
        max_size=5,
    ),
    card=st.sampled_from(["summer-quiz", "spin-to-win", "summer-spot", "enter-the-draw", "x"]),
    good_stamp=st.booleans(),
)
def test_no_input_gives_a_500(hub, client, fields, card, good_stamp):
    address = f"/h/summer-kick-off/{card}/"
    if good_stamp and card != "x":
        fields = {**fields, "stamp": stamp_in(client.get(address).text)}
    assert client.post(address, data=fields).status_code < 500


def test_a_remembered_page_is_gone_the_moment_the_hub_is_unpublished(hub, client):
    first = client.get("/h/summer-kick-off/")
    again = client.get("/h/summer-kick-off/")
    assert (first.data, first.headers["ETag"]) == (again.data, again.headers["ETag"])
    versions.unpublish(hub.id)
    assert client.get("/h/summer-kick-off/").status_code == 404


@pytest.mark.parametrize("field", ["f-email", "f-first_name", "answer", "stamp", "step"])
def test_a_nul_is_refused_before_it_reaches_a_database(hub, client, field):
    values = {"stamp": stamp_in(client.get(QUIZ).text), "step": "0", "answer": "q1c1"}
    assert client.post(QUIZ, data={**values, field: "a\0b"}).status_code == 400
    assert client.post(QUIZ + "?source=a%00b", data=values).status_code == 400
    assert client.get("/h/summer%00/").status_code == 400


@pytest.mark.parametrize("octets", ["%ED%A0%80", "%FF%FE"])
def test_octets_that_are_no_text_break_nothing(hub, client, octets):
    """P19: half a surrogate pair, and a mark of another encoding."""
    body = f"stamp={stamp_in(client.get(QUIZ).text)}&step=0&answer={octets}&f-email={octets}"
    form = "application/x-www-form-urlencoded"
    assert client.post(QUIZ, data=body, content_type=form).status_code < 500
    for address in (f"{QUIZ}?source={octets}", f"/h/{octets}/", f"{QUIZ}{octets}/"):
        assert client.get(address).status_code < 500


def test_the_trap_is_marked_for_every_manager_of_passwords(hub, client):
    """F43: one that fills in all it finds would make a suspect of its owner."""
    page = client.get("/h/summer-kick-off/enter-the-draw/").text
    trap = page.split('name="leave_empty"')[1].split(">")[0]
    for mark in (
        "readonly",
        'autocomplete="off"',
        "data-1p-ignore",
        "data-lpignore",
        "data-form-type",
    ):
        assert mark in trap


def test_a_form_that_fell_into_the_trap_is_answered_as_any_other(hub, client):
    draw = "/h/summer-kick-off/enter-the-draw/"
    entry = {"f-email": "ana@example.com", "f-date_of_birth": ["1", "2", "1990"]}
    trapped = {**entry, "leave_empty": "Ana", "stamp": stamp_in(client.get(draw).text)}
    assert client.post(draw, data=trapped).status_code == 303
    assert count(Submission) == 1


def test_an_address_of_another_script_works_to_the_end_of_a_play(hub, client):
    editing.change_address(hub, "여름 퀴즈")
    docs = editing.documents(hub.id)
    quiz = next(key[5:] for key, body in docs.items() if body.get("slug") == "summer-quiz")
    editing.save_card(hub.id, None, quiz, {"card_slug": "결승전"})
    editing.publish(hub.id, None)
    at = "/h/여름-퀴즈/결승전/"
    page = client.get(at).text
    where = client.post(at, data={"stamp": stamp_in(page), "step": "0", "answer": "q1c1"}).location
    assert where.startswith(quote(at))
    for step, answer in enumerate(("q2c1", "q3c0"), 1):
        client.post(where, data={"step": str(step), "answer": answer})
    client.post(where, data={"f-email": "ana@example.com", "f-first_name": "Ana"})
    assert "Summer legend" in client.get(where).text
    led = client.get("/h/summer-kick-off/summer-quiz/", follow_redirects=True)
    assert led.request.path == at
    kiosk = client.get("/h/여름-퀴즈/kiosk")
    paths = [each.rpartition("Path=")[2] for each in kiosk.headers.getlist("Set-Cookie")]
    assert quote("/h/여름-퀴즈/") in paths
