"""Wiring of the web application."""

from __future__ import annotations

import pytest
from flask import request

from hubapp import create_app
from hubapp.extensions import limiter
from hubapp.settings import Settings


@pytest.fixture
def made(tmp_path, monkeypatch):
    """An app with these settings."""
    # All apps of a process share their limits: these must not outlive the test.
    monkeypatch.setattr(limiter.limit_manager, "_decorated_limits", {})
    return lambda **more: create_app(Settings(data_dir=tmp_path, **{"secret_key": "tests", **more}))


def test_without_a_secret_there_is_no_app_and_the_sentence_says_what_to_set(made):
    with pytest.raises(RuntimeError, match="HUBAPP_SECRET_KEY"):
        made(secret_key="")


def test_without_settings_those_of_the_environment_count(monkeypatch, tmp_path):
    monkeypatch.setattr(limiter.limit_manager, "_decorated_limits", {})
    monkeypatch.setenv("HUBAPP_SECRET_KEY", "from-the-environment")
    monkeypatch.setenv("HUBAPP_DATA_DIR", str(tmp_path))
    assert create_app().config["SECRET_KEY"] == "from-the-environment"


def test_passwords_are_salted_by_the_secret(made):
    one, again, two = (
        made(secret_key=key).config["SECURITY_PASSWORD_SALT"] for key in ("one", "one", "two")
    )
    assert one == again != two


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
