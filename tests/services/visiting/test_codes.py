"""A code shows that an address is somebody's, to nobody but them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import MailedCode
from hubapp.services.visiting import codes
from hubapp.services.visiting.codes import Tried
from tests.support.factories import HubFactory
from tests.support.mailed import mails

ANA = "ana@example.com"


@pytest.fixture
def clock(both):
    with time_machine.travel("2026-01-15T10:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def hub(clock):
    return HubFactory()


def asked(hub, email: str = ANA) -> MailedCode:
    with transaction() as session:
        row = MailedCode(hub_id=hub.id, mark=codes.mark_of(hub.workspace_id, email))
        session.add(row)
    return row


def mint(row: MailedCode) -> str:
    with transaction():
        return codes.new_code(row)


def types(row: MailedCode, typed: str) -> Tried:
    with transaction():
        return codes.tried(row, typed)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_code_is_right_and_nobody_reads_it_from_what_is_kept(hub):
    row = asked(hub)
    code = mint(row)
    assert (len(code), code.isdecimal()) == (6, True)
    assert code not in row.code
    assert ANA not in row.mark
    assert types(row, other_than(code)) is Tried.WRONG
    assert types(row, code) is Tried.RIGHT


@pytest.mark.parametrize(
    "written", ["{0} {1}", " {0}-{1}\n", "Code: {0}{1}."], ids=["blank", "dash", "pasted"]
)
def test_it_may_be_typed_as_it_is_read(hub, written):
    row = asked(hub)
    code = mint(row)
    assert types(row, written.format(code[:3], code[3:])) is Tried.RIGHT


def test_digits_of_other_scripts_are_digits(hub):
    row = asked(hub)
    arabic = mint(row).translate({ord("0") + each: 0x660 + each for each in range(10)})
    assert types(row, arabic) is Tried.RIGHT


def test_it_is_good_for_ten_minutes(hub, clock):
    row = asked(hub)
    assert types(row, "") is Tried.OLD
    code = mint(row)
    clock.shift(timedelta(minutes=10))
    assert types(row, code) is Tried.RIGHT
    clock.shift(1)
    assert types(row, code) is Tried.OLD


def test_after_five_wrong_ones_the_right_one_is_no_longer_taken(hub):
    row = asked(hub)
    code = mint(row)
    wrong = [types(row, other_than(code)) for _ in range(5)]
    assert wrong == [Tried.WRONG] * 4 + [Tried.SPENT]
    assert types(row, code) is Tried.SPENT
    again = mint(row)
    assert types(row, again) is Tried.RIGHT


def test_three_an_hour_for_an_address_whoever_asks(hub, clock):
    rows = [asked(hub) for _ in range(4)]
    given = [mint(row) for row in rows]
    assert [bool(each) for each in given] == [True, True, True, False]
    # The one before stays good.
    assert mint(rows[2]) == ""
    assert types(rows[2], given[2]) is Tried.RIGHT
    assert mint(asked(hub, "ben@example.com"))
    clock.shift(timedelta(minutes=61))
    assert mint(rows[3])


def test_one_workspace_does_not_know_the_marks_of_another(hub):
    mine, other = hub.workspace_id, HubFactory().workspace_id
    assert codes.mark_of(mine, ANA) == codes.mark_of(mine, " ANA@example.com")
    assert codes.mark_of(mine, ANA) != codes.mark_of(other, ANA)


def test_a_new_secret_key_ends_no_code_and_gives_nobody_more_of_them(hub, both):
    row = asked(hub)
    code = mint(row)
    old = both.config["SECRET_KEY"]
    both.config.update(
        SECRET_KEY="another secret key of thirty-two letters", SECRET_KEY_FALLBACKS=[old]
    )
    assert types(row, code) is Tried.RIGHT
    assert [bool(mint(asked(hub))) for _ in range(3)] == [True, True, False]
    assert types(row, other_than(code)) is Tried.WRONG


def test_the_code_of_one_is_not_the_code_of_another(hub):
    one, two = asked(hub), asked(hub)
    code = mint(one)
    mint(two)
    with transaction():
        two.code = one.code
    assert types(two, code) is Tried.WRONG
    assert db.session.get_one(MailedCode, two.id).tries == 1


def test_the_mail_has_the_code_where_phones_show_it(hub):
    with transaction():
        codes.mail_code(ANA, "Summer\nhub", "012345", lambda words: str(words))
    (mail,) = mails()
    assert (mail["To"], mail["Subject"]) == (ANA, "012345 is your code for Summer hub")
    assert "mistyped" in mail.get_content()
