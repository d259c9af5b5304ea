"""Settings of the environment, and of files that it names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from hubapp.settings import (
    Settings,
    demo_data_dir,
    demo_port,
    environment_with,
    read_settings,
)


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch):
    for name in list(os.environ):
        if name.startswith("HUBAPP_") or name in ("PORT", "DATA_DIR"):
            monkeypatch.delenv(name)


@pytest.fixture
def environment(monkeypatch):
    def given(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, str(value))

    return given


@pytest.fixture
def secret_file(tmp_path) -> Path:
    file = tmp_path / "secret"
    file.write_text("from-the-file\n", "utf-8")
    return file


def test_without_an_environment_everything_runs_on_this_machine():
    settings = read_settings()
    assert settings.data_dir == Path("instance")
    assert settings.redis_url == "redis://127.0.0.1:6379/0"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.secret_key == ""


def test_each_setting_has_a_variable(environment):
    environment(HUBAPP_LANES=8, HUBAPP_SWEEP_SECONDS="0.5", HUBAPP_DATA_DIR="/srv/hubapp")
    settings = read_settings()
    assert (settings.lanes, settings.sweep_seconds) == (8, 0.5)
    assert settings.data_dir == Path("/srv/hubapp")


def test_what_we_do_not_know_is_somebody_elses(environment):
    environment(HUBAPP_NOT_OURS="x", HUBAPP_NOT_OURS_FILE="/nowhere", LANES=9)
    assert read_settings().lanes == 4


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LANES", "0"),
        ("LANES", "65"),
        ("LANES", "many"),
        ("SWEEP_SECONDS", "0"),
        ("LEASE_SECONDS", "-1"),
        ("WORKER_THREADS", "0"),
        ("TRUSTED_PROXIES", "-1"),
        ("MAIL_PORT", "smtp"),
        ("MAIL_TLS", "maybe"),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(environment, name, value):
    environment(**{f"HUBAPP_{name}": value})
    with pytest.raises(ValidationError, match=name.lower()):
        read_settings()


def test_a_secret_may_stand_in_a_file(environment, secret_file):
    environment(HUBAPP_SECRET_KEY_FILE=secret_file)
    assert read_settings().secret_key == "from-the-file"


def test_a_number_may_stand_in_a_file_and_is_checked_as_well(environment, secret_file):
    secret_file.write_text(" 7 \n")
    environment(HUBAPP_LANES_FILE=secret_file)
    assert read_settings().lanes == 7
    secret_file.write_text("many")
    with pytest.raises(ValidationError, match="lanes"):
        read_settings()


@pytest.mark.parametrize("value", ["from-the-environment", ""])
def test_the_variable_itself_wins_over_the_file(environment, secret_file, value):
    environment(HUBAPP_SECRET_KEY=value, HUBAPP_SECRET_KEY_FILE=secret_file)
    assert read_settings().secret_key == value


def test_an_empty_name_of_a_file_names_none(environment):
    environment(HUBAPP_SECRET_KEY_FILE="")
    assert read_settings().secret_key == ""


def test_a_file_that_is_not_there_is_an_error_that_names_it(environment, tmp_path):
    environment(HUBAPP_SECRET_KEY_FILE=tmp_path / "gone")
    with pytest.raises(OSError, match="gone"):
        read_settings()


@pytest.mark.parametrize(
    ("address", "database"),
    [
        ("postgres://u:p@db/hubapp", "postgresql+psycopg://u:p@db/hubapp"),
        ("postgresql://u:p@db/hubapp", "postgresql+psycopg://u:p@db/hubapp"),
        ("postgresql+psycopg://db/hubapp", "postgresql+psycopg://db/hubapp"),
        ("sqlite:////srv/hubapp.db", "sqlite:////srv/hubapp.db"),
    ],
)
def test_the_database_is_the_one_that_is_named(address, database):
    assert Settings(database_url=address).database == database


def test_without_one_it_is_a_file_beside_the_rest(tmp_path):
    assert Settings(data_dir=tmp_path).database == f"sqlite:///{tmp_path}/hubapp.db"
    assert Settings().database == f"sqlite:///{Path.cwd()}/instance/hubapp.db"


@pytest.mark.parametrize(
    ("listed", "origins"),
    [
        ("", ()),
        (" , ,", ()),
        ("http://127.0.0.1:9911/", ("http://127.0.0.1:9911",)),
        ("http://one:1 ,https://two//", ("http://one:1", "https://two")),
    ],
)
def test_more_endpoints_are_a_list_with_commas(listed, origins):
    assert Settings(braze_extra_endpoints=listed).endpoints_of(1) == origins
    assert Settings(braze_extra_endpoints=listed).endpoints_of_all == origins


def test_an_endpoint_may_be_of_one_workspace():
    settings = Settings(braze_extra_endpoints="7=http://one:1/, 12 = https://two ,https://all")
    assert settings.endpoints_of(7) == ("http://one:1", "https://all")
    assert settings.endpoints_of(12) == ("https://two", "https://all")
    assert settings.endpoints_of(1) == settings.endpoints_of_all == ("https://all",)


def test_keys_are_a_list_with_commas_newest_first():
    assert Settings(encryption_keys=" new, old ,,").encryption_key_list == ("new", "old")
    assert Settings().encryption_key_list == ()


@pytest.mark.parametrize(
    ("base_url", "https"),
    [("https://hubs.example.com", True), ("HTTPS://x", True), ("http://x", False), ("", False)],
)
def test_visitors_come_over_https_when_the_address_says_so(base_url, https):
    assert Settings(base_url=base_url).https is https


def test_make_demo_has_variables_of_its_own(environment):
    assert (demo_port(), demo_data_dir()) == (8000, Path("instance"))
    environment(HUBAPP_DATA_DIR="/srv/hubapp")
    assert demo_data_dir() == Path("/srv/hubapp")
    environment(PORT="8100", DATA_DIR="/tmp/demo")
    assert (demo_port(), demo_data_dir()) == (8100, Path("/tmp/demo"))


def test_a_childs_environment_is_ours_and_more(environment):
    environment(HUBAPP_LANES=8, HUBAPP_BASE_URL="http://old")
    found = environment_with(HUBAPP_BASE_URL="http://new")
    assert (found["HUBAPP_LANES"], found["HUBAPP_BASE_URL"]) == ("8", "http://new")
    assert os.environ["HUBAPP_BASE_URL"] == "http://old"


@pytest.mark.parametrize(
    ("given", "security"),
    [
        ({}, "starttls"),
        ({"mail_port": 465}, "tls"),
        ({"mail_port": 25, "mail_tls": "none"}, "none"),
        ({"mail_port": 465, "mail_tls": "starttls"}, "starttls"),
    ],
)
def test_mail_is_sealed_as_its_port_says_unless_we_are_told(given, security):
    assert Settings(**given).mail_security == security


NOT_SECRET = {
    *("base_url", "demo_email", "braze_extra_endpoints"),
    *("mail_from", "mail_server", "mail_tls", "mail_username", "log_level"),
    *("rate_limit_account", "rate_limit_login", "rate_limit_submissions", "rate_limit_visitor"),
}
"""Texts that anybody may see. A new setting that is a text is a secret until it is said here."""


def test_no_secret_is_seen_in_what_a_traceback_shows():
    texts = [name for name, field in Settings.model_fields.items() if field.annotation is str]
    secret = {name: f"hidden-{name}" for name in texts if name not in NOT_SECRET}
    assert {"secret_key", "encryption_keys", "mail_password", "database_url"} <= set(secret)
    settings = Settings(**secret)
    # What was made of them is kept beside them.
    assert settings.database
    assert settings.old_secret_keys
    for shown in (repr(settings), str(settings), f"{settings!r:>5}"):
        assert "hidden-" not in shown


def test_old_keys_are_a_list_with_commas_newest_first():
    assert Settings(secret_key_fallbacks=" newer, older,").old_secret_keys == ["newer", "older"]
    assert Settings().old_secret_keys == []
