"""The link to paste into messages."""

from __future__ import annotations

import pytest

from hubapp.core.errors import NotFoundHere
from hubapp.doors.database import transaction
from hubapp.services import integrations
from hubapp.services.editing import forms
from hubapp.services.people import links
from tests.support.application import make_hub
from tests.support.forms import by_id


@pytest.fixture
def hub(app, sandbox):
    return make_hub(sandbox.url)


def ask_for_an_id(hub, card: str, parameter: str) -> None:
    field = {"kind": "hidden", "key": f"id_{card}", "options": {"parameter": parameter}}
    forms.save_form(hub.id, None, card, {"placement": "end", "fields": by_id(field)})


def link(hub) -> str:
    return integrations.message_link(hub, integrations.connection_of(hub.id, "braze"))


def test_it_needs_a_field_and_a_key(hub):
    assert link(hub) == ""
    ask_for_an_id(hub, "draw", "who")
    assert link(hub) == ""
    integrations.make_link_key(hub, "braze")
    assert "/h/summer-kick-off/?who={{ hub_id" in link(hub)


def test_another_key_signs_otherwise(hub):
    ask_for_an_id(hub, "draw", "who")
    integrations.make_link_key(hub, "braze")
    (first,), text = links.keys_of(hub.id), link(hub)
    assert first in text
    integrations.make_link_key(hub, "braze")
    assert links.keys_of(hub.id) != [first]
    assert first not in link(hub)


def test_a_hub_without_a_connection_has_none(hub):
    with pytest.raises(NotFoundHere):
        integrations.make_link_key(hub, "other")


def test_who_it_is_that_types_another_address_is_chosen_once_ids_say_who_is_who(hub):
    connection = integrations.connection_of(hub.id, "braze")
    assert connection.link_same_person is False
    assert not integrations.identifies_by_link(hub, connection)
    ask_for_an_id(hub, "draw", "who")
    with transaction():
        connection.mapping = {**connection.mapping, "identity_source": "field.id_draw"}
    assert integrations.identifies_by_link(hub, connection)
    integrations.choose_link_person(hub, "braze", same=True)
    assert integrations.connection_of(hub.id, "braze").link_same_person
    with pytest.raises(NotFoundHere):
        integrations.choose_link_person(hub, "other", same=True)
