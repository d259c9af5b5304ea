"""Kill the worker, empty the queue, stop and start: whatever was accepted arrives."""

from __future__ import annotations

import os
import re
import signal
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
import redis

from tests.support.running import Demo

pytestmark = pytest.mark.journey
CARD = "/h/summer-kick-off/enter-the-draw/"


def enter(demo: Demo, number: int) -> None:
    page = urllib.request.urlopen(demo.url + CARD).read().decode()
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    time.sleep(0.42)
    data = [
        ("stamp", stamp),
        ("f-email", f"drill{number}@example.com"),
        ("f-date_of_birth", "1"),
        ("f-date_of_birth", "2"),
        ("f-date_of_birth", "1990"),
    ]
    # A browser that keeps no cookie says itself that our own page led it here.
    own = {"Sec-Fetch-Site": "same-origin"}
    body = urllib.parse.urlencode(data).encode()
    reply = urllib.request.urlopen(urllib.request.Request(demo.url + CARD, body, own))
    assert "You are in" in reply.read().decode()


def missing(demo: Demo, count: int) -> set[str]:
    found = {each.get("email") for each in demo.state()["profiles"]}
    return {f"drill{at}@example.com" for at in range(count)} - found


def test_a_killed_worker_and_an_emptied_queue_lose_nothing(tmp_path):
    demo = Demo(tmp_path, HUBAPP_LEASE_SECONDS="5", HUBAPP_SEND_TIMEOUT_SECONDS="3")
    for fault in ({"drop": True, "delay": 1}, {"status": 201, "delay": 2, "apply": True}):
        demo.tell("faults", {**fault, "count": 2})
    for number in range(6):
        enter(demo, number)
        if number in (1, 3):
            (worker,) = demo.children("hubapp.work.worker")
            os.kill(worker, signal.SIGKILL)
    empty_queue(demo)
    deadline = time.monotonic() + 60
    while missing(demo, 6) and time.monotonic() < deadline:
        time.sleep(0.5)
    assert missing(demo, 6) == set()
    assert demo.stop() < 5


def empty_queue(demo: Demo) -> None:
    (queue,) = demo.children("valkey")
    arguments = Path(f"/proc/{queue}/cmdline").read_text()
    port = int(re.search(r"(\d{4,5})", arguments.split("valkey-server")[1])[1])
    password = (demo.folder / "valkey_password").read_text()
    redis.Redis(port=port, password=password).flushall()


def test_the_demo_stops_in_time_and_finds_its_data_again(tmp_path):
    demo = Demo(tmp_path)
    enter(demo, 0)
    demo.arrives("alias:email/drill0@example.com")
    assert demo.stop() < 5
    begun = time.monotonic()
    demo.start()
    assert time.monotonic() - begun < 60
    assert demo.state("alias:email/drill0@example.com")
    assert demo.stop() < 5
