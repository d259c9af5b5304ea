"""Whatever is typed into a screen of Build is kept whole, or refused in words and given back."""

from __future__ import annotations

import pytest

from hubapp.cards import CARD_TYPES
from hubapp.core.card_form import CardForm
from hubapp.core.content import limits_of
from hubapp.fields import FIELD_KINDS
from hubapp.services import editing
from tests.blueprints.page import page_of

LETTER = "a"


def beyond(limits: dict[str, int], name: str) -> str | None:
    """What is one character too long for a control; None for one without a limit."""
    parts = name.split(".")
    for pattern, most in limits.items():
        wanted = pattern.split(".")
        if len(wanted) == len(parts) and all(
            each in ("*", part) for each, part in zip(wanted, parts, strict=True)
        ):
            return LETTER * (most + 1)
    return None


def refuse_each(client, address: str, limits: dict[str, int]) -> list[str]:
    """Type too much into each control in turn. Returns the controls."""
    tried = []
    whole = client.get(address).text
    for name in page_of(client.get(address)).values:
        text = beyond(limits, name)
        # Nobody types into a list of choices.
        if (
            text is None
            or f'<select class="form-select" id="{name}"' in whole
            or name.endswith((".id", ".kind", "placement"))
        ):
            continue
        values = page_of(client.get(address)).values
        reply = client.post(address, data={**values, name: text})
        page = page_of(reply)
        assert f'id="{name}-problem"' in reply.text, name
        assert page.values[name] == text, name
        tried.append(name)
    return tried


@pytest.mark.parametrize("kind", sorted(CARD_TYPES))
def test_cards(editor, draft, build, kind):
    card = editing.add_card(draft.id, None, kind)
    limits = editing.CARD_LIMITS | limits_of(CARD_TYPES[kind].Content)
    # Nobody types the id of a picture.
    del limits["card_cover"]
    tried = refuse_each(editor, f"{build}/cards/{card}", limits)
    assert len(tried) > 3


def test_forms(editor, draft, build, card):
    for kind in FIELD_KINDS:
        editing.save_form(draft.id, None, card, {"placement": "end"}, f"add:{kind}")
    fields = editing.document(draft.id, f"form:{card}")[0]["fields"]
    assert len(fields) == len(FIELD_KINDS)
    tried = refuse_each(editor, f"{build}/cards/{card}/form", limits_of(CardForm))
    assert {"headline", "button"} < set(tried)


def test_the_hub_itself(editor, build):
    pictures = "logo", "hero"
    limits = {name: most for name, most in editing.HUB_LIMITS.items() if name not in pictures}
    assert set(refuse_each(editor, build, limits)) == set(limits)
