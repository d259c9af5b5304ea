"""The shape of what a card holds, said once: its fields, their limits and what is secret.

A card type describes its content as pydantic models whose fields are made by the functions here.
From that one description come the reading of stored documents and of editing forms, what **Add**
puts into a list, what a browser may see before its time, the pictures in it and the JSON schema.
Every item of a list has an id, and its controls are named by it: ``questions.<id>.text``. The order
of a list is a control of its own: ``questions.order`` holds the ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Self, cast, get_args

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from hubapp.core.errors import Problem
from hubapp.core.identifiers import new_id
from hubapp.core.words import Words

Json = dict[str, Any]
MOST_ITEMS = 200
"""Of any list, unless it says otherwise."""


class Part(BaseModel):
    """A group of fields. ``extra`` is ignored: what an older release kept and nobody reads."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    names: ClassVar[Mapping[str, Words]] = {}
    """Field -> what people call it, see ``core/differing.py``."""
    values: ClassVar[Mapping[str, Mapping[str, Words]]] = {}
    """Field of few values -> value -> what people call it."""
    own_words: ClassVar[tuple[str, ...]] = ()
    """Fields whose sample must never be published: codes, links."""
    promises: ClassVar[tuple[str, ...]] = ()
    """Fields that promise something to visitors: a sample is published when somebody says yes."""


class Item(Part):
    """A part that stands in a list."""

    id: str = Field(default_factory=new_id, json_schema_extra={"control": "id"})

    @classmethod
    def blank(cls) -> Self:
        """What **Add** puts into the list."""
        return cls()


class Content(Part):
    """What a card of one type holds. Every field has a default: a draft may be unfinished, and what
    is missing is a problem when publishing, never an error."""


def line(most: int, default: str = "", *, secret: bool = False) -> Any:
    """One line of text. most: characters; secret: a browser sees it only after the play."""
    return _field("line", default, most=most, secret=secret)


def lines(most: int, default: str = "", *, secret: bool = False) -> Any:
    """Several lines of text."""
    return _field("lines", default, most=most, secret=secret)


def rich(most: int, default: str = "", *, secret: bool = False) -> Any:
    """Text with formatting, as HTML; the type cleans it."""
    return _field("rich", default, most=most, secret=secret)


def picture(*, secret: bool = False) -> Any:
    """The id of an uploaded picture; empty for none."""
    return _field("picture", "", most=32, secret=secret)


def reference(*, secret: bool = False) -> Any:
    """The id of an item of a list of the same part or of one around it; empty for none."""
    return _field("reference", "", most=20, secret=secret)


def colour(default: str, *, secret: bool = False) -> Any:
    """``#rrggbb``."""
    return _field("colour", default, most=7, secret=secret)


def number(least: float, most: float, default: float = 0, *, secret: bool = False) -> Any:
    """A number within its bounds, both included; whole numbers stay whole."""
    return _field("number", default, least=least, most=most, secret=secret)


def switch(default: bool = False, *, secret: bool = False) -> Any:
    """Yes or no."""
    return _field("switch", default, secret=secret)


def lines_by_key(most: int) -> Any:
    """Texts by keys that something else names, such as the options of a field's kind."""
    return Field(
        default_factory=dict,
        json_schema_extra={"control": "by_key", "most": most, "secret": False},
    )


def items(most: int = MOST_ITEMS, *, secret: bool = False) -> Any:
    """A list of ``Item``s. secret: nothing of it is seen before the play's end."""
    return Field(
        default_factory=tuple,
        json_schema_extra={"control": "items", "most": most, "secret": secret},
    )


def _field(control: str, default: Any, **about: Any) -> Any:
    return Field(default=default, json_schema_extra={"control": control, **about})


def about(field: FieldInfo) -> Json:
    """How a field was described: ``control`` (empty when it was not), ``most``, ``least``,
    ``secret``."""
    found = field.json_schema_extra
    return cast(Json, found) if isinstance(found, dict) else {"control": ""}


def public_part(part: Part) -> Json:
    """All of it that is not secret, as JSON."""
    return {
        name: [public_part(each) for each in value] if isinstance(value, tuple) else value
        for name, field in type(part).model_fields.items()
        if not about(field).get("secret")
        for value in (getattr(part, name),)
    }


def secrets_in(part: Part) -> Iterator[str]:
    """Every text that a browser must not see before its time."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        hidden = about(field).get("secret")
        for each in value if isinstance(value, tuple) else ():
            yield from _texts_of(each) if hidden else secrets_in(each)
        if hidden and isinstance(value, str) and value:
            yield value


def _texts_of(part: Part) -> Iterator[str]:
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if isinstance(value, tuple):
            for each in value:
                yield from _texts_of(each)
        elif isinstance(value, str) and value and about(field)["control"] in ("line", "lines"):
            yield value


def pictures_in(part: Part) -> list[str]:
    """Ids of all pictures in it."""
    found = []
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if isinstance(value, tuple):
            found += [each for item in value for each in pictures_in(item)]
        elif about(field)["control"] == "picture" and value:
            found.append(value)
    return found


def limits_of(part: type[Part], path: str = "") -> dict[str, int]:
    """Control -> how many characters it holds; ``*`` for the id of an item: ``questions.*.text``,
    and for whatever something else names."""
    found: dict[str, int] = {}
    for name, field in part.model_fields.items():
        told, where = about(field), f"{path}{name}"
        if told["control"] == "items":
            found |= limits_of(get_args(field.annotation)[0], f"{where}.*.")
        elif told["control"] in ("line", "lines", "rich"):
            found[where] = told["most"]
        elif told["control"] == "by_key":
            found[f"{where}.*"] = told["most"]
    return found


def shape_problems(part: Part, path: str = "") -> list[Problem]:
    """What is beyond a limit, by control. Nothing is ever cut."""
    found: list[Problem] = []
    for name, field in type(part).model_fields.items():
        value, told, where = getattr(part, name), about(field), f"{path}{name}"
        if isinstance(value, tuple):
            found += _too_many(where, value, told["most"])
            for each in value:
                found += shape_problems(each, f"{where}.{each.id}.")
        elif isinstance(value, dict):
            texts = ((f"{where}.{key}", each) for key, each in value.items())
            found += [Problem(at, said) for at, each in texts if (said := _beyond(each, told))]
        elif sentence := _beyond(value, told):
            found.append(Problem(where, sentence))
    return found


def _too_many(where: str, values: tuple[Item, ...], most: int) -> list[Problem]:
    if len(values) <= most:
        return []
    sentence = Words("There is room for %(most)s here; remove some.", most=most)
    return [Problem(where, sentence)]


def _beyond(value: Any, told: Json) -> Words | None:
    most, least = told.get("most"), told.get("least")
    if isinstance(value, str) and most is not None and len(value) > most:
        return Words(
            "Shorten this to %(most)s characters; it has %(count)s.", most=most, count=len(value)
        )
    if least is not None and most is not None and not least <= value <= most:
        return Words("Enter a number from %(least)s to %(most)s.", least=least, most=most)
    return None
