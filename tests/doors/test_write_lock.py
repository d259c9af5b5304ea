"""Writers queue: with real threads, and with real processes that are killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from itertools import groupby
from pathlib import Path

import pytest

from hubapp.doors.write_lock import TakenTwice, TooLong, WriteLock


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "hubapp.db"


def in_thread(work) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def wait_until(condition, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def seconds_until_taken(lock: WriteLock) -> float:
    begun = time.monotonic()
    lock.take().end()
    return time.monotonic() - begun


def test_a_process_writes_in_the_order_in_which_it_asked(database):
    lock, order = WriteLock(database), []

    def write(number: int) -> None:
        turn = lock.take()
        order.append(number)
        turn.end()

    first = lock.take()
    threads = []
    for number in range(20):
        threads.append(in_thread(lambda number=number: write(number)))
        wait_until(lambda number=number: len(lock._line) == number + 2)
    first.end()
    for thread in threads:
        thread.join(10)
    assert order == list(range(20))


def test_only_one_writes_at_a_time(database):
    locks, inside, most = [WriteLock(database), WriteLock(database)], [], []

    def write(lock: WriteLock) -> None:
        for _ in range(50):
            turn = lock.take()
            inside.append(1)
            most.append(len(inside))
            inside.pop()
            turn.end()

    # Two locks on one file are to each other what two processes are.
    threads = [in_thread(lambda lock=lock: write(lock)) for lock in locks for _ in range(3)]
    for thread in threads:
        thread.join(20)
    assert len(most) == 300
    assert set(most) == {1}


def test_a_second_take_by_the_same_thread_is_an_error_at_once(database):
    lock = WriteLock(database)
    turn = lock.take()
    begun = time.monotonic()
    with pytest.raises(TakenTwice):
        lock.take()
    assert time.monotonic() - begun < 1
    turn.end()
    assert seconds_until_taken(lock) < 1


def test_a_turn_may_be_ended_by_another_thread_and_twice(database):
    lock = WriteLock(database)
    turn = lock.take()
    in_thread(turn.end).join()
    following = lock.take()
    turn.end()
    with pytest.raises(TakenTwice):
        lock.take()
    following.end()


def test_who_waits_too_long_goes_and_the_line_goes_on(database):
    lock = WriteLock(database, patience=0.2)
    turn, failed, begun = lock.take(), [], time.monotonic()

    def impatient() -> None:
        with pytest.raises(TooLong):
            lock.take()
        failed.append(time.monotonic() - begun)

    in_thread(impatient).join(5)
    assert 0.2 <= failed[0] < 2
    lock.patience = 10
    patient = in_thread(lambda: lock.take().end())
    wait_until(lambda: len(lock._line) == 2)
    turn.end()
    patient.join(5)
    assert not lock._line


def test_patience_is_for_both_queues_together(database):
    other, lock = WriteLock(database), WriteLock(database, patience=0.5)
    held, waited = other.take(), []

    def impatient() -> None:
        begun = time.monotonic()
        with pytest.raises(TooLong):
            lock.take()
        waited.append(time.monotonic() - begun)

    # The second waits for the first, which waits for another process.
    threads = [in_thread(impatient), in_thread(impatient)]
    for thread in threads:
        thread.join(5)
    assert len(waited) == 2
    assert max(waited) < 2
    held.end()
    assert seconds_until_taken(lock) < 1


def hold(database: Path, ready, gone) -> None:
    turn = WriteLock(database).take()
    ready.set()
    gone.wait(60)
    turn.end()


def test_a_killed_process_loses_its_turn(database):
    context = multiprocessing.get_context("fork")
    ready, gone = context.Event(), context.Event()
    process = context.Process(target=hold, args=(database, ready, gone))
    process.start()
    assert ready.wait(30)
    with pytest.raises(TooLong):
        WriteLock(database, patience=0.2).take()
    waiting = in_thread(lambda: seconds_until_taken(WriteLock(database)))
    os.kill(process.pid, signal.SIGKILL)
    waiting.join(5)
    assert not waiting.is_alive()
    process.join()


def write_often(database: Path, name: str, threads: int, start, seconds: float) -> None:
    """Note each turn in one file, in order, for appending is atomic."""
    lock = WriteLock(database)
    notes = os.open(f"{database}.notes", os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write() -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            turn = lock.take()
            os.write(notes, name.encode())
            time.sleep(0.001)
            turn.end()

    start.wait(60)
    for thread in [in_thread(write) for _ in range(threads)]:
        thread.join()


def noted(database: Path, processes: dict[str, int]) -> str:
    """The letters of processes with so many threads, in the order of their turns."""
    context = multiprocessing.get_context("fork")
    start = context.Barrier(len(processes))
    running = [
        context.Process(target=write_often, args=(database, name, threads, start, 1.5))
        for name, threads in processes.items()
    ]
    for process in running:
        process.start()
    for process in running:
        process.join(60)
        assert process.exitcode == 0
    order = Path(f"{database}.notes").read_text()
    # While all of them ran.
    return order[max(map(order.index, processes)) : min(map(order.rindex, processes))]


def test_two_processes_alternate_however_many_threads_each_has(database):
    order = noted(database, {"a": 8, "b": 2})
    share = order.count("b") / len(order)
    runs = sorted(len(list(same)) for _, same in groupby(order))
    assert len(order) > 100
    assert 0.35 < share < 0.65
    assert runs[len(runs) // 2] <= 2
    # On a busy machine one of them may not run for a while, and the other need not wait for it.
    assert runs[-1] < len(order) / 3


def test_none_of_four_processes_starves(database):
    order = noted(database, {"a": 4, "b": 4, "c": 1, "d": 1})
    assert len(order) > 100
    for name in "abcd":
        assert order.count(name) > len(order) / 16
        assert max(map(len, order.split(name))) < len(order) / 3


def in_child(work) -> int:
    """What the work returns in a forked process."""
    child = os.fork()
    if not child:
        answer = 99
        try:
            answer = work()
        finally:
            os._exit(answer)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_forked_process_has_no_part_in_its_parents_turn(database):
    lock = WriteLock(database, patience=0.3)
    turn = lock.take()

    def try_to_take() -> int:
        turn.end()
        try:
            lock.take()
        except TooLong:
            return 7
        return 0

    assert in_child(try_to_take) == 7
    # Nor has its end given our turn away.
    with pytest.raises(TooLong):
        WriteLock(database, patience=0.2).take()
    turn.end()
    assert in_child(lambda: lock.take().end() or 5) == 5


def test_a_fork_while_others_wait_leaves_a_lock_that_works(database):
    lock = WriteLock(database)
    turn = lock.take()
    waiting = in_thread(lambda: lock.take().end())
    wait_until(lambda: len(lock._line) == 2)
    child = os.fork()
    if not child:
        lock.take().end()
        os._exit(0)
    turn.end()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    waiting.join(5)
    assert not lock._line
