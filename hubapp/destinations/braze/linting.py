"""What is wrong with a mapping before Braze would drop it silently (CONTRACT 4.3, 5.1, 9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from hubapp.core.errors import Problem
from hubapp.core.fixed import TEXT, fixed_problem, fixed_value
from hubapp.core.mapping import CONSTANT, FALL, FieldMapping, MappingRow, Source
from hubapp.core.value_map import NO, YES, control_of
from hubapp.core.words import Words
from hubapp.core.writing import ALWAYS, APPEND, as_written
from hubapp.destinations.braze import subscriptions
from hubapp.destinations.braze.targets import (
    DATES,
    GROUPS,
    IDENTITY_RULES,
    LABELS,
    MOST_PROPERTIES,
    STANDARD,
    TYPES,
    name_problem,
    target_problem,
    ways,
)
from hubapp.destinations.braze.values import why_left_out

_TITLES = {group.key: group.title for group in GROUPS}
_OVERWRITES = {
    "attribute.email": Words(
        "Overwrites your CRM's address; with “Resubscribe users when they update their email” it "
        "also ends an unsubscribe."
    ),
    "attribute.phone": Words("Overwrites your CRM's phone number."),
}
_CONSENTS = {target.key for target in STANDARD if target.once}
_RULES = {rule.key: rule for rule in IDENTITY_RULES}


def lint(mapping: FieldMapping, sources: Sequence[Source]) -> list[Problem]:
    """Problems with their controls; empty when the mapping may be saved."""
    by_key = {source.key: source for source in sources}
    problems = _identity(mapping, by_key)
    if mapping.event_name and (wrong := name_problem(mapping.event_name, Words("event"))):
        problems.append(Problem("event_name", wrong))
    problems += _too_many_properties(mapping)
    seen: set[str] = set()
    for at, row in enumerate(mapping.rows):
        problems += _row(at, row, by_key, mapping)
        place = _place(row.target)
        if place in seen:
            sentence = Words(
                "Two rows go to the same place. Remove one, or send it somewhere else."
            )
            problems.append(Problem(f"rows.r{at}.target", sentence))
        seen.add(place)
    return problems


def doubts(mapping: FieldMapping) -> list[Problem]:
    """What overwrites the customer's own (CONTRACT 3.1, 9.13)."""
    if mapping.identify_by not in ("external_id", "braze_id"):
        return []
    return [
        Problem(f"rows.r{at}.target", _OVERWRITES[row.target])
        for at, row in enumerate(mapping.rows)
        if row.target in _OVERWRITES
    ]


def _place(target: str) -> str:
    """The same for targets that would write over each other: a custom attribute that is a date is
    one beside the others."""
    if subscriptions.is_group(target):
        return subscriptions.place_of(target)
    return f"custom.{target[5:]}" if target.startswith("date.") else target


def _identity(mapping: FieldMapping, by_key: Mapping[str, Source]) -> list[Problem]:
    rule = _RULES.get(mapping.identify_by)
    if rule is None:
        return [Problem("identify_by", Words("Choose how a visitor becomes a Braze user."))]
    source = by_key.get(mapping.identity_source)
    if source is None:
        sentence = Words("Choose the field that holds the %(rule)s.", rule=rule.label)
        return [Problem("identity_source", sentence)]
    if source.identifies not in rule.identifies:
        sentence = Words(
            "“%(field)s” cannot hold the %(rule)s. Choose another field, or add one to a form and "
            "publish.",
            field=source.full_label,
            rule=rule.label,
        )
        return [Problem("identity_source", sentence)]
    return []


def _too_many_properties(mapping: FieldMapping) -> list[Problem]:
    rows = [at for at, row in enumerate(mapping.rows) if row.target.startswith("event.")]
    if len(rows) <= MOST_PROPERTIES:
        return []
    sentence = Words(
        "Braze keeps %(most)s properties of an event, and this is one more. Remove some rows.",
        most=MOST_PROPERTIES,
    )
    return [Problem(f"rows.r{rows[MOST_PROPERTIES]}.target", sentence)]


