"""``python -m tests.support.country_names`` writes hubapp/core/country_names.txt anew: what Babel
calls each country in many languages, and its three letters. Run it when Babel is updated."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from babel import Locale
from babel.core import get_global

from hubapp.core import countries
from hubapp.core.countries import plain_name

LANGUAGES = """
en de fr es pt pt_PT it nl sv da nb nn fi is pl cs sk hu ro bg el tr ru uk be sr sr_Latn hr bs sl
mk sq lv lt et mt ga cy ca eu gl ar he fa ur hi bn pa gu mr ta te kn ml or as ne si th lo km my vi
id ms fil jv zh zh_Hant zh_Hant_HK yue ja ko mn ka hy az kk ky uz uz_Cyrl tg tk ps ku sw am so ha
yo ig zu xh af rw mg
""".split()
UNSURE = {plain_name(each) for each in ("Congo", "Kongo", "Конго", "ကွန်ဂို", "Amerika")}
"""Names of two countries or more, though a language has them for one."""
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_WIDEST = 110
PLACE = Path(countries.__file__).with_name("country_names.txt")


def meanings() -> dict[str, set[str]]:
    """Plain name -> the codes that it means in some language."""
    found: dict[str, set[str]] = defaultdict(set)
    real = {code for code, _ in countries.countries()}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in real:
                found[plain_name(name)].add(code)
                if language == "de":
                    found[plain_name(name.translate(_GERMAN))].add(code)
    for letters, codes in get_global("territory_aliases").items():
        if len(letters) == 3 and letters.isalpha() and len(codes) == 1 and codes[0] in real:
            found[letters.casefold()].add(codes[0])
    return found


def lines() -> str:
    """What the file holds. A name that means two countries is in no line of it, unless one of them
    is so called in English."""
    english = {plain_name(name): code for code, name in countries.countries()}
    names: dict[str, list[str]] = defaultdict(list)
    for name, codes in meanings().items():
        if name not in UNSURE and (len(codes) == 1 or name in english):
            names[english.get(name, min(codes))].append(name)
    return "".join(line for code in sorted(names) for line in _rows(code, sorted(names[code])))


def _rows(code: str, names: list[str]) -> list[str]:
    rows = [code]
    for name in names:
        if len(rows[-1]) + len(name) > _WIDEST:
            rows.append(code)
        rows[-1] += f"|{name}"
    return [f"{row}\n" for row in rows]


if __name__ == "__main__":
    PLACE.write_text(lines(), "utf-8")
