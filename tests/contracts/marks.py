"""Contents with marks in them: pictures everywhere, texts nowhere, secrets that can be searched."""

from __future__ import annotations

import random
from typing import Any

from hubapp.core.content import Part, about


def filled(content: Part) -> Any:
    """With a picture wherever one may be, so that what depends on it is shown."""
    values: dict[str, Any] = {}
    for name, field in type(content).model_fields.items():
        control, value = about(field)["control"], getattr(content, name)
        if control == "items":
            values[name] = tuple(filled(each) for each in value)
        elif control == "picture":
            values[name] = "f" * 24
    return content.model_copy(update=values)


def blanked(content: Part) -> Any:
    """The same items with every text empty."""
    values: dict[str, Any] = {}
    for name, field in type(content).model_fields.items():
        control, value = about(field)["control"], getattr(content, name)
        if control == "items":
            values[name] = tuple(blanked(each) for each in value)
        elif control in ("line", "lines", "rich", "reference"):
            values[name] = ""
    return content.model_copy(update=values)


def reworded(content: Part, words: set[str]) -> Any:
    """With other words wherever one of these stands, but for what is no sample of words."""
    values: dict[str, Any] = {}
    for name, field in type(content).model_fields.items():
        control, value = about(field)["control"], getattr(content, name)
        if control == "items":
            values[name] = tuple(reworded(each, words) for each in value)
        elif control == "line" and value in words and name not in content.own_words:
            values[name] = f"{value} anew"
    return content.model_copy(update=values)


def marked(content: Part, hidden: bool = False) -> tuple[Any, list[str]]:
    """With every secret text another word that stands nowhere else, and these words."""
    values: dict[str, Any] = {}
    secrets: list[str] = []
    for name, field in type(content).model_fields.items():
        told, value = about(field), getattr(content, name)
        secret = hidden or bool(told.get("secret"))
        if told["control"] == "items":
            pairs = [marked(each, secret) for each in value]
            values[name] = tuple(each for each, _ in pairs)
            secrets += [word for _, words in pairs for word in words]
        elif secret and told["control"] in ("line", "lines", "rich"):
            values[name] = f"zq{random.randrange(16**10):010x}"  # noqa: S311 - a mark, no secret
            secrets.append(values[name])
    return content.model_copy(update=values), secrets


def control_names(part: Part, path: str = "") -> list[str]:
    found = []
    for name, field in type(part).model_fields.items():
        control = about(field)["control"]
        if control == "items":
            found.append(f"{path}{name}.order")
            for each in getattr(part, name):
                found += control_names(each, f"{path}{name}.{each.id}.")
        elif control != "id":
            found.append(f"{path}{name}")
    return found


def lists_in(part: Part, path: str = "") -> list[str]:
    found = []
    for name, field in type(part).model_fields.items():
        if about(field)["control"] == "items":
            found.append(f"{path}{name}")
            for each in getattr(part, name)[:1]:
                found += lists_in(each, f"{path}{name}.{each.id}.")
    return found


def size(part: Part) -> int:
    return sum(
        1 + size(each)
        for name, field in type(part).model_fields.items()
        if about(field)["control"] == "items"
        for each in getattr(part, name)
    )
