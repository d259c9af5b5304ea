"""Ids and address parts."""

from __future__ import annotations

import re
import unicodedata
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.identifiers import key_of, name_of, new_id, public_id, slug_of


def test_a_new_id_has_no_character_that_is_misread():
    made = "".join(new_id() for _ in range(200))
    assert not set(made) & set("0o1li")
    assert re.fullmatch("[a-z0-9]+", made)


def test_ids_have_the_length_that_was_asked_for_and_differ():
    assert len(new_id(12)) == 12
    assert len({new_id() for _ in range(100)}) == 100


def test_a_public_id_is_a_uuid_that_begins_with_the_time():
    made = [public_id() for _ in range(50)]
    assert {uuid.UUID(each).version for each in made} == {7}
    assert [each[:13] for each in made] == sorted(each[:13] for each in made)
    assert len(set(made)) == 50


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Summer kick-off!", "summer-kick-off"),
        ("  Crème brûlée ", "creme-brulee"),
        ("a//b??c", "a-b-c"),
        ("100 %", "100"),
        ("Größe & Ærø", "grosse-aero"),
        ("Łódź, Đà Nẵng, Þór", "lodz-da-nang-thor"),
        ("日本", "日本"),
        ("여름 퀴즈!", "여름-퀴즈"),
        ("が, й", "が-й"),
        ("हिन्दी में", "हिन्दी-में"),
        ("ΆΛΦΑ Ａ①", "άλφα-a1"),
        ("x\u0302y", "xy"),
        ("🏳️\u200d🌈 pride", "pride"),
        ("", "hub"),
        ("---", "hub"),
    ],
)
def test_a_title_becomes_an_address_part(text, slug):
    assert slug_of(text) == slug


def test_a_long_title_is_cut_without_a_dash_at_its_end():
    assert slug_of("abcd efgh", longest=5) == "abcd"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("First name", "first_name"),
        ("E-mail", "e_mail"),
        ("?", "field"),
        ("여름 2026", "2026"),
        ("일", "field"),
    ],
)
def test_a_label_becomes_a_key(text, key):
    assert key_of(text) == key


@given(st.text(max_size=200), st.integers(1, 80))
def test_any_text_makes_an_address_part_within_its_length(text, longest):
    slug = slug_of(text, "x", longest)
    assert len(slug) <= longest
    assert slug == slug_of(slug, "x", longest)
    assert unicodedata.is_normalized("NFC", slug)
    parts = slug.split("-")
    assert all(parts), "no hyphen at an end, no two side by side"
    kinds = {unicodedata.category(each)[0] for part in parts for each in part}
    assert kinds <= {"L", "N", "M"}
    assert slug == slug.lower()


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Summer quiz", "Score"), "summer_quiz_score"),
        (
            ("Which way does a southern summer sun go round?",),
            "which_way_does_a_southern_summer_sun_go",
        ),
        (("여름 퀴즈", "점수"), "여름_퀴즈_점수"),
        (("Été $.", "“Größe”"), "ete_grosse"),
        (("x" * 60,), "x" * 40),
        (("?!",), ""),
    ],
)
def test_a_name_is_made_of_whole_words_of_any_script(parts, name):
    assert name_of(*parts) == name
    assert len(name_of(*parts)) <= 40
