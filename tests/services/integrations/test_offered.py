"""What a hub could send beside what is mapped is one press away."""

from __future__ import annotations

import pytest

from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.services.editing import add_card
from hubapp.services.integrations import connections, offered
from hubapp.services.integrations.mappings import Form
from tests.support.deliveries import hub_at

EMPTY = Form({}, FieldMapping("email", "field.email", "played"))


@pytest.fixture
def hub(app, sandbox):
    return hub_at(sandbox)


def test_whatever_no_row_uses_is_offered_with_where_it_would_go(hub):
    found = {each.source.key: str(each.target) for each in offered.offers(hub, "braze", EMPTY)}
    assert found["field.first_name"] == "First name"
    assert found["fact.card_title"] == "card (event property)"
    assert "constant" not in found


def test_what_is_mapped_is_not_offered_again(hub):
    form = offered.with_offer(hub, "braze", EMPTY, "accept:field.first_name")
    assert form.mapping.rows == (MappingRow("field.first_name", "attribute.first_name"),)
    left = {each.source.key for each in offered.offers(hub, "braze", form)}
    assert "field.first_name" not in left


@pytest.mark.parametrize("action", ["accept:", "accept:field.gone", "add:rows", ""])
def test_any_other_action_leaves_the_form_as_it_is(hub, action):
    assert offered.with_offer(hub, "braze", EMPTY, action) is EMPTY


def test_a_new_mapping_holds_one_output_of_each_card_and_the_rest_is_offered(hub):
    quiz = add_card(hub.id, None, "quiz")
    form = connections.form_of(hub, "braze")
    mapped = [row.source for row in form.mapping.rows if row.source.startswith(f"card.{quiz}.")]
    assert mapped == [f"card.{quiz}.score"]
    left = {each.source.key for each in offered.offers(hub, "braze", form)}
    assert {f"card.{quiz}.percent", f"card.{quiz}.result"} <= left
    assert form.mapping.event_name == "hub_submission"
