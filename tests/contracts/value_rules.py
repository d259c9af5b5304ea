"""What every field kind promises of its values, beside ``field_rules.py``."""

from __future__ import annotations

from datetime import date

from hubapp.core.field_kind import Clean, FieldKind
from hubapp.core.words import Words
from tests.contracts.field_rules import RULES, rule
from tests.contracts.inputs import defaults, example
from tests.contracts.table import Table

__all__ = ["RULES"]

_MEANINGS = ("", "email", "phone", "first_name", "last_name", "country", "birthday", "consent")


@rule
def what_it_says_of_people_is_known(kind: FieldKind, table: Table) -> None:
    assert kind.identifies in ("", "email", "phone", "id")
    assert kind.means in _MEANINGS
    if kind.identifies:
        raw, value = example(table, kind)
        assert kind.value_type == "text"
        assert isinstance(value, str)
        assert kind.clean(raw, defaults(kind), True, "Thing") == Clean(value)


@rule
def what_is_compared_is_a_text(kind: FieldKind, table: Table) -> None:
    """Of the same value the same one, and never nothing: that would be everybody's."""
    _, value = example(table, kind)
    found = kind.compared(value)
    assert isinstance(found, str)
    assert found
    assert kind.compared(value) == found


@rule
def what_it_guesses_is_another_clean_value(kind: FieldKind, table: Table) -> None:
    """Whoever is asked whether they meant it is not asked again when they did."""
    for value in (example(table, kind)[1], kind.sample):
        meant = kind.guess(value)
        assert meant is None or kind.clean([meant], defaults(kind), True, "") == Clean(meant)
        assert meant is None or (meant != value and kind.guess(meant) is None)


@rule
def what_is_unfit_today_is_told(kind: FieldKind, table: Table) -> None:
    """Its sample does on any day of our time."""
    for day in (date(2026, 1, 1), date(2040, 12, 31)):
        assert kind.unfit(kind.sample, defaults(kind), day) is None


@rule
def what_it_hints_at_is_not_the_whole(kind: FieldKind, table: Table) -> None:
    """Somebody may look over a shoulder; and it is a word of text, for any value."""
    for value in (example(table, kind)[1], kind.sample):
        assert isinstance(kind.hint(value), str)
        assert kind.hint(value) != str(value)


@rule
def its_fine_print_is_words(kind: FieldKind, table: Table) -> None:
    for options in ({}, defaults(kind), dict.fromkeys(defaults(kind), "18+")):
        said = kind.fine_print(options)
        assert said is None or isinstance(said, Words)
