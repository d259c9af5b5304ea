"""What a mapping may use of a hub, and what of it is known of one visitor."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hubapp.core.card_type import Outcome
from hubapp.core.snapshot import (
    CardSnapshot,
    FieldSnapshot,
    FormSnapshot,
    HubSnapshot,
    PageSnapshot,
)
from hubapp.services.visiting import sources

AT = datetime(2026, 1, 15, 10, tzinfo=UTC)
EMAIL = FieldSnapshot("e", "email", "email", "Your email")
NEWS = FieldSnapshot("n", "consent", "news", "", options={"wording": "Write to me."})
OF_LATER = FieldSnapshot("x", "hologram", "hologram", "Your hologram")


def card(id_: str, kind: str, *fields: FieldSnapshot, **more: object) -> CardSnapshot:
    form = FormSnapshot("end", fields=fields) if fields else None
    return CardSnapshot(id_, kind, f"the-{id_}", f"The {id_}", form=form, **more)


def hub(*cards: CardSnapshot) -> HubSnapshot:
    return HubSnapshot("Summer", pages=(PageSnapshot("p", "", cards),))


def poll(id_: str = "spot") -> CardSnapshot:
    choices = [{"id": "c1", "text": "Beach"}, {"id": "c2", "text": "Hills"}]
    content = {"question": "Where?", "choices": choices}
    return card(id_, "poll", content=content)


def keys(snapshot: HubSnapshot) -> list[str]:
    return [each.key for each in sources.sources_of(snapshot)]


FACTS = [f"fact.{name}" for name, _, _ in sources._FACTS]
WINNER = ["fact.winner", "fact.place", "fact.won_at"]
"""Where a form is sent."""


def test_fields_come_first_then_outputs_then_facts_and_a_fixed_value():
    found = keys(hub(poll(), card("draw", "form", EMAIL, NEWS)))
    assert found == ["field.email", "field.news", "card.spot.answer", *FACTS, *WINNER, "constant"]


def test_a_field_that_several_forms_ask_for_is_one_source():
    first = FieldSnapshot("e", "email", "email", "First")
    found = sources.sources_of(hub(card("a", "form", first), card("b", "form", EMAIL)))
    assert [str(each.label) for each in found if each.key == "field.email"] == ["First"]


def test_a_source_says_what_it_is_and_where_it_could_go():
    found = {each.key: each for each in sources.sources_of(hub(poll(), card("d", "form", NEWS)))}
    news, answer = found["field.news"], found["card.spot.answer"]
    assert (str(news.label), news.value_type, news.name) == ("news", "boolean", "news")
    assert (str(answer.group), answer.name) == ("The spot", "the_spot_answer")
    assert found["fact.hub_name"].sample == "Summer"
    assert found["fact.card_title"].sample == "The spot"


def test_kinds_of_another_release_offer_nothing_and_break_nothing():
    strange = card("later", "hologram", OF_LATER)
    assert keys(hub(strange)) == [*FACTS, *WINNER, "constant"]
    assert sources.receipts_of(hub(strange)) == frozenset()
    known = sources.known_of(hub(strange), strange, {}, [], None, "id", AT)
    assert set(known) == set(FACTS)


def test_what_is_chosen_has_a_choice_of_its_own_for_a_sample():
    lines = {"choices": "Tea\nCocoa"}
    one = FieldSnapshot("o", "dropdown", "one", "One", options=lines)
    many = FieldSnapshot("m", "multiple_choice", "many", "Many", options=lines)
    bare = FieldSnapshot("b", "dropdown", "bare", "Bare", options={"choices": ""})
    found = sources.sources_of(hub(card("a", "form", one, many, bare)))
    samples = {each.key: each.sample for each in found}
    assert samples["field.one"] == "Tea"
    assert samples["field.many"] == ["Tea"]
    assert samples["field.bare"] == "Blue"


def test_an_empty_hub_has_examples_nevertheless():
    found = {each.key: each.sample for each in sources.sources_of(hub())}
    assert found["fact.card_title"] == "Summer quiz"
    assert all(found[key] for key in FACTS)


def test_consents_are_known_by_their_kind():
    snapshot = hub(poll(), card("a", "form", EMAIL, NEWS), card("b", "form", OF_LATER))
    assert sources.receipts_of(snapshot) == {"field.news"}


def test_what_is_known_of_one_visitor():
    told = poll()
    outcome = Outcome({"answer": "Hills"}, {"title": "of the screen only"})
    known = sources.known_of(hub(told), told, {"email": "a@b.c"}, ["c2"], outcome, "id-1", AT)
    assert "of the screen only" not in known.values()
    assert known["field.email"] == "a@b.c"
    assert known["card.spot.answer"] == "Hills"
    assert [known[key] for key in FACTS] == [
        "Summer",
        "The spot",
        "poll",
        "2026-01-15T10:00:00.000Z",
        "id-1",
    ]


def test_every_output_that_is_known_is_one_that_could_be_mapped():
    told = poll()
    outcome = Outcome({"answer": "Beach"})
    known = sources.known_of(hub(told), told, {}, ["c1"], outcome, "", AT)
    assert set(known) <= set(keys(hub(told)))


def test_terms_feed_nothing_even_where_a_mapping_knows_their_key():
    terms = FieldSnapshot("t", "terms", "news", "Terms", options={"wording": "I agree."})
    asked = card("a", "form", EMAIL, terms)
    assert keys(hub(asked)) == ["field.email", *FACTS, *WINNER, "constant"]
    assert sources.receipts_of(hub(asked)) == frozenset()
    known = sources.known_of(hub(asked), asked, {"email": "a", "news": True}, [], None, "id", AT)
    assert "field.news" not in known
    assert known["field.email"] == "a"


def test_nobody_wins_where_nobody_sends_a_form():
    assert keys(hub(poll())) == ["card.spot.answer", *FACTS, "constant"]


def test_a_choice_is_known_by_what_is_told_of_it_and_by_how_it_reads():
    drink = FieldSnapshot("d", "dropdown", "drink", "", options={"choices": "Iced tea\nJuice"})
    again = FieldSnapshot("d", "dropdown", "drink", "", options={"choices": "Juice\nWater"})
    told = {"form:draw": {"d": {"Iced tea": "Tea"}}, "card:spot": {"answer": {"c1": "Sea"}}}
    cards = (poll(), card("draw", "form", EMAIL, drink), card("two", "form", again))
    found = {each.key: each.choices for each in sources.sources_of(replace(hub(*cards), told=told))}
    assert found["card.spot.answer"] == (("Sea", "Beach"), ("Hills", "Hills"))
    drinks = (("Tea", "Iced tea"), ("Juice", "Juice"), ("Water", "Water"))
    assert found["field.drink"] == drinks
    assert found["field.email"] == ()
