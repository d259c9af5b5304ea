"""For whom the example is, as it is posted: kept nowhere, and in no address."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import MetaData, select

from hubapp.extensions import db
from hubapp.services import editing
from hubapp.services.editing import snapshot_of_version
from hubapp.services.visiting.submissions import submit
from tests.blueprints.page import page_of
from tests.services.visiting.visits import visit_to
from tests.support.forms import by_id

MARIA = "maria.private@example.com"
CHOSEN = {"_whom": "chosen", "_asked": "field.email", "_answer.field.email": MARIA}


@pytest.fixture
def example(screen) -> str:
    return f"{screen}/example"


@pytest.fixture
def played(hub) -> None:
    """Somebody has sent the form."""
    card = snapshot_of_version(hub.live_version_id).cards()[0].id
    submit(visit_to(hub, card), {"email": [MARIA], "first_name": ["Maria"]})


def everything() -> str:
    """All that stands in the database."""
    tables = MetaData()
    tables.reflect(db.engine)
    rows = (db.session.execute(select(each)).all() for each in tables.sorted_tables)
    return "".join(str(each) for each in rows)


def test_the_last_real_person_is_shown_where_members_may_see_them(admin, example, played):
    reply = admin.post(example, data={"_whom": "last"})
    page = page_of(reply)
    assert (reply.status_code, page.values["_whom"]) == (200, "last")
    assert MARIA in page.words
    assert "UTC" in page.words
    assert "no-store" in reply.headers["Cache-Control"]


@pytest.mark.parametrize("role", ["analyst", "editor"])
def test_nobody_else_is_shown_anybody(signed_in, example, screen, played, role):
    client = signed_in(role)
    for address in (example, screen):
        reply = client.post(address, data={"_whom": "last", "_action": "show:whom"})
        assert reply.status_code == 403
        assert MARIA not in reply.text


def test_where_nobody_has_played_there_is_a_way_out(admin, hub, example):
    page = page_of(admin.post(example, data={"_whom": "last"}))
    assert "Nobody has left anything here lately that this mapping would send." in page.words
    assert page.links[f"/h/{hub.slug}/"] == "Play the hub yourself"


def test_before_it_is_published_the_way_is_to_publish(admin, draft):
    card = editing.add_card(draft.id, None, "content")
    fields = by_id({"kind": "email", "key": "email", "label": "Email"})
    editing.save_form(draft.id, None, card, {"placement": "end", "fields": fields})
    at = f"/hubs/{draft.id}/settings/integrations/braze/example"
    page = page_of(admin.post(at, data={"_whom": "last"}))
    assert "Publish the hub first, then play it yourself." in page.words


def test_chosen_answers_are_shown_and_stand_in_their_boxes(admin, example):
    page = page_of(admin.post(example, data=CHOSEN))
    assert page.values["_answer.field.email"] == MARIA
    assert f"Email {MARIA}" in page.words
    assert "With the answers that you choose" in page.words
    # What was not asked for yet begins with what is invented.
    assert page.values["_answer.field.first_name"] == "Ana"


def test_the_last_answer_of_a_long_mapping_is_read_too(admin, example):
    asked = [*(f"field.other_{at}" for at in range(500)), "field.email"]
    page = page_of(admin.post(example, data=CHOSEN | {"_asked": asked}))
    assert page.values["_answer.field.email"] == MARIA


@pytest.mark.parametrize("whom", ["", "everybody", "last"])
def test_nothing_of_it_is_read_from_an_address(admin, example, screen, played, whom):
    page = page_of(admin.get(screen, query_string={"_whom": whom}))
    assert page.values["_whom"] == "invented"
    assert MARIA not in page.words
    unknown = page_of(admin.post(example, data={"_whom": "everybody"}))
    assert unknown.values["_whom"] == "invented"


def test_without_a_script_the_button_keeps_what_is_typed(admin, screen, typed):
    data = typed | CHOSEN | {"_action": "show:whom", "rows.r0.target": "attribute.last_name"}
    page = page_of(admin.post(screen, data=data))
    assert page.values["rows.r0.target"] == "attribute.last_name"
    assert page.values["_whom"] == "chosen"
    assert page.values["_answer.field.email"] == MARIA


def test_a_button_of_the_rows_keeps_the_choice(admin, screen, typed):
    page = page_of(admin.post(screen, data=typed | CHOSEN | {"_action": "add:rows"}))
    assert page.values["_whom"] == "chosen"
    assert page.values["_answer.field.email"] == MARIA


def test_it_is_kept_nowhere(admin, example, screen, typed, caplog):
    caplog.set_level(logging.DEBUG)
    admin.post(example, data=CHOSEN)
    admin.post(screen, data=typed | CHOSEN | {"_autosave": "1"})
    admin.post(screen, data=typed | CHOSEN | {"_action": "add:rows"})
    admin.post(screen, data=typed | CHOSEN)
    assert "attribute.first_name" in everything()
    assert MARIA not in everything()
    assert MARIA not in caplog.text
