"""The demo's gallery has a card of every type, and each can be played."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from hubapp.cards import CARD_TYPES
from hubapp.demo.gallery import SLUG, TYPED, make_gallery
from hubapp.extensions import db
from hubapp.models import Hub
from hubapp.services import stock
from hubapp.services.editing import snapshot_of_version
from tests.support.factories import MemberFactory


@pytest.fixture
def user(app):
    return MemberFactory(workspace__name="Demo workspace").user


@pytest.fixture
def hub(user) -> Hub:
    make_gallery(user.id)
    return db.session.scalars(select(Hub)).one()


def test_every_type_is_on_the_air(hub, client):
    cards = snapshot_of_version(hub.live_version_id).cards()
    assert [card.kind for card in cards] == list(CARD_TYPES)
    for card in cards:
        assert client.get(f"/h/{SLUG}/{card.slug}/").status_code == 200


def test_codes_that_are_asked_for_and_given_are_there(hub):
    assert all(stock.knows(hub.id, "code", "codes", typed) for typed in TYPED)
    assert [each.left for each in stock.standing_of(hub.id, "scratch").values()] == [25]


def test_a_second_start_makes_no_second_one(hub, user):
    make_gallery(user.id)
    assert db.session.scalar(select(func.count()).select_from(Hub)) == 1


def test_somebody_without_a_workspace_gets_none(app):
    make_gallery(0)
    assert db.session.scalar(select(func.count()).select_from(Hub)) == 0
