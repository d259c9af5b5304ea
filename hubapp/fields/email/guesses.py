"""Addresses of which one letter is wrong, as far as the names of large mail services tell."""

from __future__ import annotations

_SERVICES = frozenset(
    (
        *("gmail.com", "googlemail.com", "yahoo.com", "yahoo.co.uk", "yahoo.com.au", "yahoo.fr"),
        *("hotmail.com", "hotmail.co.uk", "hotmail.fr", "outlook.com", "outlook.de", "live.com"),
        *("icloud.com", "aol.com", "gmx.de", "gmx.net", "t-online.de", "orange.fr", "wanadoo.fr"),
        *("laposte.net", "naver.com", "hanmail.net", "bigpond.com", "protonmail.com", "yandex.ru"),
    )
)
_OTHERS = frozenset(
    (
        *(
            "ymail.com",
            "mail.com",
            "email.com",
            "gmx.com",
            "gmx.at",
            "gmx.ch",
            "aon.com",
        ),
        *("aol.de", "live.de", "live.fr", "live.it", "live.nl", "live.ca", "live.se", "live.cl"),
    )
)
"""Services that differ from another one by a letter, and are meant."""
_SHORTEST = 8
"""Characters: in shorter names one letter more or less is another name."""
_SLIPS = frozenset({"cm", "co", "om"})
"""Ends that are countries, and that who meant ``com`` types."""


def meant_by(address: str) -> str | None:
    """The address that was probably meant; None when this one may well be."""
    local, _, domain = address.rpartition("@")
    if domain in _SERVICES or domain in _OTHERS:
        return None
    name, _, end = domain.rpartition(".")
    for service in sorted(_SERVICES):
        if len(service) < _SHORTEST or not _one_slip_away(domain, service):
            continue
        in_its_country = name == service.rpartition(".")[0] and len(end) == 2
        if not in_its_country or end in _SLIPS:
            return f"{local}@{service}"
    return None


def _one_slip_away(one: str, other: str) -> bool:
    """A letter too many, too few, another one, or two that changed places."""
    if abs(len(one) - len(other)) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if same is None:
        return len(one) != len(other)
    a, b = one[same:], other[same:]
    swapped = a[1:2] + a[:1] + a[2:] == b
    return swapped or a[1:] == b or a == b[1:] or a[1:] == b[1:]
