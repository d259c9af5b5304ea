"""What a marketer typed is kept whole or refused in words, at its control; nothing is cut."""

from __future__ import annotations

import pytest

from hubapp.core.errors import Refused
from hubapp.services.editing import cards, drafts, forms, hub_addresses, hubs, saves
from tests.support.forms import by_id

LOOK = {"preset": "kick-off", "background": "#0d3b2e", "accent": "#ff6b45"}


@pytest.fixture
def hub(app, workspace, owner):
    return hubs.create_hub(workspace.id, owner.id, "Summer")


@pytest.fixture
def card(hub, owner) -> str:
    return cards.add_card(hub.id, owner.id, "form")


def refusal(save) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        save()
    return {each.where: str(each.sentence) for each in refused.value.problems}


def shorten(most: int) -> str:
    return f"Shorten this to {most} characters; it has {most + 1}."


@pytest.mark.parametrize(
    ("control", "most"),
    [
        ("name", 120),
        ("tagline", 200),
        ("dates", 100),
        ("logo", 32),
        ("hero", 32),
        ("hero_alt", 200),
    ],
)
def test_a_hubs_own_words(hub, control, most):
    def save(length: int) -> None:
        text = "https://example.com/".ljust(length, "x")[:length]
        hubs.save_hub(hub.id, None, {control: text}, LOOK)

    save(most)
    kept = drafts.documents(hub.id)
    assert len(kept["hub"][control]) == most
    assert refusal(lambda: save(most + 1)) == {control: shorten(most)}
    assert drafts.documents(hub.id) == kept


def test_every_text_that_is_too_long_is_named_at_once(hub):
    typed = {"name": "x" * 121, "dates": "x" * 101, "terms_url": "nowhere"}
    found = refusal(lambda: hubs.save_hub(hub.id, None, typed, LOOK))
    assert set(found) == set(typed)


def test_the_name_and_the_address_of_a_new_hub(hub, owner):
    found = refusal(lambda: hubs.create_hub(hub.workspace_id, owner.id, "x" * 121, "y" * 61))
    assert found == {"name": shorten(120), "slug": shorten(60)}
    assert refusal(lambda: hub_addresses.change_address(hub, "y" * 61)) == {"slug": shorten(60)}
    assert hub.slug == "summer"


@pytest.mark.parametrize(
    ("control", "most"),
    [("card_title", 120), ("card_slug", 60), ("card_summary", 300), ("card_cover", 32)],
)
def test_a_cards_own_words(hub, card, control, most):
    def save(length: int) -> None:
        saves.save_card(hub.id, None, card, {control: "x" * length})

    save(most)
    kept = drafts.documents(hub.id)
    assert kept[f"card:{card}"][control.removeprefix("card_")] == "x" * most
    assert refusal(lambda: save(most + 1)) == {control: shorten(most)}
    assert drafts.documents(hub.id) == kept


@pytest.mark.parametrize(("control", "most"), [("headline", 200), ("button", 40)])
def test_a_forms_own_words(hub, card, control, most):
    def save(length: int) -> None:
        forms.save_form(hub.id, None, card, {"placement": "end", control: "x" * length})

    save(most)
    assert drafts.documents(hub.id)[f"form:{card}"][control] == "x" * most
    assert refusal(lambda: save(most + 1)) == {control: shorten(most)}


@pytest.mark.parametrize(
    ("control", "most"), [("label", 200), ("key", 40), ("help", 300), ("choices", 20_000)]
)
def test_a_fields_texts(hub, card, control, most):
    def save(length: int) -> None:
        typed = "x" * length
        field = {"kind": "single_choice", control: typed, "options": {control: typed}}
        posted = {"placement": "end", "fields": by_id({"kind": "email"}, field)}
        forms.save_form(hub.id, None, card, posted)

    where = f"fields.i1.options.{control}" if control == "choices" else f"fields.i1.{control}"
    save(most)
    assert refusal(lambda: save(most + 1)) == {where: shorten(most)}


def test_a_list_of_all_shops_is_kept_whole(hub, card):
    shops = "\n".join(f"{number:03} {'Harbour Street'.ljust(41, '.')}" for number in range(200))
    field = {"kind": "single_choice", "key": "shop", "options": {"choices": shops}}
    forms.save_form(hub.id, None, card, {"placement": "end", "fields": by_id(field)})
    assert drafts.documents(hub.id)[f"form:{card}"]["fields"][0]["options"]["choices"] == shops


def test_a_key_that_is_made_of_a_long_label_is_short(hub, card):
    field = {"kind": "text", "label": "What would you like to know about us, and why now?"}
    forms.save_form(hub.id, None, card, {"placement": "end", "fields": by_id(field)})
    assert len(drafts.documents(hub.id)[f"form:{card}"]["fields"][0]["key"]) <= 40


def test_a_list_button_refuses_what_stays_at_the_place_where_it_was_typed(hub, card):
    fields = by_id({"kind": "email"}, {"kind": "text", "label": "x" * 201})
    posted = {"placement": "end", "fields": fields}
    found = refusal(lambda: forms.save_form(hub.id, None, card, posted, "up:fields.i1"))
    assert found == {"fields.i1.label": shorten(200)}
    forms.save_form(hub.id, None, card, posted, "remove:fields.i1")
    kinds = [each["kind"] for each in drafts.documents(hub.id)[f"form:{card}"]["fields"]]
    assert kinds == ["email"]
