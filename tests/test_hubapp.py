"""Wiring of the web application."""

from __future__ import annotations

import pytest
from flask import request
from flask_migrate import upgrade

from hubapp import create_app
from hubapp.extensions import limiter
from hubapp.services.operating import create_owner
from hubapp.settings import Settings
from tests.support.application import PASSWORD
from tests.support.databases import SECRET_KEY


@pytest.fixture
def made(tmp_path, monkeypatch):
    """An app with these settings."""
    # All apps of a process share their limits: these must not outlive the test.
    monkeypatch.setattr(limiter.limit_manager, "_decorated_limits", {})
    return lambda **more: create_app(_settings(tmp_path, **more))


def _settings(folder, **more) -> Settings:
    return Settings(data_dir=folder, **{"secret_key": SECRET_KEY, **more})


def test_without_a_secret_there_is_no_app_and_the_sentence_says_what_to_set(made):
    with pytest.raises(RuntimeError, match="HUBAPP_SECRET_KEY"):
        made(secret_key="")


def test_without_settings_those_of_the_environment_count(monkeypatch, tmp_path):
    monkeypatch.setattr(limiter.limit_manager, "_decorated_limits", {})
    monkeypatch.setenv("HUBAPP_SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("HUBAPP_DATA_DIR", str(tmp_path))
    assert create_app().config["SECRET_KEY"] == SECRET_KEY


def test_passwords_are_salted_by_the_secret_until_they_have_a_salt_of_their_own(made):
    def salt(key: str, **more) -> str:
        return made(secret_key=key * 11, **more).config["SECURITY_PASSWORD_SALT"]

    assert salt("one") == salt("one") != salt("two")
    assert salt("one", password_salt="pepper") == salt("two", password_salt="pepper") == "pepper"


OLD_KEY = "the key of before that somebody has read"


def test_a_key_that_leaked_is_changed_and_everybody_can_still_log_in(made, tmp_path):
    """As docs/operations.md says it: first the salt, then the key, and later the old one goes."""
    before = _settings(tmp_path, secret_key=OLD_KEY)
    old = made(secret_key=OLD_KEY)
    with old.app_context():
        upgrade()
        create_owner("ana@example.com", PASSWORD, "Acme")
    browser = _logged_in(old)
    own = {"password_salt": before.salt_of_passwords}
    changed = made(secret_key_fallbacks=OLD_KEY, **own)
    assert _with_cookie_of(browser, changed).get("/hubs/").status_code == 200
    new = _logged_in(changed)
    at_last = made(**own)
    assert _with_cookie_of(browser, at_last).get("/hubs/").status_code == 302
    assert _with_cookie_of(new, at_last).get("/hubs/").status_code == 200
    assert _logged_in(at_last).get("/hubs/").status_code == 200


def _logged_in(app):
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    given = {"email": "ana@example.com", "password": PASSWORD}
    assert client.post("/login", data=given).status_code == 302
    return client


def _with_cookie_of(browser, app):
    client = app.test_client()
    client.set_cookie("session", browser.get_cookie("session").value)
    return client


@pytest.mark.parametrize(
    ("base_url", "secure"),
    [("https://hubs.example.com", True), ("http://127.0.0.1:8000", False)],
)
def test_cookies_of_members_stay_on_https_once_we_have_it(made, base_url, secure):
    config = made(base_url=base_url).config
    assert config["SESSION_COOKIE_SECURE"] is config["REMEMBER_COOKIE_SECURE"] is secure
    assert config["SESSION_COOKIE_SAMESITE"] == config["REMEMBER_COOKIE_SAMESITE"] == "Lax"


FORWARDED = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "hubs.example.com",
}


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [
        (0, ("127.0.0.1", "http://localhost/")),
        (1, ("198.51.100.7", "https://hubs.example.com/")),
        (2, ("203.0.113.9", "http://localhost/")),
    ],
)
def test_only_proxies_that_we_know_of_may_say_who_is_asking(made, proxies, seen):
    app = made(trusted_proxies=proxies)

    @app.get("/who")
    def who():
        return [request.remote_addr, request.host_url]

    assert tuple(app.test_client().get("/who", headers=FORWARDED).json) == seen


def test_templates_of_cards_and_destinations_stand_in_their_folders(made):
    names = made().jinja_env.list_templates()
    assert {"cards/quiz/play.html", "destinations/braze/settings.html"} <= set(names)


def test_a_post_that_logs_in_or_out_needs_a_token(made):
    client = made().test_client()
    assert client.post("/log-out").status_code == 400
    assert client.post("/login").status_code == 400


def test_nobody_can_register_themselves(made):
    assert made().test_client().get("/register").status_code == 404
