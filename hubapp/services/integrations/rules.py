"""By what a connection identifies people, beside its account and beside what it did before."""

from __future__ import annotations

from sqlalchemy import func, select

from hubapp.core.errors import Problem
from hubapp.core.mapping import FieldMapping
from hubapp.core.words import Words
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Account, Confirmed, Connection
from hubapp.services.integrations.mappings import Form

MOST_COUNTED = 1000


def rule_problems(connection: Connection | None, form: Form) -> list[Problem]:
    """A change of rule, until whoever makes it says that they mean it: people who are there already
    would be found by something else."""
    if connection is None or form.rule_meant:
        return []
    before = FieldMapping.from_json(connection.mapping)
    if not before.identify_by or _found_by(before) == _found_by(form.mapping):
        return []
    people = people_of(connection.account_id)
    if not people:
        return []
    sentence = Words(
        "%(count)s people were sent with the rule of before. Found by another rule, each of them "
        "may get a second profile, which nobody joins by itself. If you mean it, say so below.",
        count=f"{MOST_COUNTED}+" if people > MOST_COUNTED else str(people),
    )
    return [Problem("rule_meant", sentence)]


def _found_by(mapping: FieldMapping) -> tuple[str, str, str]:
    """What a person is found by: the same rule from another field is another profile too."""
    return mapping.identify_by, mapping.label, mapping.identity_source


def people_of(account_id: int) -> int:
    """Of whom the account was told something, counted up to one more than ``MOST_COUNTED``."""
    some = select(Confirmed.person).where(Confirmed.account_id == account_id)
    return int(
        db.session.scalar(select(func.count()).select_from(some.limit(MOST_COUNTED + 1).subquery()))
        or 0
    )


def beside_the_account(account: Account, shared: bool, form: Form) -> Words | None:
    """What it means that a hub has a rule of its own; None when it has the account's."""
    if not shared or account.identify_by in ("", form.mapping.identify_by):
        return None
    destination = destination_of(account.kind)
    rules = destination.identity_rules if destination else ()
    label = next((rule.label for rule in rules if rule.key == account.identify_by), None)
    if label is None:
        return None
    return Words(
        "The other hubs of this account identify people by %(rule)s. With another rule here, the "
        "order of a person’s updates, and what counts as told already, hold only within each rule.",
        rule=label,
    )
