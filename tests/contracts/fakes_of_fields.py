"""A field kind that keeps every rule, and one for each rule that breaks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from hubapp.core.field_kind import Clean, FieldKind, FieldOption, Unclean
from hubapp.core.words import Words

INPUT = """{% import "components/inputs.html" as inputs with context %}
{{ inputs.typed('text', field, kind, raw, problems) }}"""


class Size(FieldKind):
    """Keeps every rule: a whole number up to a largest."""

    kind: ClassVar[str] = "shoe_size"
    label: ClassVar[Words] = Words("Shoe size")
    icon: ClassVar[str] = "pencil"
    default_key: ClassVar[str] = "shoe_size"
    default_label: ClassVar[str] = "Your size"
    inputmode: ClassVar[str] = "numeric"
    value_type: ClassVar[str] = "number"
    sample: ClassVar[Any] = 42
    options: ClassVar[tuple[FieldOption, ...]] = (
        FieldOption("largest", Words("Largest size"), "number", 60, Words("No foot is longer.")),
    )
    template: ClassVar[str] = INPUT

    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        typed = raw[0].strip() if raw else ""
        if not typed:
            return Unclean(Words("Say your size.")) if required else Clean(None)
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 3):
            return Unclean(Words("A size is a whole number, such as 42."))
        return Clean(int(typed))

    def option_problems(self, options: Mapping[str, Any]) -> list[Words]:
        return [] if options.get("largest") else [Words("it has no largest size.")]


def templates_of(kind: FieldKind) -> dict[str, str]:
    """The fake's templates, by their names."""
    text = getattr(kind, "template", "")
    return {f"fields/{kind.kind}/input.html": text} if text else {}


class _BadKind(Size):
    kind = "Shoe Size"


class _Wordless(Size):
    options: ClassVar[tuple[FieldOption, ...]] = (
        FieldOption("largest", Words("Largest"), "number", 60, "None is longer."),  # type: ignore
    )


class _Iconless(Size):
    icon = "no-such-icon"


class _WithoutInput(Size):
    template = ""


class _Forgetful(Size):
    template = INPUT.replace("kind, raw", "kind, []")


class _Unescaped(Size):
    template = INPUT + "{{ raw[0]|safe }}"


class _Untied(Size):
    template = INPUT.replace("problems)", "{})") + "{{ problems[field.key] }}"


class _Undemanding(Size):
    template = """<label for="f-{{ field.key }}">{{ field.label }}</label>
<input id="f-{{ field.key }}" name="f-{{ field.key }}" value="{{ raw[0] }}">"""


class _Fragile(Size):
    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        return Clean(int(raw[0]))


class _Incomparable(Size):
    def compared(self, value: Any) -> str:
        return ""


class _Textual(Size):
    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        read = super().clean(raw, options, required, label)
        return Clean(str(read.value)) if isinstance(read, Clean) else read


class _Insatiable(Size):
    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        return super().clean(raw, options, True, label)


class _Unseen(Size):
    shown = False
    template = "{# Nothing. #}"


class _Monotonous(Size):
    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        read = super().clean(raw, options, required, label)
        return Unclean(Words("Say your size.")) if isinstance(read, Unclean) else read


class _Unset(Size):
    options: ClassVar[tuple[FieldOption, ...]] = (
        FieldOption("largest", Words("Largest size"), "number", 0),
    )


class _Untidy(Size):
    options: ClassVar[tuple[FieldOption, ...]] = (
        *Size.options,
        FieldOption("unit", Words("Unit"), "text", " cm "),
    )


class _Lenient(Size):
    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        return super().clean(raw, options, False, label)


class _Credulous(Size):
    def link_parameter(self, options: Mapping[str, Any]) -> str:
        return "size"


class _Wordy(Size):
    receipt = True


class _Unidentifiable(Size):
    identifies = "id"


class _Pushy(Size):
    def guess(self, value: Any) -> str | None:
        return str(value)


class _Moody(Size):
    def unfit(self, value: Any, options: Mapping[str, Any], today: date) -> Words | None:
        return Words("Not today.") if today.year > 2030 else None


class _Indiscreet(Size):
    def hint(self, value: Any) -> str:
        return str(value)


class _Mistaken(Size):
    def filled_in(self, value: Any, options: Mapping[str, Any]) -> Sequence[str]:
        return [str(value + 1)]


class _Blunt(Size):
    def fine_print(self, options: Mapping[str, Any]) -> Words | None:
        return "To 60"  # type: ignore[return-value]


BREAKERS: dict[str, type[Size]] = {
    "its_kind_is_a_plain_name": _BadKind,
    "it_speaks_in_words": _Wordless,
    "its_icon_is_there": _Iconless,
    "its_input_is_there": _WithoutInput,
    "what_its_input_posts_is_its_sample": _Forgetful,
    "what_is_typed_makes_no_element": _Unescaped,
    "its_problem_is_tied_to_it": _Untied,
    "its_input_says_that_it_is_required": _Undemanding,
    "no_input_breaks_it": _Fragile,
    "its_values_are_of_its_type": _Textual,
    "nothing_typed_is_nothing": _Insatiable,
    "who_sees_nothing_is_refused_nothing": _Unseen,
    "it_says_what_is_wrong": _Monotonous,
    "its_options_hold_from_the_start": _Unset,
    "its_options_are_controls_of_the_editor": _Untidy,
    "what_a_visitor_fills_in_is_kept": _Lenient,
    "its_link_parameter_is_its_source": _Credulous,
    "a_receipt_has_its_wording": _Wordy,
    "what_it_says_of_people_is_known": _Unidentifiable,
    "what_is_compared_is_a_text": _Incomparable,
    "what_it_guesses_is_another_clean_value": _Pushy,
    "what_is_unfit_today_is_told": _Moody,
    "what_it_hints_at_is_not_the_whole": _Indiscreet,
    "its_fine_print_is_words": _Blunt,
    "what_is_filled_in_reads_as_it_was": _Mistaken,
}
"""Rule -> a kind that breaks it."""
