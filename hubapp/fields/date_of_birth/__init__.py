"""Date of birth, with a minimum age. Kept as ``YYYY-MM-DD``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from hubapp.core.field_kind import Clean, FieldKind, FieldOption, Unclean
from hubapp.core.one_line import one_line
from hubapp.core.reading import number
from hubapp.core.words import Words

_OLDEST = 125
"""Years."""
_MONTHS = (
    *(Words("January"), Words("February"), Words("March"), Words("April")),
    *(Words("May"), Words("June"), Words("July"), Words("August")),
    *(Words("September"), Words("October"), Words("November"), Words("December")),
)


class DateOfBirth(FieldKind):
    """Three numbers are quicker to type, and to hear, than a calendar of a hundred years; they
    are posted as day, month, year. One ISO date is read too."""

    kind: ClassVar[str] = "date_of_birth"
    label: ClassVar[Words] = Words("Date of birth")
    icon: ClassVar[str] = "calendar"
    default_key: ClassVar[str] = "date_of_birth"
    default_label: ClassVar[str] = "Date of birth"
    autocomplete: ClassVar[str] = "bday"
    inputmode: ClassVar[str] = "numeric"
    value_type: ClassVar[str] = "date"
    personal: ClassVar[bool] = True
    means: ClassVar[str] = "birthday"
    sample: ClassVar[Any] = "1990-04-23"
    options: ClassVar[tuple[FieldOption, ...]] = (
        FieldOption(
            "minimum_age", Words("Minimum age in years"), "number", 0, Words("0: any age.")
        ),
    )

    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        parts = [each.strip() for each in raw if each.strip()]
        advice = Unclean(Words("Enter your date of birth as day, month and year, like 23 4 1990."))
        if not parts:
            return Unclean(Words("Fill in “%(field)s”.", field=label)) if required else Clean(None)
        born = _date(parts, raw)
        if born is None:
            return Unclean(_wrong(parts) or advice.sentence)
        today = datetime.now(UTC).date()
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if age < 0:
            return Unclean(
                Words("This date has not come yet. Enter day, month and year, like 23 4 1990.")
            )
        if age > _OLDEST:
            return Unclean(
                Words("Nobody is that old. Enter all four digits of the year, like 23 4 1990.")
            )
        least = _least_age(options)
        if age < least:
            return Unclean(Words("You must be %(age)s or older to take part.", age=least))
        return Clean(born.isoformat())


def _least_age(options: Mapping[str, Any]) -> int:
    # Somebody typed "18+" when any text was taken: that must not let children in.
    found = re.match(r"\s*\d+", str(options.get("minimum_age") or 0))
    return int(number(found[0] if found else 0, 0, 99, 0))


def _wrong(parts: Sequence[str]) -> Words | None:
    """Which of three numbers cannot be; None when they are not three whole numbers."""
    if len(parts) != 3 or not all(each.isdecimal() and len(each) < 5 for each in parts):
        return None
    day, month, year = (int(each) for each in parts)
    if not 1 <= month <= 12:
        return Words(
            "There is no month %(month)s. Enter the day first, like 23 4 1990.", month=month
        )
    if not 1 <= day <= 31 or not year:
        return None
    return Words(
        "There was no %(day)s %(month)s in %(year)s. Enter a day like 23 4 1990.",
        day=day,
        month=_MONTHS[month - 1],
        year=year,
    )


def _date(parts: Sequence[str], raw: Sequence[str]) -> date | None:
    try:
        if len(parts) == 1:
            return date.fromisoformat(one_line(raw))
        day, month, year = (int(each) for each in parts)
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None
