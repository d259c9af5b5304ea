"""In what a hub differs from what is live, in words."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubapp.cards import CARD_TYPES
from hubapp.core.content import Part, about
from hubapp.core.controls import item_type
from hubapp.core.differing import _COMMON
from hubapp.core.entry_rule import EntryRule
from hubapp.core.face import BrandFace
from hubapp.core.opening import Opening
from hubapp.core.snapshot import (
    CardSnapshot,
    FieldSnapshot,
    FormSnapshot,
    HubSnapshot,
    PageSnapshot,
    Theme,
)
from hubapp.services.editing.differences import _KEPT, changes_between

KINDS = sorted(CARD_TYPES)
CONTENTS = {
    kind: [
        card_type.default_content().model_dump(mode="json"),
        card_type.Content().model_dump(mode="json"),
    ]
    for kind, card_type in CARD_TYPES.items()
}
words = st.sampled_from(["", "One", "Two"])
opening = st.builds(Opening, closes_at=st.sampled_from(["", "2026-12-06T18:00"]), closed_text=words)
fields = st.lists(
    st.builds(
        FieldSnapshot,
        id=st.sampled_from("abc"),
        kind=st.just("text"),
        key=st.just("k"),
        label=words,
        help=words,
        required=st.booleans(),
        options=st.sampled_from([{}, {"minimum_age": "18"}, {"minimum_age": "21"}]),
    ),
    max_size=3,
    unique_by=lambda field: field.id,
).map(tuple)
forms = st.none() | st.builds(FormSnapshot, st.sampled_from(["start", "end"]), words, words, fields)


@st.composite
def cards(draw: st.DrawFn) -> CardSnapshot:
    """Of one of three ids; each id has its kind, as in a draft."""
    card_id = draw(st.sampled_from(("c0", "c1", "c2")))
    kind = KINDS[int(card_id[1]) * 3]
    return CardSnapshot(
        card_id,
        kind,
        draw(words),
        draw(words),
        draw(words),
        draw(words),
        draw(st.sampled_from(CONTENTS[kind])),
        draw(forms),
        CARD_TYPES[kind].schema,
        draw(opening),
        draw(
            st.builds(
                EntryRule,
                st.sampled_from(["", "day", "hours"]),
                st.just(2),
                turns=st.sampled_from([1, 3]),
            )
        ),
    )


snapshots = st.builds(
    HubSnapshot,
    name=words,
    tagline=words,
    theme=st.builds(Theme, accent=st.sampled_from(["#111111", "#222222"])),
    logo=words,
    time_zone=words,
    opening=opening,
    pages=st.lists(cards(), max_size=3, unique_by=lambda card: card.id).map(
        lambda found: (PageSnapshot("p", "Home", tuple(found)),)
    ),
)


@given(snapshots, snapshots)
@settings(max_examples=300)
def test_it_is_empty_exactly_when_both_are_equal(before, after):
    found = changes_between(before, after)
    assert bool(found) == (before != after)
    assert _KEPT not in [each.sentence for each in found]
    assert not changes_between(after, after)


QUIZ = CardSnapshot("a", "quiz", "quiz", "Grand final", content=CONTENTS["quiz"][0])
POLL = CardSnapshot("b", "poll", "poll", "Your spot", content=CONTENTS["poll"][0])
PHONE = FieldSnapshot("f", "phone", "phone", "Phone")
FORM = FormSnapshot("end", "Tell us", "Go", (PHONE,))
HUB = HubSnapshot("Summer", pages=(PageSnapshot("p", "Home", (QUIZ, POLL)),))


def with_cards(*found: CardSnapshot) -> HubSnapshot:
    return replace(HUB, pages=(replace(HUB.pages[0], cards=found),))


@pytest.mark.parametrize(
    ("before", "after", "about", "sentence"),
    [
        (HUB, replace(HUB, name="Winter"), "Hub", "name: “Winter” instead of “Summer”"),
        (HUB, replace(HUB, logo="abc"), "Hub", "logo added"),
        (HUB, replace(HUB, language="de"), "Hub", "language: “Deutsch” instead of “English”"),
        (
            HUB,
            replace(HUB, stays="sitting"),
            "Hub",
            (
                "how long a named person stays named: “Until half an hour passes without a play” "
                "instead of “For 30 days”"
            ),
        ),
        (HUB, with_cards(POLL, QUIZ), "Hub", "the cards stand in another order"),
        (HUB, with_cards(QUIZ), "Poll “Your spot”", "removed"),
        (with_cards(QUIZ), HUB, "Poll “Your spot”", "added"),
        (
            HUB,
            with_cards(replace(QUIZ, opening=Opening("2026-12-04T18:00")), POLL),
            "Quiz “Grand final”",
            "opens at: now “2026-12-04 18:00”",
        ),
        (
            HUB,
            with_cards(replace(QUIZ, entry=EntryRule("day")), POLL),
            "Quiz “Grand final”",
            "how often somebody may take part: “Once a day” instead of “No limit”",
        ),
        (
            with_cards(replace(QUIZ, entry=EntryRule("day")), POLL),
            with_cards(replace(QUIZ, entry=EntryRule("day", turns=3)), POLL),
            "Quiz “Grand final”",
            "attempts: “3” instead of “1”",
        ),
        (HUB, with_cards(replace(QUIZ, form=FORM), POLL), "Form of “Grand final”", "placed"),
        (
            with_cards(replace(QUIZ, form=FORM), POLL),
            with_cards(
                replace(QUIZ, form=replace(FORM, fields=(replace(PHONE, required=True),))), POLL
            ),
            "Form of “Grand final”",
            "field 1 (“Phone”): now required",
        ),
    ],
)
def test_each_kind_of_change_has_its_sentence(before, after, about, sentence):
    (found,) = changes_between(before, after)
    assert (str(found.about), str(found.sentence)) == (about, sentence)


OTHER = {
    "opening": Opening("2026-12-04T18:00"),
    "theme": Theme(accent="#111111"),
    "erase_days": 3,
    "face": BrandFace("f", "Own"),
    "pages": (),
}


@pytest.mark.parametrize("field", [each for each in dataclasses.fields(HUB) if each.compare])
def test_whatever_of_a_hub_changed_is_named(field):
    other = {**OTHER, "face": BrandFace("f", "Own", 1, 1, 90, 0), "pages": ()}.get(
        field.name, "other"
    )
    sentences = [
        each.sentence for each in changes_between(HUB, replace(HUB, **{field.name: other}))
    ]
    assert sentences
    assert _KEPT not in sentences


def test_what_nobody_has_seen_yet_stands_in_no_place_of_another():
    look = Theme("kick-off", "#222222", "#111111")
    new = replace(HUB, theme=look, language="ko", stays="never", opening=OTHER["opening"])
    assert [str(each.sentence) for each in changes_between(None, new)] == [
        "name: now “Summer”",
        "opens at: now “2026-12-04 18:00”",
        "a page added",
        "added",
        "added",
    ]


def test_each_part_of_a_rule_that_changed_is_said():
    before, after = EntryRule("hours", 6), EntryRule("hours", 12, turns=3)
    found = changes_between(*(with_cards(replace(QUIZ, entry=each)) for each in (before, after)))
    assert [str(each.sentence) for each in found] == [
        "hours between two turns: “12” instead of “6”",
        "attempts: “3” instead of “1”",
    ]


def test_a_document_of_an_older_shape_is_said_to_look_the_same():
    older = {**CONTENTS["quiz"][0], "gone": 1}
    (found,) = changes_between(HUB, with_cards(replace(QUIZ, content=older), POLL))
    assert found.sentence == _KEPT


@pytest.mark.parametrize("kind", KINDS)
def test_each_field_of_each_kind_has_a_name(kind):
    unnamed = [name for part, name in parts_of(CARD_TYPES[kind].Content) if not named(part, name)]
    assert unnamed == []


def parts_of(part: type[Part]) -> list[tuple[type[Part], str]]:
    found = []
    for name, field in part.model_fields.items():
        found.append((part, name))
        if about(field)["control"] == "items":
            found += parts_of(item_type(field.annotation))
    return found


def named(part: type[Part], name: str) -> bool:
    return name == "id" or name in part.names or name in _COMMON


def test_looks_are_called_as_the_screen_calls_them_and_colours_by_no_number():
    before = HubSnapshot(name="Ours", theme=Theme(preset="kick-off", accent="#111111"))
    after = replace(before, theme=Theme(preset="sherbet", accent="#222222"))
    said = [str(each.sentence) for each in changes_between(before, after)]
    assert said == ["look: “Sherbet” instead of “Kick-off”", "accent colour: another one"]
