"""Months by their names in the languages that a hub may speak: whoever types one means it, whatever
the language of the page."""

from __future__ import annotations

import re
import unicodedata

_NAMES = (
    "january januar janvier enero يناير كانون_الثاني",
    "february februar fevrier febrero فبراير شباط",
    "march marz maerz mars marzo مارس آذار",
    "april avril abril أبريل نيسان",
    "may mai mayo مايو أيار",
    "june juni juin junio يونيو حزيران",
    "july juli juillet julio يوليو تموز",
    "august aout agosto أغسطس آب",
    "september septembre septiembre setiembre سبتمبر أيلول",
    "october oktober octobre octubre أكتوبر تشرين_الأول",
    "november novembre noviembre نوفمبر تشرين_الثاني",
    "december dezember decembre diciembre ديسمبر كانون_الأول",
)
_FEWEST = 3
"""Letters of a month that is not written out."""
_AFTER = re.compile(r"(?<=\d)(st|nd|rd|th|er|[.,ºª년월일]+)$")


def folded(text: str) -> str:
    """Without case, accents, points and blanks around."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(each for each in plain if not unicodedata.combining(each))
    return unicodedata.normalize("NFC", bare).strip(" .,")


_MONTHS = [[folded(name.replace("_", " ")) for name in line.split()] for line in _NAMES]


def month_of(name: str) -> int | None:
    """1 to 12, of a name or of how it begins; None when it is none, or when it could be two."""
    said = folded(name)
    for number, names in enumerate(_MONTHS, 1):
        if said in names:
            return number
    if len(said) < _FEWEST:
        return None
    begin = {
        number
        for number, names in enumerate(_MONTHS, 1)
        if any(each.startswith(said) for each in names)
    }
    return begin.pop() if len(begin) == 1 else None


def without_ending(part: str) -> str:
    """A number without what people write behind it: 23rd, 1er, 4., 4월."""
    return _AFTER.sub("", part.casefold().strip())
