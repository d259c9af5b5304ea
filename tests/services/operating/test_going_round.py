"""What the doctor finds on the way that visitors go, by a proxy that is set up in many ways."""

from __future__ import annotations

import pytest
from werkzeug.middleware.proxy_fix import ProxyFix

from hubapp.core.destination import Failure, Reply
from hubapp.core.words import Words
from hubapp.doors import http
from hubapp.services import operating
from hubapp.services.operating import going_round

BASE = "https://hubs.example.com:8443"
SENT = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "hubs.example.com:8443"}


@pytest.fixture
def behind(app, monkeypatch):
    """Puts a proxy in front: what it sets, and what of the visitor's own it lets through."""

    def made(trusted: int = 1, sets=SENT, lets=(), address: str = "203.0.113.7") -> list[str]:
        update = {"base_url": BASE, "trusted_proxies": trusted}
        settings = app.extensions["settings"].model_copy(update=update)
        monkeypatch.setitem(app.extensions, "settings", settings)
        if trusted:
            fixed = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted)
            monkeypatch.setattr(app, "wsgi_app", fixed)

        def send(request, _timeout, _origins):
            kept = {
                name: value
                for name, value in request.headers.items()
                if not name.startswith("X") or name in lets
            }
            headers = {**kept, "Host": "127.0.0.1:8000", "X-Forwarded-For": address, **sets}
            headers |= {name.replace("_", "-"): kept[name] for name in lets if name in kept}
            reply = app.test_client().open(
                request.url.removeprefix(BASE), method=request.method, headers=headers
            )
            return Reply(reply.status_code, {}, reply.data)

        monkeypatch.setattr(http, "send", send)
        return [str(each.sentence) for each in operating.findings_of_way() if not each.well]

    return made


def test_a_proxy_that_is_set_up_well_is_well(behind):
    assert behind() == []


@pytest.mark.parametrize(
    ("missing", "seen"),
    [
        ("X-Forwarded-Proto", "http://hubs.example.com:8443"),
        ("X-Forwarded-Host", "https://127.0.0.1:8000"),
    ],
)
def test_a_proxy_that_does_not_say_where_visitors_come_is_found(behind, missing, seen):
    (said,) = behind(sets={name: value for name, value in SENT.items() if name != missing})
    assert f"visitors come to {seen}, and HUBAPP_BASE_URL says {BASE}" in said


def test_a_proxy_that_is_not_counted_is_found(behind):
    said = behind(trusted=0)
    assert len(said) == 2
    assert "1 proxy stands in front, and HUBAPP_TRUSTED_PROXIES is 0" in said[1]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X_Forwarded_For"])
def test_a_visitor_who_can_choose_their_address_is_found(behind, header):
    (said,) = behind(lets=(header,))
    assert f"by a header {header} of their own" in said


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (
            Reply(None, failure=Failure.NOT_SENT, words=Words("no such host")),
            "no such host",
        ),
        (Reply(502, {}, b"Bad Gateway"), "it answers 502"),
        (Reply(200, {}, b"<h1>It works</h1>"), "it answers 200"),
        (Reply(200, {}, b"[]"), "it answers 200"),
    ],
)
def test_a_name_that_does_not_lead_here_is_found(app, monkeypatch, reply, why):
    monkeypatch.setattr(http, "send", lambda *_: reply)
    (found,) = operating.findings_of_way()
    assert not found.well
    assert f"does not lead here: {why}" in str(found.sentence)


def test_another_hubapp_is_found(app, monkeypatch):
    replies = iter([Reply(200, {}, b'{"status":"ok"}'), Reply(404, {}, b"")])
    monkeypatch.setattr(http, "send", lambda *_: next(replies))
    (found,) = operating.findings_of_way()
    assert "with another HUBAPP_SECRET_KEY?" in str(found.sentence)


def test_the_word_of_a_doctor_is_good_for_a_minute(app, monkeypatch):
    word = going_round._signer().sign("doctor").decode()
    assert operating.asked_by_doctor(f"Bearer {word}")
    assert not operating.asked_by_doctor("Bearer another")
    assert not operating.asked_by_doctor(f"Bearer {going_round._signer().sign('x').decode()}")
    monkeypatch.setattr(going_round, "_SECONDS", -1)
    assert not operating.asked_by_doctor(f"Bearer {word}")


@pytest.mark.parametrize(
    ("error", "server", "well", "said"),
    [
        (None, "mail.example.com", True, "mail.example.com took the mail to ana@example.com."),
        (OSError("no route"), "mail.example.com", False, "was not sent: OSError: no route"),
        (None, "", True, "lies in mail/ of the data directory"),
    ],
)
def test_a_test_mail_is_accounted_for(app, monkeypatch, error, server, well, said):
    settings = app.extensions["settings"].model_copy(update={"mail_server": server})
    monkeypatch.setitem(app.extensions, "settings", settings)
    monkeypatch.setattr(going_round, "try_mail", lambda *_: error)
    found = operating.finding_of_mail("ana@example.com")
    assert (found.well, said in str(found.sentence)) == (well, True)
