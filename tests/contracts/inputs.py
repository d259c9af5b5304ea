"""The input of a field as a visitor gets it, and what a visitor would do with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import render_template

from hubapp.core.field_kind import FieldKind
from hubapp.core.snapshot import FieldSnapshot
from tests.contracts.pages import Page
from tests.contracts.table import Table

NAME = "f-thing"


def defaults(kind: FieldKind) -> dict[str, Any]:
    return {option.key: option.default for option in kind.options}


def shown(table: Table, kind: FieldKind, raw: list[str] | None = None, **more: Any) -> str:
    """The input of a field of this kind, in a form. more: problem, and attributes of the field."""
    problem = more.pop("problem", None)
    given = {"label": "Thing", "options": defaults(kind), **more}
    field = FieldSnapshot("f1", kind.kind, "thing", **given)
    with table.app.test_request_context():
        text = render_template(
            f"fields/{kind.kind}/input.html",
            field=field,
            kind=kind,
            raw=raw or [],
            problems={"thing": problem} if problem else {},
        )
    return f"<form id='it'>{text}</form>"


def example(table: Table, kind: FieldKind) -> tuple[list[str], Any]:
    """What to fill in, and the value that it is: the first of its choices, else the sample."""
    choices = Page(shown(table, kind)).values(NAME) if kind.shown else []
    if not choices:
        return [str(kind.sample)], kind.sample
    if kind.value_type == "boolean":
        return [choices[0]], kind.sample
    read = kind.clean([choices[0]], defaults(kind), True, "Thing")
    return [choices[0]], getattr(read, "value", choices[0])


def is_a(value: Any, value_type: str) -> bool:
    if value_type == "date":
        return isinstance(value, str) and bool(date.fromisoformat(value))
    if value_type == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, {"text": str, "boolean": bool, "list": list}[value_type])
