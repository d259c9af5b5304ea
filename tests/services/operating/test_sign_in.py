"""What flask-security changes is written through the door of the database."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_security import hash_password

from hubapp.doors.database import Misplaced, transaction
from hubapp.extensions import db
from hubapp.models import User
from tests.support.application import PASSWORD
from tests.support.factories import UserFactory


def test_what_was_changed_before_is_written(on_both_disks):
    accounts, user = on_both_disks.extensions["security"].datastore, UserFactory()
    user_id, user.active = user.id, False
    accounts.commit()
    db.session.remove()
    assert db.session.get_one(User, user_id).active is False


def test_it_is_no_piece_of_a_use_case(app):
    with pytest.raises(Misplaced), transaction():
        app.extensions["security"].datastore.commit()


def test_a_password_hashed_more_weakly_is_hashed_anew_at_a_log_in(both: Flask, client):
    weak = hash_password(PASSWORD)
    user = UserFactory(email="owner@example.com", password=weak)
    both.extensions["security"].pwd_context.update(argon2__time_cost=2)
    reply = client.post("/login", data={"email": "owner@example.com", "password": PASSWORD})
    assert reply.status_code == 302
    db.session.expire_all()
    assert user.password != weak