def _row(
    at: int, row: MappingRow, by_key: Mapping[str, Source], mapping: FieldMapping
) -> list[Problem]:
    problems = []
    source = by_key.get(row.source)
    if source is None:
        sentence = Words("This source is no longer in the hub. Choose another, or remove the row.")
        problems.append(Problem(f"rows.r{at}.source", sentence))
    wrong = target_problem(row.target) or _beside(row, mapping)
    if wrong is None and source is not None:
        wrong = _unfit(_as_meant(source, row), row)
    if wrong:
        problems.append(Problem(f"rows.r{at}.target", wrong))
    elif wrong_way := _way_problem(row, source):
        problems.append(Problem(f"rows.r{at}.how", wrong_way))
    if row.source == CONSTANT and (unfit := _constant_problem(row, wrong is None)):
        problems.append(Problem(f"rows.r{at}.constant", unfit))
    elif source is not None and wrong is None:
        problems += _values_sent_as(f"rows.r{at}.sent_as", row, source)
    return problems


def _values_sent_as(where: str, row: MappingRow, source: Source) -> Iterator[Problem]:
    """What Braze could not use of what was typed for a choice."""
    for told, text in row.sent_as.items():
        value = [text] if source.value_type == "list" else as_written(row.how, text)
        if why := why_left_out(row.target, value):
            yield Problem(f"{where}.{control_of(told)}", why)


def _way_problem(row: MappingRow, source: Source | None) -> Words | None:
    if row.how not in ways(row.target):
        return Words(
            "This target is always written anew. Choose “Always the newest answer”, or another "
            "target."
        )
    if source is None or row.how == ALWAYS:
        return None
    if source.means == "consent":
        return Words(
            "A consent that is given anew is always written. Choose “Always the newest answer”."
        )
    if source.can_be_undone:
        return Words(
            "A winner may be one no longer, so this is always written. Choose “Always the newest "
            "answer”."
        )
    is_truth = _as_meant(source, row).value_type == "boolean"
    if row.how == APPEND and is_truth and not {YES, NO} <= row.sent_as.keys():
        return Words(
            "A yes or no cannot be added to a list, but words for both can. Choose another way, or "
            "say what each is sent as."
        )
    return None


def _beside(row: MappingRow, mapping: FieldMapping) -> Words | None:
    """Why the target does not go with the rest of the mapping."""
    rules = {mapping.identify_by, mapping.fallback_by if mapping.lacking == FALL else ""}
    if "phone" in rules and row.target == "attribute.email":
        # With both, Braze looks for the email: somebody else may have it (CONTRACT 3.1).
        return Words(
            "With an email beside it, Braze would not look for the phone: the values would go to "
            "whoever has the email. Remove the row, or identify users by %(rule)s.",
            rule=_RULES["alias_phone"].label,
        )
    if row.target.startswith("event.") and not mapping.event_name:
        return Words(
            "Event properties need the event: switch it on and name it, or change the row."
        )
    return None


def _unfit(source: Source, row: MappingRow) -> Words | None:
    """Why the target cannot be made of the source."""
    lasting = row.target.startswith(("attribute.", "custom.", "date."))
    if source.alone and (not lasting or row.target in _CONSENTS):
        return Words(
            "“%(source)s” is told by itself, when you tell the winners of a draw: neither the "
            "event nor a consent goes with it. Choose an attribute.",
            source=source.full_label,
        )
    if subscriptions.is_group(row.target):
        return subscriptions.unfit(source)
    if not _fits(source, row):
        return Words(
            "“%(source)s” cannot become %(target)s in Braze. Choose a custom attribute.",
            source=source.full_label,
            target=LABELS[row.target],
        )
    if source.value_type == "date" and row.target.startswith("custom."):
        # Beside what a visitor typed, which is no date, nobody could tell that this one is.
        return Words(
            "“%(source)s” is a date. Choose %(target)s, so that Braze gets it as one.",
            source=source.full_label,
            target=_TITLES["date."],
        )
    if row.target.startswith("date.") and source.value_type not in ("text", *DATES):
        return Words(
            "“%(source)s” is no date. Choose a custom attribute.", source=source.full_label
        )
    return None


def _constant_problem(row: MappingRow, placed: bool) -> Words | None:
    """placed: it has somewhere to go, which says what it may be."""
    wrong = fixed_problem(row.constant_kind, row.constant)
    if wrong is not None or not placed:
        return wrong
    return why_left_out(row.target, fixed_value(row.constant_kind, row.constant))


def _as_meant(source: Source, row: MappingRow) -> Source:
    """A fixed value is of the kind that was chosen for it."""
    if source.key != CONSTANT:
        return source
    return replace(source, label=Words.verbatim(row.constant), value_type=row.constant_kind)


def _fits(source: Source, row: MappingRow) -> bool:
    # A fixed text is looked at itself: “yes” may be a language.
    fixed_text = source.key == CONSTANT and source.value_type == TEXT
    return fixed_text or row.target not in TYPES or source.value_type in TYPES[row.target]
