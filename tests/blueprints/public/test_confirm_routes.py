"""The page that asks for a mailed code, as visitors meet it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import Delivery, Submission
from hubapp.services.editing import forms, hubs, versions
from hubapp.services.visiting import stamps
from tests.support.application import make_hub, stamp_in
from tests.support.forms import by_id
from tests.support.mailed import codes_for, mails

HUB = "/h/summer-kick-off/"
ANA, BEN = "ana@example.com", "ben@example.com"


@pytest.fixture
def hub(app, sandbox, monkeypatch):
    """The wheel begins with a form, the draw ends with one; both have the email confirmed."""
    monkeypatch.setattr(stamps, "FASTEST", 0)
    hub = make_hub(sandbox.url)
    field = {"kind": "email", "key": "email", "label": "Email"}
    for card, placement in (("draw", "end"), ("wheel", "start")):
        form = {"placement": placement, "confirm": "y", "fields": by_id(field)}
        forms.save_form(hub.id, None, card, form)
    versions.publish(hub.id, None)
    return hub


def enter(client, card: str = "enter-the-draw", email: str = ANA) -> str:
    """The address of the play."""
    form = {"stamp": stamp_in(client.get(f"{HUB}{card}/").text), "f-email": email}
    return client.post(f"{HUB}{card}/", data=form).location


def act(client, play: str, act: str, **more: str):
    return client.post(f"{play}code", data={"act": act, **more})


def sent() -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(select(Delivery.person).order_by(Delivery.id)))


def test_the_result_comes_after_the_code(hub, client):
    play = enter(client)
    page = client.get(play)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Check your mail" in page.text
    assert ANA in page.text
    (code,) = codes_for(ANA)
    assert code not in page.text
    reply = act(client, play, "check", code=code)
    assert (reply.status_code, reply.location) == (303, play)
    assert 'data-at="result"' in client.get(play).text
    assert sent() == [f"alias_email:{ANA}"]


def test_a_start_form_is_confirmed_before_the_play(hub, client):
    play = enter(client, "spin-to-win")
    reply = client.post(play, data={"step": "0", "answer": "spin"})
    assert reply.location == play
    assert 'data-at="code"' in client.get(play).text
    act(client, play, "check", code=codes_for(ANA)[0])
    assert 'data-at="play"' in client.get(play).text


def test_what_is_wrong_is_said_at_the_code(hub, client):
    play = enter(client)
    reply = act(client, play, "check", code="1")
    assert reply.status_code == 422
    assert 'aria-describedby="code-wrong"' in reply.text
    assert "That is not the code" in reply.text
    for _ in range(4):
        reply = act(client, play, "check", code="1")
    assert "five wrong codes" in reply.text
    assert "A new code is on its way" in act(client, play, "again").text
    act(client, play, "check", code=codes_for(ANA)[-1])
    assert sent() == [f"alias_email:{ANA}"]


def test_a_wrong_address_is_changed_on_the_page(hub, client):
    play = enter(client, email="anna@exmaple.com")
    reply = act(client, play, "change", email="ana@")
    assert reply.status_code == 422
    assert 'aria-describedby="email-wrong"' in reply.text
    assert 'value="ana@"' in reply.text
    reply = act(client, play, "change", email=ANA)
    assert f"We sent six digits to {ANA}" in reply.text.replace("&#64;", "@")
    act(client, play, "check", code=codes_for(ANA)[0])
    assert [each["email"] for each in db.session.scalars(select(Submission.values))] == [ANA]
    assert sent() == [f"alias_email:{ANA}"]


def test_whoever_has_no_mail_at_hand_goes_on(hub, client):
    play = enter(client)
    assert act(client, play, "without").location == play
    assert 'data-at="result"' in client.get(play).text
    assert sent() == [f"alias_email:{ANA}"]


def test_nobody_else_gets_to_that_page(hub, app, client):
    play, stranger = enter(client), app.test_client()
    assert ANA not in stranger.get(play).text
    reply = act(stranger, play, "change", email=BEN)
    assert (reply.status_code, codes_for(BEN)) == (303, [])
    foreign = {"Sec-Fetch-Site": "cross-site"}
    reply = client.post(f"{play}code", data={"act": "change", "email": BEN}, headers=foreign)
    assert (reply.status_code, codes_for(BEN)) == (400, [])
    assert act(client, f"{HUB}enter-the-draw/nobody/", "again").status_code == 303


def test_the_mail_is_in_the_language_of_the_hub(hub, client):

    hubs.choose_language(hub.id, None, "de")
    versions.publish(hub.id, None)
    page = client.get(enter(client)).text
    assert "Check your mail" not in page
    assert mails()[-1]["Subject"].endswith("ist dein Code für Summer kick-off")


def test_typing_it_often_is_slowed_down(hub, app, client):
    play = enter(client)
    settings = app.extensions["settings"]
    app.extensions["settings"] = settings.model_copy(update={"rate_limit_visitor": "3 per minute"})
    codes = [act(client, play, "check", code="1").status_code for _ in range(5)]
    assert codes[-1] == 429
