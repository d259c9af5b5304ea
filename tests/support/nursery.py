"""A process that has imported hubapp, and forks itself for whoever wants ``python -m`` of a part.

To import the house takes a process most of two seconds of processor time, and the tests start
hundreds. What runs in the fork is the module that ``python -m`` would run, by the same ``runpy``,
with the arguments, the environment and the files that were asked for; it ends as Python ends. It
has opened no database and has no thread when it is forked. ``forked.py`` asks it.
"""

from __future__ import annotations

import os
import runpy
import selectors
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import orjson

import hubapp.cli
import hubapp.work.worker  # noqa: F401 - what a fork finds there already
from tests.support import forked

_LARGEST = 1 << 20


class Nursery:
    """Each child has a connection of its own: its id is said there, and at last how it ended."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.door = socket.socket(socket.AF_UNIX)
        self.door.bind(path)
        self.door.listen(100)
        self.children: dict[int, socket.socket] = {}
        # A signal ends what select waits for.
        self.ended, woken = socket.socketpair()
        for each in (self.ended, woken):
            each.setblocking(False)
        self.woken = woken
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(woken.fileno())
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def wait(self) -> list[str] | None:
        """Until somebody asks for a child: the arguments, in the child. None: the tests are over,
        for the other end of our input is closed, and so is every child that they left."""
        with selectors.DefaultSelector() as asked:
            for each in (self.door, self.ended, sys.stdin):
                asked.register(each, selectors.EVENT_READ)
            while self.children or sys.stdin in asked.get_map():
                ready = {key.fileobj for key, _ in asked.select()}
                if self.ended in ready:
                    self._tell_ends()
                if sys.stdin in ready:
                    asked.unregister(sys.stdin)
                    for child in self.children:
                        os.kill(child, signal.SIGTERM)
                if self.door in ready and (arguments := self._fork()):
                    return arguments
        return None

    def _tell_ends(self) -> None:
        self.ended.recv(_LARGEST)
        while self.children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            with self.children.pop(pid) as connection:
                try:
                    connection.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
                except OSError:
                    continue  # nobody wants to know

    def _fork(self) -> list[str] | None:
        connection, _ = self.door.accept()
        said, files, _, _ = socket.recv_fds(connection, _LARGEST, 2)
        while not said.endswith(b"\n"):
            said += connection.recv(_LARGEST)
        child = os.fork()
        if child:
            self.children[child] = connection
            for each in files:
                os.close(each)
            connection.sendall(b"%d\n" % child)
            return None
        connection.close()
        self._become_own()
        wanted = orjson.loads(said)
        wanted["environment"][forked.NURSERY] = self.path
        return _dressed(wanted, files)

    def _become_own(self) -> None:
        """A child has nothing of the nursery's but its address."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for each in (self.door, self.ended, self.woken, *self.children.values()):
            each.close()
        subprocess.Popen = forked.popen


def _dressed(wanted: dict, files: list[int]) -> list[str]:
    """As the one who asked wants it. Returns the arguments."""
    if wanted["own_session"]:
        os.setsid()
    os.environ.clear()
    os.environ.update(wanted["environment"])
    os.chdir(wanted["folder"])
    null = os.open(os.devnull, os.O_RDONLY)
    for number, file in enumerate((null, *files)):
        os.dup2(file, number)
        os.close(file)
    arguments: list[str] = wanted["arguments"]
    return arguments


def main() -> None:
    nursery = Nursery(sys.argv[1])
    print("listens", flush=True)
    if arguments := nursery.wait():
        module, *sys.argv[1:] = arguments
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    else:
        shutil.rmtree(Path(nursery.path).parent)


if __name__ == "__main__":
    main()
