"""Until marks had a key of their workspace, the secret key was theirs: what was marked then goes on
to match."""

from __future__ import annotations

import hashlib
import hmac

from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from hubapp.doors.database import end_reading, transaction
from hubapp.doors.vault import seal
from hubapp.extensions import db
from hubapp.services import marks
from hubapp.services.delivery import key_mark
from hubapp.services.rights.marks import mark
from hubapp.services.visiting import entries
from tests.migrations.test_up import first_release
from tests.support.databases import SECRET_KEY

__all__ = ["first_release"]


def test_what_was_marked_with_the_secret_key_still_matches(first_release):
    upgrade()
    said = b"entry 1 email ana@example.com"
    gate = hmac.new(SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:32]
    assert entries._mark(marks.key_of_hub(1), 1, "email", "ana@example.com") == gate
    erasures = hashlib.sha256(f"erasures:{SECRET_KEY}".encode()).digest()
    kept = hmac.new(erasures, b"1:email:ana@example.com", "sha256").hexdigest()[:32]
    assert mark(marks.key_of(1), 1, "email", "ana@example.com") == kept


def test_a_step_back_and_again_finds_the_same(first_release):
    upgrade()
    before = marks.key_of(1)
    end_reading()
    downgrade(revision="20261130T2332")
    assert db.session.scalar(text("select name from workspace where id = 1")) == "Acme"
    end_reading()
    upgrade()
    assert marks.key_of(1) == before


def test_accounts_are_told_apart_by_their_own_key(first_release):
    upgrade(revision="20261130T2332")
    with transaction() as session:
        settings = text("""update account set settings = '{"endpoint": "https://one"}'""")
        session.execute(settings)
        session.execute(text("update account set secret = :key"), {"key": seal("a key")})
    upgrade()
    assert db.session.scalar(text("select mark from account")) == key_mark("https://one", "a key")
    end_reading()
    downgrade(revision="20261130T2332")
    before = hmac.new(SECRET_KEY.encode(), b"https://one a key", hashlib.sha256).hexdigest()[:32]
    assert db.session.scalar(text("select mark from account")) == before
    end_reading()
    upgrade()
