"""All keys are changed, with the old ones beside them for a while and then without: everybody logs
in, every connection opens, and everybody whom a mark knows is known again."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import LargeBinary, select

from hubapp import create_app
from hubapp.core.words import Words
from hubapp.doors import queue
from hubapp.doors.database import transaction
from hubapp.doors.vault import open_sealed
from hubapp.extensions import db
from hubapp.models import Account, Erasure, Hub
from hubapp.services import mailing, marks, operating, people, rights
from hubapp.services.marks import resealing
from hubapp.services.operating import second_factor
from hubapp.services.rights.persons import person_of
from hubapp.services.visiting import stamps
from hubapp.services.visiting.entries import NoTurn
from hubapp.settings import Settings
from tests.support.application import make_hub, settings_for, submit_entries
from tests.support.mails import mails_in
from tests.support.saving import save

PASSWORD = "correct horse battery"
ANA = "ana@example.com"
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
BEFORE = {"secret_key": "the secret key of before with enough letters", "encryption_keys": OLD}
UNSIGNED = people.Signature("", "", "")
AFTER = "the secret key of afterwards with enough letters"


class House:
    """An installation whose settings change."""

    def __init__(self, folder: Path, database: str) -> None:
        self._first = settings_for(folder, database).model_copy(update=BEFORE)
        self._salt = self._first.salt_of_passwords

    def with_keys(self, **keys: str) -> Flask:
        given = {**BEFORE, **keys, "password_salt": self._salt}
        own = {name: getattr(self._first, name) for name in ("data_dir", "database_url")}
        limits = dict.fromkeys(("rate_limit_login", "rate_limit_account"), "10000 per minute")
        app = create_app(Settings(**{**own, **limits, **given}))
        app.config.update(WTF_CSRF_ENABLED=False, DATABASE_INLINE=True)
        return app


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request, tmp_path) -> House:
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").database("rotated")
    return House(tmp_path, url)


@pytest.fixture
def kept(house, sandbox, monkeypatch) -> dict:
    """What is there before: all that a key has sealed, marked or signed."""
    monkeypatch.setattr(stamps, "FASTEST", 0)
    monkeypatch.setattr(queue, "ask_for_letter", lambda letter_id: True)
    app = house.with_keys(braze_extra_endpoints=sandbox.url)
    with app.app_context():
        upgrade()
        user = operating.create_owner("owner@example.com", PASSWORD, "Acme")
        secret = second_factor.new_secret()
        code = second_factor.TOTP(key=secret, format="base32").generate().token
        codes = operating.turn_on(user, 0, secret, str(code), PASSWORD)
        hub = make_hub(sandbox.url, limits=True)
        submit_entries(hub, ANA)
        erased = rights.erase_address(hub.workspace_id, "gone@example.com")
        found = {
            "codes": codes,
            "hub": hub.id,
            "workspace": hub.workspace_id,
            "erasure": erased.id,
            "budget": db.session.scalars(select(Account.mark)).one(),
            "visitor": stamps.seal_visitor("a visitor"),
            "link": stamps.enclose_link(hub.id, {"utm_source": "x"}, UNSIGNED),
            "stamp": stamps.stamp("here"),
        }
    found["browser"] = _log_in(app, codes.pop())
    with app.app_context():
        db.engine.dispose()
    return found


def _log_in(app: Flask, code: str) -> str:
    client = app.test_client()
    client.post("/login", data={"email": "owner@example.com", "password": PASSWORD})
    assert client.post("/log-in/code", data={"code": code}).location == "/hubs/"
    return str(client.get_cookie("session").value)


def _all_is_well(app: Flask, kept: dict) -> None:
    kept["browser now"] = _log_in(app, kept["codes"].pop())
    with app.app_context():
        account = db.session.scalars(select(Account)).one()
        assert open_sealed(account.secret) == "sandbox-key"
        assert account.mark == kept["budget"]
        with pytest.raises(NoTurn):
            submit_entries(db.session.get_one(Hub, kept["hub"]), ANA)
        marked = set(db.session.get_one(Erasure, kept["erasure"]).marks)
        assert marked == set(person_of(kept["workspace"], [], "gone@example.com").marks())
        db.session.remove()
        db.engine.dispose()


def _signed_before(app: Flask, kept: dict) -> list[bool]:
    """Whether what was signed with the old key is taken."""
    client = app.test_client()
    client.set_cookie("session", kept["browser"])
    with app.app_context():
        return [
            client.get("/hubs/").status_code == 200,
            stamps.read_visitor(kept["visitor"]) == "a visitor",
            stamps.read_link(kept["link"], kept["hub"]) is not None,
            stamps.read_stamp(kept["stamp"], "here") is not None,
        ]


def test_keys_are_rotated_and_nobody_is_forgotten(house, kept):
    both = {"secret_key_fallbacks": BEFORE["secret_key"], "encryption_keys": f"{NEW},{OLD}"}
    meanwhile = house.with_keys(secret_key=AFTER, **both)
    assert _signed_before(meanwhile, kept) == [True] * 4
    _all_is_well(meanwhile, kept)
    with meanwhile.app_context():
        resealed = marks.reseal()
        assert (resealed.done > 3, resealed.lost) == (True, 0)
        db.engine.dispose()
    at_last = house.with_keys(secret_key=AFTER, encryption_keys=NEW)
    assert _signed_before(at_last, kept) == [False] * 4
    _all_is_well(at_last, kept)
    with at_last.app_context():
        for letter_id in mailing.due():
            mailing.send(letter_id)
        assert "Your second factor for hubapp was turned on" in {
            each["Subject"] for each in mails_in(at_last)
        }
        db.engine.dispose()


def test_what_no_key_opens_is_counted_and_left_as_it_is(both, workspace):
    with transaction():
        mailing.post("ana@example.com", Words("Hello"), Words("Read this."))
    settings = both.extensions["settings"]
    other = {"encryption_keys": NEW, "secret_key": AFTER}
    both.extensions["settings"] = settings.model_copy(update=other)
    before = workspace.marks_key
    assert marks.reseal() == (0, 1)
    db.session.refresh(workspace)
    assert workspace.marks_key == before


def test_without_encryption_keys_the_secret_key_is_rotated_as_well(both, workspace):
    settings = both.extensions["settings"]
    none = settings.model_copy(update={"encryption_keys": ""})
    both.extensions["settings"] = none
    workspace.marks_key = marks.new_key()
    save()
    key = marks.key_of(workspace.id)
    changed = {"secret_key": AFTER, "secret_key_fallbacks": settings.secret_key}
    both.extensions["settings"] = none.model_copy(update=changed)
    assert marks.reseal() == (1, 0)
    both.extensions["settings"] = none.model_copy(update={"secret_key": AFTER})
    assert marks.key_of(workspace.id) == key


def test_no_column_that_may_be_sealed_is_forgotten():
    """Bytes are secrets, but for pictures and packed exchanges."""
    bytes_ = {
        (table.name, column.name)
        for table in db.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    sealed = {(table.name, column) for table, column in resealing._SEALED}
    assert bytes_ - sealed == {("asset", "body"), ("asset_size", "body"), ("exchange", "content")}
