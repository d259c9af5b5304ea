"""The connect screen, as saved or as it was posted."""

from __future__ import annotations

import json
import re

import pytest

from hubapp.core.words import Words
from hubapp.fields import FIELD_KINDS
from hubapp.services import editing, integrations, visiting
from hubapp.services.integrations import earlier, leaving
from tests.blueprints.page import page_of
from tests.support.application import connect
from tests.support.deliveries import add
from tests.support.forms import by_id


def test_a_new_connection_begins_with_what_fits_the_hub(admin, screen):
    page = page_of(admin.get(screen))
    assert page.values["identity_source"] == "field.email"
    rows = {page.values[f"rows.r{at}.source"]: at for at in range(2)}
    assert set(rows) == {"field.email", "field.first_name"}
    target = page.values[f"rows.r{rows['field.first_name']}.target"]
    assert target == "attribute.first_name"
    assert page.values["secret"] == ""


def test_a_saved_connection_is_shown_as_it_is(admin, hub, screen, sandbox):
    connect(hub, sandbox.url, keep_days=7)
    page = page_of(admin.get(screen))
    assert (page.values["endpoint"], page.values["keep_days"]) == (sandbox.url, "7")
    assert "The saved key ends in -key." in page.words
    assert "Disconnect Braze" in page.words


@pytest.mark.parametrize(
    ("way", "said"),
    [("always", ""), ("first", "first answer only"), ("append", "appended to a list")],
)
def test_a_row_that_is_not_always_written_says_so(admin, screen, typed, way, said):
    row = {"rows.r0.target": "custom.", "rows.r0.name": "names", "rows.r0.how": way}
    page = page_of(admin.post(screen, data=typed | row | {"_action": "show:example"}))
    assert page.values["rows.r0.how"] == way
    found = [each for each in ("first answer only", "appended to a list") if each in page.words]
    assert found == ([said] if said else [])


def test_where_all_is_written_always_nobody_is_asked(admin, screen):
    page = page_of(admin.get(screen.replace("/braze", "/webhook")))
    assert "rows.r0.source" in page.values
    assert "rows.r0.how" not in page.values


def test_what_holds_it_up_stands_at_the_top(admin, hub, screen, sandbox):
    words = Words("Braze refused the key (401).")
    connect(hub, sandbox.url, account__state="held", account__held_words=words)
    page = page_of(admin.get(screen))
    assert "Everything waits; nothing is lost. Braze refused the key (401)." in page.words


def test_the_example_shows_what_a_visitor_would_become(admin, screen, typed):
    reply = admin.post(screen, data=typed | {"_action": "show:example"})
    sent = re.search(r"<pre[^>]*>(.*?)</pre>", reply.text, re.S)[1].replace("&#34;", '"')
    (user,) = json.loads(sent)["attributes"]
    assert {"email", "first_name"} <= set(user)


@pytest.mark.parametrize(
    "missing",
    [{"identify_by": ""}, {"identity_source": ""}, {"identify_by": "shoe size"}],
)
def test_without_an_identity_there_is_no_example(admin, screen, typed, missing):
    page = page_of(admin.post(screen, data=typed | missing | {"_action": "show:example"}))
    assert "Choose how to identify users, and the field that holds it." in page.words


def test_a_target_of_ones_own_keeps_its_name(admin, screen, typed):
    own = {"rows.r0.target": "custom.", "rows.r0.name": "shoe_size", "_action": "show:example"}
    values = page_of(admin.post(screen, data=typed | own)).values
    assert (values["rows.r0.target"], values["rows.r0.name"]) == ("custom.", "shoe_size")


def test_submissions_from_before_the_connection_are_offered_once(
    admin, hub, screen, sandbox, monkeypatch
):
    snapshot = editing.snapshot_of_version(hub.live_version_id)
    visit = visiting.Visit(
        hub.id, hub.workspace_id, hub.live_version_id, snapshot, snapshot.cards()[0], nonce="n"
    )
    went = visiting.submit(visit, {"email": ["ana@example.com"]})
    assert isinstance(went, visiting.Went)
    connect(hub, sandbox.url, begins_after=1_000_000)
    assert "Send the 1 form or play from before?" in page_of(admin.get(screen)).words
    with monkeypatch.context() as few:
        few.setattr(earlier, "MOST_COUNTED", 0)
        few.setattr(integrations, "MOST_COUNTED", 0)
        assert "Send more than 0 forms and plays from before?" in page_of(admin.get(screen)).words
    admin.post(f"{screen}/backfill")
    page = page_of(admin.get(screen))
    assert "from before?" not in page.words
    assert "Sending what came before: 0 of 1 looked at" in page.words


def test_sources_show_what_a_visitor_could_have_said(admin, hub, screen):
    card = editing.add_card(hub.id, None, "form")
    fields = [
        {"kind": "email", "key": "email", "label": "Email"},
        {"kind": "consent", "key": "news", "label": "News", "options": {"wording": "Yes please"}},
    ]
    editing.save_form(hub.id, None, card, {"placement": "end", "fields": by_id(*fields)})
    page = page_of(admin.get(screen))
    assert f"Email (such as {FIELD_KINDS['email'].sample})" in page.words
    assert "News (such as yes)" in page.words


def test_one_that_is_being_disconnected_says_how_far_it_is_and_offers_nothing(
    admin, hub, screen, sandbox, monkeypatch
):
    monkeypatch.setattr(leaving, "CHUNK", 1)
    connect(hub, sandbox.url)
    for email in ("ana@example.com", "ben@example.com"):
        add(hub, email)
    assert admin.post(f"{screen}/disconnect").status_code == 302
    tiles = page_of(admin.get(f"/hubs/{hub.id}/settings/integrations"))
    assert "Disconnecting: the key is forgotten; 1 of 2 deliveries are deleted." in tiles.words
    assert "Manage" not in tiles.words
    again = page_of(admin.get(screen))
    assert "1 of 2 deliveries are deleted" in again.words
    assert "Pause" not in again.words
    assert admin.get(f"{screen}/deliveries").status_code == 302
