"""Another order for each play, and the same through it."""

from __future__ import annotations

from collections import Counter

from hubapp.cards import CARD_TYPES
from hubapp.core.content import Item
from hubapp.core.mixing import MixedContent, mixed

ITEMS = tuple(Item(id=each) for each in "abcd")


def order(seed: str) -> str:
    return "".join(each.id for each in mixed(ITEMS, seed))


def test_a_play_keeps_its_order_in_any_release():
    assert order("one play") == order("one play") == "dacb"


def test_each_comes_first_as_often_as_the_others():
    first = Counter(order(f"play {each}")[0] for each in range(2000))
    assert set(first) == set("abcd")
    assert min(first.values()) > 400


def test_every_type_with_the_switch_deals_what_it_holds_and_nothing_else():
    kinds = [each for each in CARD_TYPES.values() if issubclass(each.Content, MixedContent)]
    assert len(kinds) == 5
    for kind in kinds:
        plain = kind.default_content()
        assert kind.dealt(plain, "a") == plain
        content = plain.model_copy(update={"mixed": True})
        dealt = [kind.dealt(content, str(seed)) for seed in range(20)]
        assert len({each.model_dump_json() for each in dealt}) > 1, kind.kind
        assert {ids_in(each) for each in dealt} == {ids_in(content)}, kind.kind


def ids_in(content) -> tuple[str, ...]:
    return tuple(sorted(_ids(content.model_dump())))


def _ids(value) -> list[str]:
    if isinstance(value, dict):
        own = [value["id"]] if "id" in value else []
        return own + [x for each in value.values() for x in _ids(each)]
    return [x for each in value for x in _ids(each)] if isinstance(value, list | tuple) else []
