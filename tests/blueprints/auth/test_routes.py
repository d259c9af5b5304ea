"""Logging in and out, and a new password by mail."""

from __future__ import annotations

import email
import email.policy
import re
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine

from hubapp import create_app
from hubapp.extensions import limiter
from tests.blueprints.page import page_of
from tests.support.application import PASSWORD, settings_for
from tests.support.saving import save

NEW = "another horse battery"


@pytest.fixture
def mails(app):
    """The texts of the mails that were written, oldest first."""

    def read() -> list[email.message.EmailMessage]:
        files = sorted((app.extensions["settings"].data_dir / "mail").glob("*.eml"))
        policy = email.policy.default
        return [email.message_from_bytes(file.read_bytes(), policy=policy) for file in files]

    return read


def log_in(client, password: str = PASSWORD):
    return client.post("/login", data={"email": "Owner@example.com", "password": password})


def test_an_address_to_go_to_that_is_none_is_refused(client, owner):
    typed = {"email": "Owner@example.com", "password": PASSWORD, "next": "http://["}
    assert client.post("/login", data=typed).status_code == 400
    assert client.get("/login?next=http://[").status_code == 400


def test_the_front_door_leads_to_logging_in_and_then_home(client, owner):
    assert client.get("/").location == "/login"
    assert log_in(client).location == "/hubs/"
    assert client.get("/").location == "/hubs/"


@pytest.mark.parametrize(
    ("wanted", "onwards"),
    [
        ("/hubs/new", "/hubs/new"),
        ("https://evil.example/", None),
        ("//evil.example/", None),
        ("javascript:alert(1)", None),
    ],
)
def test_after_logging_in_nobody_is_sent_elsewhere(client, owner, wanted, onwards):
    data = {"email": "owner@example.com", "password": PASSWORD}
    assert client.post("/login", data=data, query_string={"next": wanted}).location == onwards


@pytest.mark.parametrize(
    "wanted",
    ["//e.example", "///e.example", "https:e.example", "/\\e.example", "\\/e.example"]
    + ["/\t/e.example", "/\n/e.example"],
)
def test_what_a_browser_would_read_as_another_site_leads_nowhere(client, owner, wanted):
    """P17: refused, or quoted to a path of our own."""
    data = {"email": "owner@example.com", "password": PASSWORD}
    reply = client.post("/login", data=data, query_string={"next": wanted})
    # As browsers read it: without tabs and line breaks, and with a slash for its other kind.
    onwards = re.sub(r"[\t\r\n]", "", reply.location or "/").replace("\\", "/")
    where = urlsplit(urljoin("http://localhost/login", onwards))
    assert (where.scheme, where.netloc) == ("http", "localhost")


def test_logging_out_is_a_post_and_ends_the_session(signed_in):
    client = signed_in("owner")
    assert client.get("/log-out").status_code == 405
    assert client.get("/hubs/").status_code == 200
    assert client.post("/log-out").location == "/login"
    assert client.get("/hubs/").status_code == 302


def test_who_is_not_logged_in_may_log_out(client):
    assert client.post("/log-out").location == "/login"


def test_a_wrong_password_says_no_more_than_needed(client, owner):
    page = log_in(client, "nope nope")
    unknown = client.post("/login", data={"email": "nobody@example.com", "password": "nope nope"})
    assert "Log in" in page.text
    assert page_of(page).words == page_of(unknown).words
    assert "That email and password do not go together." in page_of(page).words
    assert client.get("/hubs/").status_code == 302


def test_who_forgot_their_password_chooses_a_new_one_by_mail(client, owner, mails):
    client.post("/reset", data={"email": "owner@example.com"})
    (mail,) = mails()
    assert mail["To"] == "owner@example.com"
    assert mail["Subject"] == "Choose a new password for hubapp"
    link = re.search(r"http://127.0.0.1:8000(/reset/\S+)", mail.get_content())[1]
    assert page_of(client.get(link)).words.startswith("Choose a new password")
    both = {"password": NEW, "password_confirm": NEW}
    assert client.post(link, data=both).location == "/login"
    client.post("/log-out")
    assert log_in(client).status_code == 200
    assert log_in(client, NEW).location == "/hubs/"


