"""What the screens of accounts show."""

from __future__ import annotations

from tests.blueprints.page import page_of
from tests.support.application import connect
from tests.support.factories import HubFactory


def test_a_refused_form_comes_back_as_it_was_typed_without_its_key(signed_in, workspace, sandbox):
    connection = connect(HubFactory(workspace=workspace), sandbox.url)
    told = {"name": "Europe", "tag": "sandbox", "endpoint": "nowhere", "secret": "my-secret-key"}
    reply = signed_in("admin").post(f"/accounts/{connection.account_id}", data=told)
    page = page_of(reply)
    assert reply.status_code == 422
    assert (page.values["name"], page.values["tag"]) == ("Europe", "sandbox")
    assert (page.values["endpoint"], page.values["secret"]) == ("nowhere", "")
    assert "my-secret-key" not in reply.text


def test_a_destination_of_another_release_is_listed_by_its_kind(signed_in, workspace, sandbox):
    connect(HubFactory(workspace=workspace), sandbox.url, kind="pigeon")
    assert "pigeon · Production" in page_of(signed_in("admin").get("/accounts")).words
