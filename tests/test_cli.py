"""The ``hubapp`` command."""

from __future__ import annotations

import base64
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import orjson
import pytest
from click.testing import CliRunner
from cryptography.fernet import Fernet
from flask_security import verify_password

from hubapp import cli, create_app
from hubapp.core.words import Words
from hubapp.doors import queue
from hubapp.extensions import db, limiter
from hubapp.models import Member, User
from hubapp.services import operating
from hubapp.services.operating.health import Finding
from hubapp.settings import Settings
from tests.support.databases import SECRET_KEY

PASSWORD = "correct horse battery"


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A machine whose environment names a new SQLite database, and no queue."""
    folder = tmp_path / "data"
    monkeypatch.setenv("HUBAPP_DATA_DIR", str(folder))
    monkeypatch.setenv("HUBAPP_SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("HUBAPP_ENCRYPTION_KEYS", Fernet.generate_key().decode())
    monkeypatch.setattr(queue, "ping", lambda: False)
    # No web server runs there.
    monkeypatch.setattr(operating, "findings_of_way", lambda: iter(()))
    # All apps of a process share their limits: these must not outlive the test.
    monkeypatch.setattr(limiter.limit_manager, "_decorated_limits", {})
    return folder


@pytest.fixture(scope="module")
def migrated_once(tmp_path_factory) -> Path:
    """A database of this release, made by the command."""
    folder = tmp_path_factory.mktemp("migrated")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HUBAPP_DATA_DIR", str(folder))
        environment.setenv("HUBAPP_SECRET_KEY", SECRET_KEY)
        environment.setattr(limiter.limit_manager, "_decorated_limits", {})
        assert hubapp("migrate").exit_code == 0
    return folder


@pytest.fixture
def migrated(home, migrated_once) -> Path:
    """The same machine after ``hubapp migrate``."""
    shutil.copytree(migrated_once, home, ignore=shutil.ignore_patterns("*-shm"))
    return home


@pytest.fixture
def queue_with(monkeypatch):
    """A queue that answers, with this many workers."""

    def made(workers: int) -> None:
        monkeypatch.setattr(queue, "ping", lambda: True)
        monkeypatch.setattr(queue, "workers", lambda: workers)

    return made


def hubapp(*arguments: str, typed: str = ""):
    return CliRunner().invoke(cli.main, arguments, input=typed)


def tables(home: Path) -> set[str]:
    with closing(sqlite3.connect(home / "hubapp.db")) as database:
        return {name for (name,) in database.execute("select name from sqlite_master")}


def test_migrate_makes_the_folder_and_the_tables_and_again_it_changes_nothing(home):
    assert hubapp("migrate").exit_code == 0
    before = tables(home)
    assert {"hub", "delivery", "outbox"} <= before
    assert hubapp("migrate").exit_code == 0
    assert tables(home) == before


def test_the_owner_of_a_new_workspace_can_log_in(migrated):
    account = ["--email", "Ana@Example.com", "--workspace", "Acme", "--password", PASSWORD]
    told = hubapp("create-owner", *account)
    assert (told.exit_code, told.output) == (0, "Ana@Example.com can log in now.\n")
    with create_app().app_context():
        member = db.session.query(Member).one()
        assert (member.role, member.workspace.name) == ("owner", "Acme")
        assert member.user.email == "ana@example.com"
        assert verify_password(PASSWORD, member.user.password)


def test_what_is_not_given_is_asked_for_and_the_password_is_not_shown(migrated):
    told = hubapp("create-owner", typed=f"ana@example.com\n\n{PASSWORD}\n{PASSWORD}\n")
    assert told.exit_code == 0
    assert "Workspace name [My workspace]" in told.output
    assert PASSWORD not in told.output


def test_an_owner_may_have_two_workspaces(migrated):
    for name in ("One", "Two"):
        account = ["--email", "ana@example.com", "--workspace", name, "--password", PASSWORD]
        hubapp("create-owner", *account)
    with create_app().app_context():
        assert db.session.query(User).count() == 1
        assert db.session.query(Member).count() == 2


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("nobody", PASSWORD, "nobody is not an email address."),
        ("ana@example.com", "short", "at least 10 characters"),
    ],
)
def test_an_owner_is_refused_in_a_sentence(migrated, email, password, sentence):
    account = ["--email", email, "--workspace", "Acme", "--password", password]
    told = hubapp("create-owner", *account)
    assert told.exit_code == 1
    assert sentence in told.output
    assert "Traceback" not in told.output


def test_who_forgot_their_password_gets_another_where_no_mail_can_help(migrated):
    hubapp("create-owner", "--email", "ana@example.com", "--password", PASSWORD, typed="\n")
    told = hubapp("set-password", typed="ana@example.com\nanother horse\nanother horse\n")
    assert told.exit_code == 0
    assert told.output.endswith(
        "ana@example.com can log in with it now, and is logged out everywhere.\n"
    )
    assert "another horse" not in told.output
    with create_app().app_context():
        assert verify_password("another horse", db.session.query(User).one().password)


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("bob@example.com", PASSWORD, "no account with the email bob@example.com"),
        ("ana@example.com", "short", "at least 10 characters"),
    ],
)
def test_a_password_that_cannot_be_set_is_refused_in_a_sentence(
    migrated, email, password, sentence
):
    hubapp("create-owner", "--email", "ana@example.com", "--password", PASSWORD, typed="\n")
    told = hubapp("set-password", "--email", email, "--password", password)
    assert told.exit_code == 1
    assert sentence in told.output
    assert "Traceback" not in told.output


def test_the_doctor_finds_a_database_that_was_not_migrated(home):
    home.mkdir()
    told = hubapp("doctor").output
    assert "`hubapp migrate`" in told
    assert "1 to mend." in told


def test_the_doctor_finds_each_part_that_is_missing(migrated, monkeypatch):
    monkeypatch.setenv("HUBAPP_ENCRYPTION_KEYS", "")
    lines = hubapp("doctor").output.splitlines()
    assert lines[0].startswith("ok  The database answers")
    assert lines[1].startswith("!!  The queue does not answer")
    assert lines[2].startswith("!!  HUBAPP_ENCRYPTION_KEYS is not set")
    assert lines[3] == "2 to mend."


def test_the_doctor_finds_that_no_worker_is_up(migrated, queue_with):
    queue_with(0)
    assert "!!  No worker is up" in hubapp("doctor").output


def test_the_doctor_says_when_all_is_well(migrated, queue_with):
    queue_with(2)
    told = hubapp("doctor")
    assert (told.exit_code, told.output.endswith("All is well.\n")) == (0, True)
    assert "ok  2 workers up." in told.output


def test_the_doctor_goes_the_way_of_visitors_and_sends_a_mail(migrated, queue_with, monkeypatch):
    queue_with(1)
    wrong = Finding(False, Words("The name leads nowhere."))
    monkeypatch.setattr(operating, "findings_of_way", lambda: iter([wrong]))
    told = hubapp("doctor", "--mail", "ana@example.com").output
    assert "!!  The name leads nowhere." in told
    assert "ok  No mail server is set: the mail to ana@example.com lies in mail/" in told
    (mail,) = (migrated / "mail").iterdir()
    assert "ana@example.com" in mail.read_text()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("HUBAPP_SECRET_KEY", "", "HUBAPP_SECRET_KEY is not set"),
        ("HUBAPP_SECRET_KEY", "hunter2", "HUBAPP_SECRET_KEY has 7 characters"),
        ("HUBAPP_ENCRYPTION_KEYS", "hunter2", "key 1 of 1 is no Fernet key"),
        ("HUBAPP_LANES", "none", "lanes"),
        ("HUBAPP_MAIL_PASSWORD_FILE", "/nowhere/at/all", "/nowhere/at/all"),
    ],
)
@pytest.mark.parametrize("command", ["doctor", "web", "migrate"])
def test_a_setting_that_will_not_do_is_said(home, monkeypatch, name, value, sentence, command):
    monkeypatch.setenv(name, value)
    monkeypatch.setattr(cli.serving, "serve", lambda *_: None)
    told = hubapp(command)
    assert told.exit_code == 1
    assert sentence in told.output
    assert "hunter2" not in told.output
    assert "Traceback" not in told.output


def test_web_serves_the_app_with_what_was_asked_for(home, monkeypatch):
    served = []
    monkeypatch.setattr(cli.serving, "serve", lambda *given: served.append(given))
    options = ["--host", "0.0.0.0", "--port", "8010", "--workers", "2", "--threads", "3"]
    assert [hubapp("web", *each).exit_code for each in (options, [])] == [0, 0]
    assert served == [("0.0.0.0", 8010, 2, 3), ("127.0.0.1", 8000, 1, cli.serving.THREADS)]


def test_the_sandbox_keeps_its_profiles_when_it_is_stopped(tmp_path, monkeypatch):
    file = tmp_path / "profiles.json"
    handlers = {}

    def until_it_is_stopped() -> None:
        handlers[cli.signal.SIGTERM]()

    served = SimpleNamespace(serve_forever=until_it_is_stopped)
    monkeypatch.setattr(cli, "make_server", lambda *given, **_: served)
    monkeypatch.setattr(cli, "signal", SimpleNamespace(SIGTERM=15, signal=handlers.__setitem__))
    assert hubapp("sandbox", "--data-file", str(file)).exit_code == 0
    assert orjson.loads(file.read_bytes())["profiles"] == []


@pytest.mark.parametrize("code", [0, 1])
def test_the_demo_runs_where_its_variables_say_and_ends_as_it_ended(monkeypatch, tmp_path, code):
    monkeypatch.setenv("PORT", "8100")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    asked = []
    monkeypatch.setattr(cli.processes, "run", lambda *given: asked.append(given) or code)
    assert hubapp("demo").exit_code == code
    assert asked == [(8100, tmp_path)]


def test_a_secret_key_is_long_and_new_each_time():
    keys = {hubapp("secret-key").output.strip() for _ in range(2)}
    assert len(keys) == 2
    assert all(len(base64.urlsafe_b64decode(key)) == 48 for key in keys)


def test_an_encryption_key_is_one_and_new_each_time():
    keys = {hubapp("encryption-key").output.strip() for _ in range(2)}
    assert len(keys) == 2
    for key in keys:
        Fernet(key)


def test_the_salt_of_todays_passwords_is_told_even_where_the_key_is_too_short(home, monkeypatch):
    monkeypatch.setenv("HUBAPP_SECRET_KEY", "short")
    assert hubapp("password-salt").output == f"{Settings(secret_key='short').salt_of_passwords}\n"
    monkeypatch.setenv("HUBAPP_PASSWORD_SALT", "pepper")
    assert hubapp("password-salt").output == "pepper\n"


def test_somebody_is_erased_by_command_and_it_says_what_is_done(migrated):
    hubapp(
        "create-owner", "--email", "a@example.com", "--workspace", "Acme", "--password", PASSWORD
    )
    reply = hubapp("erase", "ana@example.com")
    assert reply.exit_code == 0
    assert reply.output.splitlines() == [
        "Nothing of this person is here any more.",
        "Nothing had been sent to a destination.",
    ]
    assert (migrated / "erasures.txt").exists()
    assert hubapp("erase", "ana@example.com", "--workspace", "Acme").exit_code == 0
    assert hubapp("erase", "--again").output.startswith("0 of the kept list")
    missing = hubapp("erase", "ana@example.com", "--workspace", "Nowhere")
    assert (missing.exit_code, missing.output) == (1, "Error: There is no such workspace.\n")


@pytest.mark.parametrize("given", [[], ["a@example.com", "--again"]])
def test_who_is_to_be_erased_has_to_be_said_in_one_way(migrated, given):
    assert "Give an EMAIL, or --again." in hubapp("erase", *given).output
