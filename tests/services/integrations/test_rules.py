"""A rule of a hub's own, and a change of rule, are told before anything is sent by them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hubapp.core.mapping import FieldMapping
from hubapp.doors.database import transaction
from hubapp.models import Confirmed
from hubapp.services.integrations import rules
from hubapp.services.integrations.mappings import Form
from tests.support.factories import ConnectionFactory

EMAIL = Form({}, FieldMapping("email", "field.email"))
ALIAS = Form({}, FieldMapping("alias_email", "field.email"))


@pytest.fixture
def connection(app):
    return ConnectionFactory(mapping=EMAIL.mapping.to_json(), account__identify_by="email")


def tell(connection, people: int) -> None:
    with transaction() as session:
        for at in range(people):
            session.add(Confirmed(account_id=connection.account_id, person=f"p{at}", values={}))


def test_as_long_as_nobody_was_sent_a_rule_may_change(connection):
    assert rules.rule_problems(connection, ALIAS) == []
    assert rules.rule_problems(None, ALIAS) == []


def test_who_was_sent_may_get_a_second_profile(connection):
    tell(connection, 2)
    (problem,) = rules.rule_problems(connection, ALIAS)
    assert problem.where == "rule_meant"
    assert str(problem.sentence).startswith("2 people were sent with the rule of before.")
    assert rules.rule_problems(connection, EMAIL) == []


def test_whoever_means_it_changes_it(connection):
    tell(connection, 1)
    assert rules.rule_problems(connection, replace(ALIAS, rule_meant=True)) == []


def test_more_people_than_anybody_counts(connection, monkeypatch):
    monkeypatch.setattr(rules, "MOST_COUNTED", 1)
    tell(connection, 3)
    assert str(rules.rule_problems(connection, ALIAS)[0].sentence).startswith("1+ people")


def test_a_hub_with_a_rule_of_its_own_is_told_what_holds(connection):
    told = rules.beside_the_account(connection.account, True, ALIAS)
    assert "identify people by Email" in str(told)
    assert rules.beside_the_account(connection.account, True, EMAIL) is None
    assert rules.beside_the_account(connection.account, False, ALIAS) is None


def test_a_rule_of_another_release_says_nothing(connection):
    with transaction():
        connection.account.identify_by = "shoe size"
    assert rules.beside_the_account(connection.account, True, ALIAS) is None


def test_the_same_rule_from_another_field_is_another_profile_too(connection):
    tell(connection, 1)
    other = replace(EMAIL, mapping=replace(EMAIL.mapping, identity_source="field.work_email"))
    assert [each.where for each in rules.rule_problems(connection, other)] == ["rule_meant"]


def test_another_label_is_another_profile_too(connection):
    tell(connection, 1)
    labelled = replace(EMAIL, mapping=replace(EMAIL.mapping, label="crm"))
    assert [each.where for each in rules.rule_problems(connection, labelled)] == ["rule_meant"]
