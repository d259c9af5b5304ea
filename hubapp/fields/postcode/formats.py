"""How postcodes are written, for the countries of most visitors: ``#`` is a digit, ``@`` a letter,
``*`` either; what else stands in a format is put there. Elsewhere any short text is one."""

from __future__ import annotations

FORMATS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("AT", "AU", "BE", "BG", "CH", "CY", "DK", "HU", "LU", "NO", "NZ"), ("####",)),
    **dict.fromkeys(("PH", "SI", "ZA"), ("####",)),
    **dict.fromkeys(("DE", "EE", "ES", "FI", "FR", "HR", "ID", "IT", "KR", "MX"), ("#####",)),
    **dict.fromkeys(("MY", "SA", "TH", "TR", "UA"), ("#####",)),
    **dict.fromkeys(("CN", "CO", "IN", "RO", "SG", "VN"), ("######",)),
    **dict.fromkeys(("CZ", "GR", "SE", "SK"), ("### ##",)),
    "BR": ("#####-###",),
    "CA": ("@#@ #@#",),
    "GB": ("@# #@@", "@## #@@", "@@# #@@", "@@## #@@", "@#@ #@@", "@@#@ #@@"),
    "IE": ("@#* ****",),
    "JP": ("###-####",),
    "NL": ("#### @@",),
    "PL": ("##-###",),
    "PT": ("####-###",),
    "US": ("#####", "#####-####"),
}
EXAMPLES = {
    "AU": "2000",
    "CA": "K1A 0B1",
    "DE": "10115",
    "FR": "75001",
    "GB": "SW1A 1AA",
    "IE": "D02 X285",
    "JP": "100-0001",
    "KR": "04524",
    "NL": "1012 AB",
    "US": "10001",
}
_MARKS = {
    "#": str.isdecimal,
    "@": str.isalpha,
    "*": str.isalnum,
}


def written(compact: str, country: str) -> str | None:
    """A postcode without blanks and hyphens as its country writes it; None when it is none."""
    return next(
        (found for form in FORMATS[country] if (found := _filled(compact, form)) is not None), None
    )


def _filled(compact: str, form: str) -> str | None:
    if len(compact) != sum(each in _MARKS for each in form):
        return None
    characters, out = iter(compact), ""
    for each in form:
        fits = _MARKS.get(each)
        character = next(characters) if fits else each
        if fits and not fits(character):
            return None
        out += character
    return out


def example_of(country: str) -> str:
    """One that looks right."""
    made = FORMATS[country][0].replace("#", "1").replace("@", "A").replace("*", "1")
    return EXAMPLES.get(country, made)
