"""What still stands as it came with a new card."""

from __future__ import annotations

import pytest

from hubapp.core.errors import HubNotPublishable
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services.editing import cards, drafts, forms, hubs, samples, versions
from tests.support.own_words import make_own

CODE = "“Spin to win”: “SUMMER10” is a sample. Put your own in its place."


@pytest.fixture
def hub(app, workspace, owner) -> Hub:
    return hubs.create_hub(workspace.id, owner.id, "Summer")


@pytest.fixture
def wheel(hub) -> str:
    return cards.add_card(hub.id, None, "wheel")


def found(hub: Hub, weight: str) -> list[str]:
    docs = drafts.documents(hub.id)
    return [each.text for each in samples.samples_of(docs) if each.weight == weight]


def test_a_code_that_is_a_sample_never_goes_live(hub, wheel):
    with pytest.raises(HubNotPublishable) as refused:
        versions.publish(hub.id, None)
    (problem,) = refused.value.problems
    assert str(problem.sentence) == CODE
    assert problem.where.startswith(f"card:{wheel}/slices.")
    make_own(hub.id, wheel)
    assert versions.publish(hub.id, None).number == 1


def test_what_a_prize_promises_is_asked_about_and_what_is_none_is_not(hub, wheel):
    assert found(hub, samples.PROMISE) == ["10% off", "Free coffee"]
    assert {"Spin to win", "No luck", "You won a coffee"} <= set(found(hub, samples.WORDS))


def test_a_text_of_ones_own_is_no_sample_wherever_it_stands(hub, wheel):
    card = drafts.document(hub.id, f"card:{wheel}")[0]
    slices = [{**each, "label": f"Own {each['label']}"} for each in card["content"]["slices"]]
    changed = {**card, "title": "Ours", "content": {**card["content"], "slices": slices}}
    drafts.change(hub.id, None, samples_changed(), {f"card:{wheel}": changed})
    assert found(hub, samples.PROMISE) == []
    assert "Spin to win" not in found(hub, samples.WORDS)


def samples_changed():
    return Words("changing all labels")


@pytest.mark.parametrize("said", [str, {"Send me": "Schick mir"}.get], ids=["en", "de"])
def test_what_somebody_agrees_to_is_the_clubs_own_wording(hub, said):
    def in_its_language(text: str) -> str:
        return said(text[:7]) or text if said is not str else text

    poll = cards.add_card(hub.id, None, "poll")
    forms.save_form(hub.id, None, poll, {"placement": "end"}, "add:consent", said=in_its_language)
    (problem,) = samples.samples_to_replace(
        samples.samples_of(drafts.documents(hub.id), in_its_language)
    )
    assert problem.where.endswith(".options.wording")
    field = problem.where.split(".")[1]
    own = {"fields": {field: {"kind": "consent", "options": {"wording": "Yes, write to me."}}}}
    forms.save_form(hub.id, None, poll, {"placement": "end", **own})
    assert (
        samples.samples_to_replace(samples.samples_of(drafts.documents(hub.id), in_its_language))
        == []
    )
