"""What every destination promises whoever wants something back. One that can do nothing says so by
None, and keeps all of these."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import Phase, given, settings

from hubapp.core.destination import Action, Destination, Reply, Verdict
from hubapp.core.labels import group_of
from hubapp.core.mapping import Record
from hubapp.core.words import Words
from tests.contracts import sendings
from tests.contracts.destination_rules import rule
from tests.contracts.sendings import records_for, settings_of
from tests.contracts.table import Table


def _same_person(one: Record, other: Record) -> bool:
    return all(
        getattr(one, name) == getattr(other, name)
        for name in ("person_key", "identify_by", "identity")
    )


@rule
def what_it_takes_back_is_taken_away(destination: Destination, table: Table) -> None:
    """And nothing else is said by it, nor is anything of it left out without a word."""
    for record in records_for(destination, 2 * len(destination.identity_rules)):
        taken = destination.rights.taking_back(record)
        if taken is None:
            continue
        assert taken.takes_back
        assert _same_person(taken, record)
        assert not taken.event_name
        for target in taken.values:
            group = group_of(destination, target)
            assert group is not None
            assert group.lasting, target
            assert destination.why_left_out(target, None) is None
        request = destination.build(settings_of(destination), "key", [taken])
        assert (request.taken, len(request.unsendable)) == (1, 0)
        values = {str(each) for each in record.values.values()} - {record.identity}
        assert not any(json.dumps(each)[1:-1] in request.body.decode() for each in values)
        assert destination.rights.taking_back(taken) is not None, "a second time it is not asked"


@rule
def a_withdrawn_consent_goes_where_it_was(destination: Destination, table: Table) -> None:
    groups = [each.key for each in destination.groups if each.lasting]
    once = tuple(each.key for each in destination.targets() if each.once)
    for record in records_for(destination):
        given_then = replace(record, once=once, values=dict.fromkeys(once, True))
        taken = destination.rights.withdrawn(given_then)
        if taken is not None:
            assert _same_person(taken, record)
            assert not taken.event_name
            assert set(taken.values) <= set(once)
            assert all(value is not True for value in taken.values.values())
        assert destination.rights.withdrawn(replace(record, once=())) is None
    assert groups


@rule
def a_deletion_keeps_its_key_secret(destination: Destination, table: Table) -> None:
    assert isinstance(destination.rights.needs, Words)
    for record in records_for(destination):
        request = destination.rights.deletion(settings_of(destination), "zq-secret-key", record)
        if request is not None:
            assert "zq-secret-key" not in repr((request, request.url, request.body))
        assert isinstance(destination.rights.profile(record), Words)


@rule
def no_reply_to_a_deletion_breaks_it(destination: Destination, table: Table) -> None:
    stored, judge = settings_of(destination), destination.rights.judge_deletion

    @given(sendings.replies)
    @settings(max_examples=150, database=None, phases=[Phase.generate])
    def check(reply: Reply) -> None:
        verdict = judge(stored, reply)
        assert isinstance(verdict, Verdict)
        assert isinstance(verdict.words, Words)

    check()
    for silence in sendings.silences():
        assert judge(stored, silence).action is not Action.DELIVERED
    for status in (400, 401, 403, 404, 429, 500):
        assert judge(stored, Reply(status)).action is not Action.DELIVERED
