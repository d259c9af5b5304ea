"""What the stand-in remembers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hubapp.sandbox.store import Store


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def data_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where profiles are kept; the test saves them itself."""
    monkeypatch.setattr(Store, "_save_for_ever", lambda self: None)
    return tmp_path / "profiles.json"


def person(store: Store, **about: Any) -> dict[str, Any]:
    profile = store.new_profile()
    profile.update(about)
    store.index(profile)
    store.touched(profile)
    return profile


def test_a_new_profile_is_empty_and_has_an_id_of_its_own(store):
    one, other = store.new_profile(), store.new_profile()
    assert one["braze_id"] != other["braze_id"]
    assert store.profiles == {one["braze_id"]: one, other["braze_id"]: other}
    assert (one["external_id"], one["custom_attributes"], one["events"]) == (None, {}, {})


@pytest.mark.parametrize("kind", ["email", "phone"])
def test_of_profiles_with_the_same_address_the_identified_one_counts_then_the_latest(store, kind):
    identified = person(store, external_id="u1", **{kind: "Ana@x"})
    person(store, **{kind: "ana@x"})
    assert store.newest(kind, "ANA@x") is identified
    later = person(store, external_id="u2", **{kind: "ana@x"})
    assert store.newest(kind, "ana@x") is later
    store.touched(identified)
    assert store.newest(kind, "ana@x") is identified


def test_of_profiles_that_nobody_identified_the_latest_counts(store):
    person(store, email="ana@x")
    later = person(store, email="ana@x")
    assert store.newest("email", "ana@x") is later


def test_a_profile_is_not_found_by_an_address_that_it_has_no_more(store):
    profile = person(store, email="old@x")
    profile["email"] = "new@x"
    store.index(profile)
    assert store.newest("email", "old@x") is None
    assert store.newest("email", "new@x") is profile
    assert store.select("profiles_with_email:old@x") == 0


def test_each_selector_finds_its_profile(store):
    ana = person(
        store,
        external_id="u1",
        email="ana@x",
        phone="+61",
        ref="ana",
        user_aliases=[{"alias_label": "email", "alias_name": "ana/x"}],
    )
    for selector in ("u1", "email:Ana@x", "phone:+61", "alias:email/ana/x", "ana"):
        assert store.select(selector) is ana, selector
    assert store.select("profiles_with_email:ana@x") == 1


@pytest.mark.parametrize("selector", ["nobody", "email:nobody", "phone:1", "alias:email/x", ""])
def test_a_selector_of_nobody_is_none(store, selector):
    person(store, external_id="u1")
    assert store.select(selector) is None


def test_nobody_has_an_unknown_address(store):
    assert store.select("profiles_with_email:nobody@x") == 0


def test_reset_forgets_everything_but_the_two_keys(store):
    person(store, external_id="u1")
    store.keys["more"] = {"*"}
    store.faults.append({"status": 500})
    store.reset()
    assert (store.profiles, store.by_external, store.faults) == ({}, {}, [])
    assert not any(store.counts.values())
    assert set(store.keys) == {"sandbox-key", "no-track-key"}


def test_profiles_are_there_again_after_a_restart(data_file):
    before = Store(data_file)
    person(before, external_id="u1", email="ana@x", custom_attributes={"score": 3})
    before.save()
    after = Store(data_file)
    assert after.select("email:ana@x")["custom_attributes"] == {"score": 3}
    assert after.profiles == before.profiles


def test_only_what_changed_is_written(data_file):
    store = Store(data_file)
    store.save()
    data_file.unlink()
    store.save()
    assert not data_file.exists()
    person(store, external_id="u1")
    store.save()
    assert len(json.loads(data_file.read_bytes())["profiles"]) == 1


def test_without_a_file_nothing_is_written(store, tmp_path):
    person(store, external_id="u1")
    store.save()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"[{", b"nonsense"])
def test_a_broken_file_is_a_fresh_start(data_file, content):
    data_file.write_bytes(content)
    assert Store(data_file).profiles == {}


def test_a_folder_that_is_gone_does_not_stop_the_stand_in(data_file):
    store = Store(data_file.parent / "gone" / "profiles.json")
    person(store, external_id="u1")
    store.save()
    assert store.select("u1")
