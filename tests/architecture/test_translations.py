"""What visitors read is there in every language that a hub may speak, and what members read in
those that they may choose."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from hubapp.core.languages import DEFAULT, LANGUAGES, OF_MEMBERS
from hubapp.services import editing
from hubapp.services.visiting import stamps
from hubapp.web.catalogues import file_of
from tests.architecture import members_words
from tests.architecture.foreign import new_lines, speak, untranslated
from tests.architecture.foreign_hub import make_foreign_hub, play
from tests.architecture.foreign_journey import Journey, names
from tests.architecture.visitors_words import sentences

_PLACES = re.compile(r"%\(\w+\)s|%%|</?\w+[^>]*>")
"""What must stand in a translation as it does in the sentence: placeholders and tags."""
CATALOGUES = [
    *((each, "messages") for each in LANGUAGES if each != DEFAULT),
    *((each, "members") for each in OF_MEMBERS if each != DEFAULT),
]
NEEDED = {"messages": sentences, "members": members_words.sentences}


@pytest.fixture(params=CATALOGUES, ids="-".join)
def catalogue(request) -> Catalog:
    language, name = request.param
    with file_of(language, name).open("rb") as file:
        return read_po(file, locale=language, domain=name, abort_invalid=True)


def places_in(text: str) -> list[str]:
    return sorted(_PLACES.findall(text))


def wrong_with(message: Message, forms: int) -> str:
    """What is wrong with a translation; empty when nothing is."""
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    wanted = places_in(message.id[-1] if isinstance(message.id, tuple) else message.id)
    if message.fuzzy or not all(said):
        return "is not translated"
    if isinstance(message.id, tuple) and len(said) != forms:
        return f"has {len(said)} forms, not {forms}"
    # A form for exactly one or two may say so in words.
    less = [each for each in wanted if each != "%(count)s"]
    if places_in(said[-1]) != wanted or any(places_in(each) not in (wanted, less) for each in said):
        return f"has other placeholders or tags than {wanted}"
    return ""


def test_no_sentence_lacks_a_translation_and_none_is_left_over(catalogue):
    known = {each.id for each in catalogue if each.id}
    needed = NEEDED[catalogue.domain]()
    lacking = [f"{place}: {each}" for each, place in needed.items() if each not in known]
    over = [f"left over: {each}" for each in known - needed.keys()]
    assert not lacking + over, "\n".join([f"{catalogue.locale}:", *lacking, *over])


def test_every_placeholder_and_tag_stands_in_the_translation(catalogue):
    found = [(each.id, wrong_with(each, catalogue.num_plurals)) for each in catalogue if each.id]
    wrong = [f"{said}: {what}" for said, what in found if what]
    assert len(found) > 150
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("said", "translated", "wrong"),
    [
        ("%(a)s of %(b)s", "%(b)s von %(a)s", ""),
        ("%(a)s of %(b)s", "%(b)s", "other placeholders"),
        ("<b>Yes</b>", "<b>Ja", "other placeholders"),
        ("Yes", "", "not translated"),
        (("%(count)s vote", "%(count)s votes"), ("one", "%(count)s"), ""),
        (("%(count)s vote", "%(count)s votes"), ("%(count)s", "many"), "other placeholders"),
        (("%(count)s vote", "%(count)s votes"), ("%(count)s",), "1 forms, not 2"),
    ],
)
def test_each_fault_of_a_translation_is_found(said, translated, wrong):
    found = wrong_with(Message(said, translated), 2)
    assert (wrong in found) if wrong else not found


def test_members_and_visitors_share_no_sentence():
    assert len(members_words.sentences()) > 1000
    assert not members_words.sentences().keys() & sentences().keys()


def test_what_a_visitor_meets_is_among_these_sentences(app, workspace, owner, monkeypatch):
    """The list is made from the source; here every card is played, and what was said is looked up
    in it."""
    monkeypatch.setattr(stamps, "FASTEST", 0)
    hub = make_foreign_hub(workspace.id, owner.id)
    asked = speak(app, monkeypatch)
    journey = Journey(app, app.test_client(), hub)
    journey.look(journey.visitor(), "public")
    for card in editing.cards_in_order(editing.documents(hub.id)):
        assert list(play(journey.visitor(), hub, card["slug"]))
    left = asked - {each if isinstance(each, str) else each[0] for each in sentences()}
    assert len(asked) > 80
    assert not left, "\n".join(sorted(left))


@pytest.mark.parametrize("language", ["ko", "ar"])
def test_no_english_word_is_left(app, workspace, owner, monkeypatch, language):
    """In the two languages that have no Latin letters, on every page and after every refusal."""
    monkeypatch.setattr(stamps, "FASTEST", 0)
    hub, visitor, left = make_foreign_hub(workspace.id, owner.id), app.test_client(), {}
    editing.choose_language(hub.id, owner.id, language)
    editing.publish(hub.id, owner.id)
    pages = [(hub.slug, visitor.get(f"/h/{hub.slug}/").text)]
    for card in editing.cards_in_order(editing.documents(hub.id)):
        pages += play(app.test_client(), hub, card["slug"])
    known, read = names(), set()
    for where, page in pages:
        assert f'<html lang="{language}"' in page
        left |= dict.fromkeys(untranslated(new_lines(page, read), known), where)
    assert len(pages) > 60
    assert not left, left
