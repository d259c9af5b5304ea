"""The connect screen keeps the mapping by itself, and never the key."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hubapp.services import integrations
from tests.blueprints.page import page_of
from tests.support.application import connect


@pytest.fixture
def connected(hub, sandbox):
    return connect(hub, sandbox.url)


def on_screen(admin, screen) -> dict[str, str]:
    values = page_of(admin.get(screen)).values
    return {name: text for name, text in values.items() if text is not None}


def typed_in(admin, screen, changes: dict[str, str], begun: dict[str, str] | None = None):
    """What the screen sends by itself."""
    before = on_screen(admin, screen) if begun is None else begun
    bases = [{name: before.get(name, "") for name in changes}]
    sent = before | changes | {"_autosave": "1", "_base": json.dumps(bases)}
    return admin.post(screen, data=sent)


def test_it_is_told_what_is_kept(admin, screen, connected):
    before = on_screen(admin, screen)
    reply = typed_in(admin, screen, {"label": "crm"})
    told = reply.get_json()
    assert reply.status_code == 200
    assert told["saved"].startswith("Saved today")
    assert told["changed"]
    assert int(told["revision"]) > int(before["_revision"])
    assert on_screen(admin, screen)["label"] == "crm"


def test_undo_and_redo(admin, screen, connected):
    typed_in(admin, screen, {"label": "crm"})
    typed_in(admin, screen, {"keep_days": "8"})
    days = []
    for verb in ("undo", "redo", "undo", "undo", "undo"):
        assert admin.post(f"{screen}/{verb}").location == screen
        days.append(on_screen(admin, screen)["keep_days"])
    assert days == ["30", "8", "30", "30", "30"]
    assert on_screen(admin, screen)["label"] == ""
    admin.post(f"{screen}/undo")
    assert "There is nothing to undo." in page_of(admin.get(screen)).words
    admin.post(f"{screen}/redo")
    assert "Done again: changing the mapping to Braze" in page_of(admin.get(screen)).words


def test_what_somebody_else_wrote_is_told(admin, screen, connected):
    begun = on_screen(admin, screen)
    typed_in(admin, screen, {"label": "crm"}, begun)
    reply = typed_in(admin, screen, {"label": "shop"}, begun)
    assert (reply.status_code, reply.get_json()["theirs"]) == (409, {"label": "crm"})


def test_what_alone_is_not_kept_is_told(admin, screen, connected):
    reply = typed_in(admin, screen, {"label": "x" * 1001, "keep_days": "7"})
    assert reply.status_code == 409
    assert list(reply.get_json()["left"]) == ["label"]
    assert on_screen(admin, screen)["keep_days"] == "7"


def test_save_takes_the_draft_and_a_key_that_fails_loses_nothing(
    admin, hub, screen, typed, connected
):
    typed_in(admin, screen, {"label": "crm", "identify_by": "alias_email"})
    now = on_screen(admin, screen)
    refused = admin.post(screen, data=now | typed | {"secret": "no-such-key", "label": "shop"})
    assert refused.status_code == 422
    assert "no-such-key" not in refused.text
    assert on_screen(admin, screen)["label"] == "shop"
    admin.post(screen, data=on_screen(admin, screen) | {"secret": "", "whom": "everybody"})
    assert integrations.is_saved(hub, "braze")
    assert "Version 2" in page_of(admin.get(screen)).words


def test_versions_say_what_they_changed_and_one_is_taken_again(admin, hub, screen, connected):
    for name in ("nick", "nickname"):
        changes = {"rows.r0.target": "custom.", "rows.r0.name": name, "whom": "everybody"}
        admin.post(screen, data=on_screen(admin, screen) | changes | {"only_changes": "y"})
    words = page_of(admin.get(f"{screen}/versions")).words
    assert "Added: nickname (custom attribute). Removed: nick (custom attribute)." in words
    assert "In use" in words
    reply = admin.post(f"{screen}/versions/2")
    assert reply.location == screen
    page = page_of(admin.get(screen))
    assert "nick" in page.values.values()
    assert "nickname" not in page.values.values()
    assert "Version 2 is the draft now." in page.words
    assert "Not in use yet" in page.words
    assert admin.post(f"{screen}/versions/9").status_code == 404


@pytest.mark.parametrize("way", ["/versions"])
def test_without_a_connection_there_are_no_versions(admin, screen, way):
    assert admin.get(f"{screen}{way}").status_code == 404


def in_parts(values: dict[str, str]) -> dict[str, Any]:
    """As a browser writes it: the test client leaves the line of an empty value out."""
    head = '--part\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    body = "".join(head.format(*each) for each in values.items()) + "--part--\r\n"
    return {"data": body.encode(), "content_type": "multipart/form-data; boundary=part"}


def test_a_long_mapping_is_kept_as_the_script_sends_it(admin, screen, connected):
    """By a body in parts, one for each control; a library's own bound is a thousand."""
    row = {"source": "field.first_name", "target": "custom.", "how": "append", "letters": ""}
    row |= {f"constant{more}": "" for more in ("", "_kind", "_truth", "_day")}
    rows = {
        f"rows.r{at}.{name}": text
        for at in range(150)
        for name, text in (row | {"name": f"name_{at}"}).items()
    }
    sent = on_screen(admin, screen) | rows | {"_autosave": "1"}
    reply = admin.post(screen, **in_parts(sent))
    assert reply.status_code == 200
    assert on_screen(admin, screen)["rows.r149.name"] == "name_149"