def test_a_password_that_is_too_short_is_refused_with_its_length(client, owner, mails):
    client.post("/reset", data={"email": "owner@example.com"})
    link = re.search(r"http://127.0.0.1:8000(/reset/\S+)", mails()[0].get_content())[1]
    page = client.post(link, data={"password": "short", "password_confirm": "short"})
    assert "10 characters" in page.text


def ask(client, email: str = "owner@example.com", **more):
    return client.post("/reset", data={"email": email}, **more)


def link_in(mail) -> str:
    return re.search(r"http://127.0.0.1:8000(/reset/\S+)", mail.get_content())[1]


def choose(client, link: str, password: str = NEW):
    return client.post(link, data={"password": password, "password_confirm": password})


def test_a_link_works_once(client, owner, mails):
    ask(client)
    link = link_in(mails()[0])
    choose(client, link)
    again = choose(client, link, "a third horse battery")
    assert again.location == "/reset"
    assert "That link was used" in client.get("/reset").text
    assert log_in(client, NEW).location == "/hubs/"


def test_a_link_works_for_an_hour(client, owner, mails):
    with time_machine.travel("2026-11-01 12:00:00+00:00", tick=False) as clock:
        ask(client)
        link = link_in(mails()[0])
        clock.shift(59 * 60)
        assert client.get(link).status_code == 200
        clock.shift(2 * 60)
        assert choose(client, link).location == "/reset"
        assert "more than an hour old" in client.get("/reset").text


@pytest.mark.parametrize("link", ["/reset/forged", "/reset/" + "x" * 300])
def test_a_link_that_is_none_leads_to_where_one_is_asked_for(client, link):
    assert client.get(link).location == choose(client, link).location == "/reset"


_EVIL = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}


@pytest.mark.parametrize(
    ("headers", "proxies", "status"),
    [
        ({"Host": "evil.example"}, 0, 400),
        ({"Host": "evil.example"}, 1, 400),
        (_EVIL, 0, 302),
        (_EVIL, 1, 400),
        ({"Forwarded": "host=evil.example"}, 0, 302),
        ({"Forwarded": "host=evil.example"}, 1, 302),
    ],
)
def test_links_lead_to_us_whatever_host_whoever_asks_names(
    tmp_path, on_disk, owner, monkeypatch, headers, proxies, status
):
    """Where the name is believed, it has to be ours."""
    monkeypatch.setattr(limiter.limit_manager, "_decorated_limits", {})
    database = on_disk.config["SQLALCHEMY_DATABASE_URI"]
    own = {"base_url": "https://hubs.example.com/", "trusted_proxies": proxies}
    proxied = create_app(settings_for(tmp_path, database, **own))
    proxied.config.update(WTF_CSRF_ENABLED=False, DATABASE_INLINE=True)
    save()
    assert ask(proxied.test_client(), headers=headers).status_code == status
    if status == 400:
        assert not (tmp_path / "mail").exists()
        return
    (file,) = (tmp_path / "mail").iterdir()
    text = email.message_from_bytes(file.read_bytes(), policy=email.policy.default).get_content()
    assert "https://hubs.example.com/reset/" in text
    assert "evil" not in file.read_text()


def test_who_gets_a_new_password_is_told_by_mail(client, owner, mails):
    ask(client)
    choose(client, link_in(mails()[0]))
    assert mails()[1]["To"] == "owner@example.com"
    assert mails()[1]["Subject"] == "Your password for hubapp was changed"


def test_two_passwords_that_differ_are_none(client, owner, mails):
    ask(client)
    link = link_in(mails()[0])
    page = client.post(link, data={"password": NEW, "password_confirm": NEW + "!"})
    assert "The two passwords differ" in page.text
    assert log_in(client, NEW).status_code == 200


def test_what_is_no_address_is_said_and_stays_in_the_field(client):
    page = page_of(ask(client, "owner"))
    assert "owner is not an email address." in page.words
    assert page.values["email"] == "owner"


def test_who_is_switched_off_gets_no_link(client, owner, mails):
    owner.active = False
    ask(client)
    assert mails() == []


def test_nobody_learns_which_addresses_have_an_account(client, owner, mails):
    told = [
        page_of(client.post("/reset", data={"email": each}, follow_redirects=True)).words
        for each in ("owner@example.com", "nobody@example.com")
    ]
    assert told[0].replace("owner@", "") == told[1].replace("nobody@", "")
    assert len(mails()) == 1
