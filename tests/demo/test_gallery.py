"""The gallery: a card of every type, published, made once."""

from __future__ import annotations

from sqlalchemy import func, select

from hubapp.cards import CARD_TYPES
from hubapp.demo.gallery import SLUG, make_gallery
from hubapp.extensions import db
from hubapp.models import Hub
from hubapp.services.editing import snapshot_of_version
from tests.support.factories import MemberFactory, UserFactory


def test_each_type_has_a_card_that_can_be_opened(app, client):
    user = MemberFactory(workspace__name="Demo workspace").user
    for _ in range(2):
        make_gallery(user.id)
    hub = db.session.scalars(select(Hub)).one()
    cards = snapshot_of_version(hub.live_version_id).cards()
    assert [card.kind for card in cards] == list(CARD_TYPES)
    pages = [client.get(f"/h/{SLUG}/{card.slug}/").status_code for card in cards]
    assert set(pages) == {200}


def test_who_has_no_workspace_has_no_gallery(app):
    make_gallery(UserFactory().id)
    assert db.session.scalar(select(func.count()).select_from(Hub)) == 0
