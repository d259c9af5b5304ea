"""The registry of card types: a stored card is opened, or kept as it is."""

from __future__ import annotations

import pytest
from PIL import Image

from hubapp.cards import CARD_TYPES, card_type_of, opened
from hubapp.web.assets import PACKAGE


@pytest.mark.parametrize("kind", CARD_TYPES)
def test_what_a_type_stored_is_opened(kind):
    card_type = CARD_TYPES[kind]
    content = card_type.default_content()
    found = opened(kind, card_type.schema, content.model_dump(mode="json"))
    assert found == (card_type, content)


@pytest.mark.parametrize(
    ("kind", "schema", "stored"),
    [("hologram", 1, {}), ("quiz", 99, {}), ("quiz", 1, {"questions": 5}), ("poll", 0, {})],
)
def test_what_this_release_cannot_read_is_no_error(kind, schema, stored):
    assert opened(kind, schema, stored) is None


def test_an_unknown_kind_has_no_type():
    assert card_type_of("hologram") is None
    assert card_type_of("quiz") is CARD_TYPES["quiz"]


@pytest.mark.parametrize("kind", CARD_TYPES)
def test_the_picker_has_a_light_picture_of_each_type(kind):
    """``make pictures ONLY=cards`` takes it. A picker shows one of each type at once."""
    picture = PACKAGE / "cards" / kind / "static" / CARD_TYPES[kind].picture
    assert picture.is_file()
    assert picture.stat().st_size <= 10_000
    with Image.open(picture) as shown:
        assert (shown.format, shown.size) == ("WEBP", (480, 320))
