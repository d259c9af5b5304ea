"""Values as Braze stores them. What Braze would drop, cut or take for something else is left out
here, for Braze does not report it (CONTRACT 4.3); ``why_left_out`` says why."""

from __future__ import annotations

import math
from typing import Any

from hubapp.core.trigger import PREFIX
from hubapp.core.words import Words
from hubapp.destinations.braze import subscriptions
from hubapp.destinations.braze.dates import date_of, reads_as_date
from hubapp.destinations.braze.standard import FORMS, LONGEST_TEXT, is_email, phone_of

MOST_IN_LIST = 500
"""Values; workspaces on older rules keep the last 25 or 100 (CONTRACT 4.3)."""
_LONGEST_ID = 987
"""Bytes of an external_id (CONTRACT 2.2)."""
_DUMMIES = frozenset({"null", "undefined", "none", "nan", "0", "test", "{{${braze_id}}}"})
"""Ids that mean that a link was not filled in (CONTRACT 9.18)."""

_NOTHING = Words("There is nothing in it.")
_NO_NUMBER = Words("Braze takes no number as large as this.")
_TOO_LONG = Words("Braze keeps no text longer than %(most)s characters.", most=LONGEST_TEXT)
_LONG_LIST = Words("Braze keeps no list of more than %(most)s values.", most=MOST_IN_LIST)
_LIKE_A_DATE = Words(
    "Braze would read this text as a date, and the attribute would be a date for ever. Write it "
    "another way, or send it as an event property or as a custom attribute that is a date."
)
_NO_DATE = Words("This is not a date written like 1990-04-23.")
_DATE_IN_LIST = Words("Braze takes no text that reads as a date within a list.")


def attribute_value(target: str, value: Any) -> Any:
    """``value`` for an attribute target, or None when Braze could not use it."""
    if form := FORMS.get(target):
        return form.of(value)
    if target.startswith("date."):
        return date_of(value)
    if target.startswith("attribute."):
        return str(value).strip() if _plain_problem(str(value)) is None else None
    return None if _custom_problem(value) else _as_it_is_kept(value)


def plain_value(value: Any) -> Any:
    """``value`` of an event property, or None when Braze could not use it: a boolean, a finite
    number, a text or a list of texts."""
    return None if _plain_problem(value) else _as_it_is_kept(value)


def why_left_out(target: str, value: Any) -> Words | None:
    """Why this value is not sent to this target, in a sentence; None when it is."""
    if target.startswith(("event.", PREFIX)):
        return _plain_problem(value)
    if subscriptions.is_group(target):
        return None if subscriptions.state_of(value) else subscriptions.NO_STATE
    if target.startswith("attribute."):
        if attribute_value(target, value) is not None:
            return None
        form = FORMS.get(target)
        return form.advice if form else _plain_problem(str(value))
    if target.startswith("date."):
        return _NO_DATE if date_of(value) is None else None
    return _custom_problem(value)


def left_out(target: str, value: Any) -> Words | None:
    """Why this value of a record, which Braze could not use there, is not sent; None when nothing
    is wrong with it: None takes away what stands there, and a consent that was not given says
    nothing, and is meant to."""
    return None if value is None or value is False else why_left_out(target, value)


def _custom_problem(value: Any) -> Words | None:
    if isinstance(value, str) and reads_as_date(value):
        return _LIKE_A_DATE
    return _plain_problem(value)


def _plain_problem(value: Any) -> Words | None:
    """Why it can be no boolean, finite number, text or list of texts of Braze's (CONTRACT 4.3,
    5.1)."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return None if -(2**63) <= value < 2**63 else _NO_NUMBER
    if isinstance(value, float):
        return None if math.isfinite(value) else _NO_NUMBER
    if isinstance(value, list | tuple):
        return _list_problem(_texts(value))
    text = str(value)
    if not text.strip():
        return _NOTHING
    return _TOO_LONG if len(text.strip()) > LONGEST_TEXT else None


def _list_problem(texts: list[str]) -> Words | None:
    # A list goes whole or not at all: without some of its answers it would say something else.
    if not texts:
        return _NOTHING
    if len(texts) > MOST_IN_LIST:
        return _LONG_LIST
    if any(len(each) > LONGEST_TEXT for each in texts):
        return _TOO_LONG
    return _DATE_IN_LIST if any(reads_as_date(each) for each in texts) else None


def _texts(values: list[Any] | tuple[Any, ...]) -> list[str]:
    """Each once; Braze keeps no doubles."""
    return list(dict.fromkeys(str(each) for each in values if each not in (None, "")))


def _as_it_is_kept(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return _texts(value)
    if isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if len(text) <= LONGEST_TEXT else text.strip()


def identity_problem(rule: str, identity: str) -> Words | None:
    """Why Braze could not use this identity; None when it can."""
    if rule in ("email", "alias_email") and not is_email(identity.lower()):
        return Words("This is not an email address, so Braze cannot find or create the user.")
    if rule in ("phone", "alias_phone") and phone_of(identity) != identity:
        return Words("This is not a phone number with its country code, so Braze cannot use it.")
    if rule not in ("external_id", "braze_id"):
        return None
    if not identity.strip():
        return Words("The ID is empty, so Braze cannot know whose values these are.")
    if identity.lower() in _DUMMIES or "{{" in identity:
        return Words(
            "The ID is “%(id)s”, which a link carries when it was not filled in. Check the link in "
            "your Braze message.",
            id=identity[:40],
        )
    if len(identity.encode()) > _LONGEST_ID:
        return Words(
            "The ID is longer than %(most)s bytes; Braze refuses such an ID.", most=_LONGEST_ID
        )
    return None
