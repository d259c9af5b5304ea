"""The one way to write, on SQLite and on PostgreSQL, with threads and processes beside it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time

import pytest
from flask import Flask
from sqlalchemy import select, update

from hubapp.doors.background import background
from hubapp.doors.database import (
    EndedInside,
    Misplaced,
    WriteOutside,
    after_commit,
    after_commit_in_background,
    connection_of_library,
    end_reading,
    transaction,
    transaction_of_library,
)
from hubapp.extensions import db
from hubapp.models import Workspace
from tests.doors.one_table import app_at, elsewhere, names, rename
from tests.support.databases import rolled_back


class Broke(Exception):
    """Something in the middle of a use case."""


def add_and_break(name: str) -> None:
    with transaction() as session:
        session.add(Workspace(name=name))
        session.flush()
        after_commit(lambda: rename("after what never was"))
        after_commit_in_background(rename, "after what never was")
        raise Broke


def test_it_commits_at_its_end(door):
    with transaction() as session:
        session.add(Workspace(name="Other"))
        session.flush()
        assert elsewhere(door, names) == ["Acme"]
    assert elsewhere(door, names) == ["Acme", "Other"]


def test_it_rolls_back_on_an_exception_and_lets_others_write(door):
    with pytest.raises(Broke):
        add_and_break("Other")
    elsewhere(door, lambda: rename("Still here"))
    assert names() == ["Still here"]


@pytest.mark.parametrize(
    "inner",
    [transaction, transaction_of_library, connection_of_library],
    ids=lambda it: it.__name__,
)
def test_a_transaction_inside_of_another_is_refused_and_spoils_nothing(door, inner):
    with transaction() as session:
        session.add(Workspace(name="Other"))
        with pytest.raises(Misplaced), inner():
            pytest.fail("it began")
        with pytest.raises(Misplaced):
            end_reading()
    assert names() == ["Acme", "Other"]


def test_what_was_read_before_is_read_again_inside(door):
    workspace = db.session.scalars(select(Workspace)).one()
    elsewhere(door, lambda: rename("Renamed"))
    assert workspace.name == "Acme"
    with transaction():
        assert workspace.name == "Renamed"
        workspace.name += " twice"
    assert names() == ["Renamed twice"]


def test_who_reads_waits_for_nobody_and_nobody_for_them(door):
    with transaction() as session:
        session.execute(update(Workspace).values(name="Half done"))
        begun = time.monotonic()
        assert elsewhere(door, names) == ["Acme"]
        assert time.monotonic() - begun < 5
    # Reading goes on while another writes and commits.
    assert db.session.scalar(select(Workspace.name)) == "Half done"
    elsewhere(door, lambda: rename("Renamed"))
    end_reading()
    assert names() == ["Renamed"]


def test_what_was_changed_before_is_refused_and_the_session_goes_on(door):
    db.session.scalars(select(Workspace)).one().name = "Changed too early"
    with pytest.raises(WriteOutside), transaction():
        pytest.fail("it began")
    rename("In here")
    assert names() == ["In here"]


def test_a_library_may_change_first_and_commit_later(door):
    workspace = db.session.scalars(select(Workspace)).one()
    workspace.name = "Changed by a library"
    db.session.add(Workspace(name="Added"))
    # Another writes meanwhile: on SQLite, what was read is then too old to write upon.
    elsewhere(door, lambda: rename("Meanwhile"))
    with transaction_of_library():
        pass
    assert names() == ["Changed by a library", "Added"]


def end_inside(end: str) -> None:
    with transaction() as session:
        session.execute(update(Workspace).values(name="Half"))
        getattr(session, end)()


def write_on_after(end: str) -> None:
    with transaction() as session:
        getattr(session, end)()
        session.execute(update(Workspace).values(name="Other half"))


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_a_piece_that_ends_its_callers_transaction_is_noticed(door, end):
    with pytest.raises(EndedInside):
        end_inside(end)
    with pytest.raises(WriteOutside):
        write_on_after(end)
    elsewhere(door, lambda: rename("Next"))
    assert names() == ["Next"]


def break_savepoint() -> None:
    with db.session.begin_nested():
        db.session.add(Workspace(name="Dropped"))
        raise Broke


def test_a_savepoint_inside_is_nobodys_end(door):
    with transaction() as session:
        session.add(Workspace(name="Kept"))
        with pytest.raises(Broke):
            break_savepoint()
    assert names() == ["Acme", "Kept"]


def test_it_works_on_a_connection_that_was_lent(door):
    with rolled_back(door):
        rename("In a savepoint")
        with pytest.raises(Broke):
            add_and_break("Other")
        with pytest.raises(WriteOutside):
            db.session.execute(update(Workspace).values(name="x"))
        db.session.rollback()
        assert names() == ["In a savepoint"]
    assert names() == ["Acme"]


def test_after_the_commit_others_see_it_and_one_may_write_again(door):
    seen = []

    def look() -> None:
        seen.append(elsewhere(door, names))
        rename("Twice")

    with transaction() as session:
        session.execute(update(Workspace).values(name="Once"))
        after_commit(look)
        assert not seen
    assert seen == [["Once"]]
    assert names() == ["Twice"]


def test_what_was_left_for_after_a_commit_that_never_came_is_dropped(door):
    with pytest.raises(Broke):
        add_and_break("Other")
    with transaction():
        # This commit is not theirs.
        pass
    assert background.finish(5)
    assert names() == ["Acme"]


def test_errors_after_the_commit_do_not_reach_the_caller(door):
    done = []
    with transaction() as session:
        session.execute(update(Workspace).values(name="Committed"))
        after_commit(lambda: 1 / 0)
        after_commit(lambda: done.append("call"))
        after_commit_in_background(int, "no number")
        after_commit_in_background(done.append, "work")
    assert background.finish(5)
    assert sorted(done) == ["call", "work"]
    assert names() == ["Committed"]


def test_outside_there_is_no_commit_to_wait_for(door):
    with pytest.raises(Misplaced):
        after_commit(lambda: None)
    with pytest.raises(Misplaced):
        after_commit_in_background(print)


@pytest.mark.parametrize("inline", [False, True])
def test_the_same_wake_up_is_left_once_and_tests_may_ask_for_it_inline(address, inline):
    app, done = app_at(address, DATABASE_INLINE=inline), []

    def wake(lane: int) -> None:
        done.append((lane, threading.current_thread() is threading.main_thread()))

    with app.app_context():
        with transaction():
            for lane in (1, 2, 1):
                after_commit_in_background(wake, lane)
        assert background.finish(5)
        db.session.remove()
        db.engine.dispose()
    assert done == [(1, inline), (2, inline)]


def write_rows(address: str, name: str) -> None:
    """In a process of its own, with four threads."""
    app = app_at(address)

    def write() -> None:
        with app.app_context():
            for number in range(25):
                with transaction() as session:
                    session.add(Workspace(name=f"{name}{number}"))

    running = [threading.Thread(target=write) for _ in range(4)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def forked(app: Flask, work, *given) -> multiprocessing.Process:
    """A process that has no connections of ours."""
    db.session.remove()
    db.engine.dispose()
    process = multiprocessing.get_context("fork").Process(target=work, args=given)
    process.start()
    return process


def test_processes_and_threads_lose_nothing(door, address):
    processes = [forked(door, write_rows, address, name) for name in "ab"]
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert len(names()) == 201


def stay_inside(address: str, ready) -> None:
    with app_at(address).app_context(), transaction() as session:
        session.execute(update(Workspace).values(name="Never committed"))
        ready.set()
        time.sleep(60)


def test_a_process_that_is_killed_while_it_writes_holds_up_nobody(door, address):
    ready = multiprocessing.get_context("fork").Event()
    process = forked(door, stay_inside, address, ready)
    assert ready.wait(20)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    begun = time.monotonic()
    with transaction() as session:
        session.add(Workspace(name="Other"))
    assert time.monotonic() - begun < 5
    assert names() == ["Acme", "Other"]
