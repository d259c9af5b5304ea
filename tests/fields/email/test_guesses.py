"""Did you mean another address?"""

from __future__ import annotations

import pytest

from hubapp.fields.email.guesses import _SERVICES, meant_by


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmail.comm", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("yahooo.com", "yahoo.com"),
        ("outlok.com", "outlook.com"),
        ("icloud.cm", "icloud.com"),
        ("naver.con", "naver.com"),
    ],
)
def test_a_slip_is_asked_about(typed, meant):
    assert meant_by(f"ana@{typed}") == f"ana@{meant}"


@pytest.mark.parametrize(
    "domain",
    [*sorted(_SERVICES), "ymail.com", "mail.com", "gmx.at", "hotmail.gr", "example.com", "aol.de"],
)
def test_an_address_that_may_well_be_is_left_alone(domain):
    assert meant_by(f"ana@{domain}") is None


def test_what_is_meant_is_asked_about_no_more():
    assert meant_by(meant_by("ana@gmial.com")) is None
