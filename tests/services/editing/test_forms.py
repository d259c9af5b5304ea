"""The form of a card as its editor posts it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubapp.core.card_form import CardForm, FormField
from hubapp.core.errors import EditConflict, Refused
from hubapp.core.words import Words
from hubapp.fields import FIELD_KINDS
from hubapp.models import Hub
from hubapp.services.editing import cards, drafts, forms, hubs, versions
from tests.support.forms import by_id


@pytest.fixture
def hub(app, workspace, owner) -> Hub:
    return hubs.create_hub(workspace.id, owner.id, "Summer")


@pytest.fixture
def card(hub) -> str:
    return cards.add_card(hub.id, None, "form")


def saved(hub: Hub, card: str) -> dict:
    return drafts.documents(hub.id)[f"form:{card}"]


def posted(*fields: dict, **more: object) -> dict:
    return {"placement": "end", "fields": by_id(*fields), **more}


def fields(*given: dict, before: CardForm | None = None, action: str = "") -> list[FormField]:
    return list(forms.form_as_posted(before or CardForm(), posted(*given), action).fields)


def test_a_card_without_a_form_has_a_blank_one(hub, card):
    blank = forms.form_of_card(drafts.documents(hub.id), card)
    assert (blank.placement, blank.button, blank.fields) == ("", "Continue", ())


def test_a_form_as_it_is_kept(hub, card):
    email = {"kind": "email", "key": "email", "label": "Email", "required": "y"}
    given = posted(email, headline="Hello", button="Go")
    forms.save_form(hub.id, None, card, given)
    kept = saved(hub, card)
    assert (kept["placement"], kept["headline"], kept["button"]) == ("end", "Hello", "Go")
    (field,) = kept["fields"]
    assert (field["id"], field["key"], field["required"]) == ("i0", "email", True)
    assert forms.form_of_card(drafts.documents(hub.id), card).model_dump(mode="json") == kept


@pytest.mark.parametrize(
    ("placement", "kept"), [("start", "start"), ("end", "end"), ("", ""), ("aside", "")]
)
def test_a_form_stands_before_or_behind_or_nowhere(placement, kept):
    assert forms.form_as_posted(CardForm(), {"placement": placement}).placement == kept


def test_a_button_always_says_something():
    assert forms.form_as_posted(CardForm(), {"button": " "}).button == "Continue"


@pytest.mark.parametrize(
    ("field", "key"),
    [
        ({"kind": "text", "key": "Shoe size"}, "shoe_size"),
        ({"kind": "text", "label": "Your size (cm)"}, "your_size_cm"),
        ({"kind": "email"}, "email"),
        ({"kind": "text", "label": "名前"}, "field"),
        # Of a kind that this release does not know nothing is touched.
        ({"kind": "hologram", "key": "Shoe size"}, "Shoe size"),
    ],
)
def test_a_key_is_what_was_typed_or_made_of_the_label(field, key):
    (made,) = fields(field)
    assert made.key == key


def test_a_field_has_the_options_of_its_kind_and_no_others():
    (consent,) = fields({"kind": "consent", "options": {"wording": "Yes!", "other": "x"}})
    assert consent.options == {"wording": "Yes!"}
    (bare,) = fields({"kind": "consent"})
    assert bare.options["wording"].startswith("Send me news")


def test_fields_of_another_release_are_kept_with_their_options():
    strange = FormField(id="i0", kind="hologram", key="h", options={"depth": 3})
    (kept,) = fields({"label": "New"}, before=CardForm(fields=(strange,)))
    assert (kept.kind, kept.options, kept.label) == ("hologram", {"depth": 3}, "New")


@pytest.mark.parametrize("kind", FIELD_KINDS)
def test_an_added_field_is_ready_to_use(kind):
    (added,) = fields(action=f"add:{kind}")
    made = FIELD_KINDS[kind]
    assert (added.kind, added.key, added.label) == (kind, made.default_key, made.default_label)
    assert set(added.options) == {option.key for option in made.options}
    assert made.option_problems(added.options) == []


def test_added_twice_each_has_a_key_of_its_own():
    first = {"kind": "text", "key": FIELD_KINDS["text"].default_key}
    second = {"kind": "text", "key": f"{FIELD_KINDS['text'].default_key}_2"}
    *_, third = fields(first, second, action="add:text")
    assert third.key == f"{FIELD_KINDS['text'].default_key}_3"


@pytest.mark.parametrize(
    ("action", "kinds"),
    [
        ("remove:fields.i0", ["phone"]),
        ("up:fields.i1", ["phone", "email"]),
        ("down:fields.i0", ["phone", "email"]),
        ("up:fields.i0", ["email", "phone"]),
        ("remove:fields.gone", ["email", "phone"]),
        ("add:hologram", ["email", "phone"]),
        ("sell:fields.i0", ["email", "phone"]),
        ("", ["email", "phone"]),
    ],
)
def test_the_list_buttons(action, kinds):
    found = fields({"kind": "email"}, {"kind": "phone"}, action=action)
    assert [field.kind for field in found] == kinds


@given(
    st.lists(
        st.fixed_dictionaries(
            {"kind": st.sampled_from([*FIELD_KINDS, "hologram"])},
            optional={"key": st.text(max_size=9), "label": st.text(max_size=9)},
        ),
        max_size=5,
    )
)
@settings(max_examples=50)
def test_whatever_is_posted_is_read_and_read_again_the_same(given_fields):
    once = forms.form_as_posted(CardForm(), posted(*given_fields))
    assert len(once.fields) == len(given_fields)
    assert forms.form_as_posted(once, {"placement": "end"}) == once
    assert CardForm.model_validate(once.model_dump(mode="json")) == once


def test_a_key_used_twice_is_refused_at_the_second_and_nothing_is_saved(hub, card):
    before = drafts.documents(hub.id)
    twice = posted({"kind": "text", "key": "a"}, {"kind": "text", "key": "A "})
    with pytest.raises(Refused) as refused:
        forms.save_form(hub.id, None, card, twice)
    (problem,) = refused.value.problems
    assert problem.where == "fields.i1.key"
    assert str(problem.sentence) == ("The key “a” is used twice in this form. Give each its own.")
    assert drafts.documents(hub.id) == before


def test_a_form_is_one_step_of_its_own(hub, card):
    forms.save_form(hub.id, None, card, posted({"kind": "email"}))
    title = drafts.documents(hub.id)[f"card:{card}"]["title"]
    assert drafts.undo(hub.id, None) == Words("changing the form of “%(title)s”", title=title)
    assert f"form:{card}" not in drafts.documents(hub.id)


def test_a_stale_editor_is_told(hub, card):
    forms.save_form(hub.id, None, card, posted(headline="Theirs"), revision=0)
    with pytest.raises(EditConflict):
        forms.save_form(hub.id, None, card, posted(headline="Mine"), revision=0)
    assert saved(hub, card)["headline"] == "Theirs"


def test_who_typed_on_a_card_that_is_gone_is_told(hub):
    with pytest.raises(EditConflict, match="removed meanwhile"):
        forms.save_form(hub.id, None, "gone", posted())


COLOUR = {"kind": "text", "key": "colour", "label": "Colour"}


def test_a_key_can_be_changed_until_it_is_published(hub, card):
    forms.save_form(hub.id, None, card, posted(COLOUR))
    forms.save_form(hub.id, None, card, posted({**COLOUR, "key": "shade"}))
    assert forms.published_keys(hub.id, card) == {}
    versions.publish(hub.id, None)
    assert forms.published_keys(hub.id, card) == {"i0": "shade"}


def test_a_published_key_stays_for_mappings_hang_on_it(hub, card):
    forms.save_form(hub.id, None, card, posted(COLOUR))
    versions.publish(hub.id, None)
    with pytest.raises(Refused, match="The key stays “colour”"):
        forms.save_form(hub.id, None, card, posted({**COLOUR, "key": "fav_colour"}))
    forms.save_form(hub.id, None, card, posted({**COLOUR, "label": "Favourite colour"}))
    (field,) = saved(hub, card)["fields"]
    assert (field["key"], field["label"]) == ("colour", "Favourite colour")


def test_removing_a_field_is_a_step_of_its_own_and_leaves_what_was_typed(hub, card):
    forms.save_form(hub.id, None, card, {"placement": "end"}, "add:email")
    forms.save_form(hub.id, None, card, {}, "add:text")
    docs = drafts.documents(hub.id)
    email = forms.form_of_card(docs, card).fields[0].id
    forms.save_form(hub.id, None, card, {"headline": "Who are you?"}, f"remove:fields.{email}")
    assert "Email" in str(drafts.undo(hub.id, None))
    form = forms.form_of_card(drafts.documents(hub.id), card)
    assert (form.headline, len(form.fields)) == ("Who are you?", 2)


def test_what_is_added_begins_in_the_language_that_it_is_said_in(hub, card):
    def said(text: str) -> str:
        return f"{text}!"

    forms.save_form(
        hub.id, None, card, {"placement": "end", "button": ""}, "add:consent", said=said
    )
    kept = forms.form_of_card(drafts.documents(hub.id), card, said)
    assert (kept.button, kept.fields[0].label) == ("Continue!", "Marketing consent!")
    assert kept.fields[0].options["wording"].endswith("at any time.!")
    aged = forms.form_as_posted(CardForm(), {}, "add:date_of_birth", said).fields[0]
    assert aged.options == {"minimum_age": 0}, "a number is no text"
    assert forms.form_of_card({}, "none", said).button == "Continue!"


def test_a_consent_is_never_required_and_terms_always_are():
    consent = {"kind": "consent", "key": "news", "required": "y"}
    terms = {"kind": "terms", "key": "terms"}
    assert [each.required for each in fields(consent, terms)] == [False, True]
    (added,) = fields(action="add:terms")
    assert added.required


def test_a_consent_that_is_still_required_where_visitors_are_is_named(hub, card):
    field = {"id": "i0", "kind": "consent", "key": "news", "label": "News", "required": True}
    field["options"] = {"wording": "Write to me."}
    form = {"placement": "end", "headline": "", "button": "Go", "fields": [field]}
    drafts.change(hub.id, None, Words.verbatim("as before"), {f"form:{card}": form})
    assert forms.freed_consents(hub.id, card) == set()
    versions.publish(hub.id, None)
    assert forms.freed_consents(hub.id, card) == {"i0"}
    given = {**field, "wording": "Write to me."}
    del given["id"], given["options"]
    forms.save_form(hub.id, None, card, posted(given))
    assert forms.freed_consents(hub.id, card) == {"i0"}
    versions.publish(hub.id, None)
    assert forms.freed_consents(hub.id, card) == set()
