"""Date of birth, with a minimum age. Kept as ``YYYY-MM-DD``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from hubapp.core.field_kind import Clean, FieldKind, FieldOption, Unclean
from hubapp.core.one_line import one_line, with_plain_digits
from hubapp.core.reading import number
from hubapp.core.words import Words
from hubapp.fields.date_of_birth.months import month_of, without_ending

_OLDEST = 125
"""Years."""
_BETWEEN = re.compile(r"[\s./\-–,]+")
_MONTHS = (
    *(Words("January"), Words("February"), Words("March"), Words("April")),
    *(Words("May"), Words("June"), Words("July"), Words("August")),
    *(Words("September"), Words("October"), Words("November"), Words("December")),
)


_MISSING = (
    Words("The day is missing. Enter a date like 23 4 1990."),
    Words("The month is missing. Enter a date like 23 4 1990."),
    Words("The year is missing. Enter a date like 23 4 1990."),
)


class DateOfBirth(FieldKind):
    """Three numbers are quicker to type, and to hear, than a calendar of a hundred years; they
    are posted as day, month, year. A month may be named, and a date may stand in one box."""

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
        typed = [with_plain_digits(one_line([each])) for each in raw]
        parts = _parted(typed)
        if not any(parts):
            return Unclean(Words("Fill in “%(field)s”.", field=label)) if required else Clean(None)
        born = _date(parts)
        return Clean(born.isoformat()) if born else Unclean(_wrong(parts))

    def filled_in(self, value: Any, options: Mapping[str, Any]) -> Sequence[str]:
        return [str(int(each)) for each in reversed(str(value).split("-"))]

    def fine_print(self, options: Mapping[str, Any]) -> Words | None:
        least = _least_age(options)
        return Words("%(age)s+", age=least) if least else None

    def unfit(self, value: Any, options: Mapping[str, Any], today: date) -> Words | None:
        born, least = date.fromisoformat(value), _least_age(options)
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if age < 0:
            return Words("This date has not come yet. Enter day, month and year, like 23 4 1990.")
        if age > _OLDEST:
            return Words("Nobody is that old. Enter all four digits of the year, like 23 4 1990.")
        if age < least:
            return Words("You must be %(age)s or older to take part.", age=least)
        return None


def _least_age(options: Mapping[str, Any]) -> int:
    # Somebody typed "18+" when any text was taken: that must not let children in.
    found = re.match(r"\s*\d+", str(options.get("minimum_age") or 0))
    return int(number(found[0] if found else 0, 0, 99, 0))


def _parted(typed: Sequence[str]) -> list[str]:
    """Day, month, year as they were typed, in one box or in three; the month as a number when it
    is named."""
    filled = [each for each in typed if each]
    if len(filled) == 1:
        parts = [each for each in _BETWEEN.split(filled[0]) if each]
        if len(parts) == 3:
            # The year first, as it is written in Korea and by programs.
            typed = parts[::-1] if len(without_ending(parts[0])) == 4 else parts
    parts = [without_ending(each) for each in typed]
    if len(parts) == 3 and (month := month_of(parts[1])):
        parts[1] = str(month)
    return parts


def _wrong(parts: Sequence[str]) -> Words:
    """What of it cannot be."""
    advice = Words("Enter your date of birth as day, month and year, like 23 4 1990.")
    if len(parts) != 3:
        return advice
    if "" in parts:
        return _MISSING[parts.index("")]
    if parts[1].isalpha():
        return Words(
            "There is no month “%(month)s”. Enter its number, like 23 4 1990.", month=parts[1][:20]
        )
    if not all(each.isdecimal() and len(each) < 5 for each in parts):
        return advice
    day, month, year = (int(each) for each in parts)
    if not 1 <= month <= 12:
        return Words(
            "There is no month %(month)s. Enter the day first, like 23 4 1990.", month=month
        )
    if not 1 <= day <= 31 or not year:
        return advice
    return Words(
        "There was no %(day)s %(month)s in %(year)s. Enter a day like 23 4 1990.",
        day=day,
        month=_MONTHS[month - 1],
        year=year,
    )


def _date(parts: Sequence[str]) -> date | None:
    try:
        day, month, year = (int(each) for each in parts)
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None
