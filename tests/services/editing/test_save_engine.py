"""The save engine under everything at once: two editors with two tabs each, whose saves arrive
late, twice, in another order, or without an answer, who undo, redo and publish. What said
"Saved" is not lost, nothing is overwritten unseen, nobody conflicts with himself.

A tab is what ``static/js/editor/merging.js`` and ``autosave.js`` make of one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from hubapp.core.controls import tree_of
from hubapp.core.errors import AlreadyTaken, EditConflict, HubNotPublishable
from hubapp.services.editing import cards, drafts, hubs, saves, versions
from hubapp.services.editing.arrivals import Sent
from tests.support.factories import MemberFactory

TEXTS = st.sampled_from(["", "a", "b", "ab"])
WRITTEN = ("card_summary", "question")


@dataclass
class Save:
    """One on its way."""

    tab: Tab
    controls: dict[str, str]
    bases: list[dict[str, str]]
    sent: Sent


@dataclass
class Tab:
    who: int
    name: str
    begun: dict[str, str]
    boxes: dict[str, str]
    seen: dict[str, set[str]]
    unanswered: list[dict[str, str]] = field(default_factory=list)
    serial: int = 0
    saved: bool = False
    """The bar says so."""

    def send(self) -> Save:
        bases = [self.begun, *self.unanswered]
        names = {n for base in bases for n in {*base, *self.boxes} if self._differs(base, n)}
        self.serial += 1
        held = [{name: base.get(name, "") for name in names} for base in bases]
        save = Save(self, dict(self.boxes), held, Sent(self.name, self.serial))
        self.unanswered = [*self.unanswered[-7:], dict(self.boxes)]
        return save

    def _differs(self, base: dict[str, str], name: str) -> bool:
        return base.get(name, "") != self.boxes.get(name, "")


class Editing(RuleBasedStateMachine):
    on_their_way: Bundle = Bundle("on_their_way")
    members: list[Any] = []

    @initialize()
    def begin(self) -> None:
        first, second = self.members
        self.hub = hubs.create_hub(first.workspace_id, first.user_id, "Summer").id
        self.card = cards.add_card(self.hub, first.user_id, "poll")
        self.tabs = [
            self.opened(each.user_id, f"{each.user_id}t{number}")
            for each in self.members
            for number in (1, 2)
        ]
        now = self.held()
        self.written = {tab.who: {n: set() for n in WRITTEN} for tab in self.tabs}
        self.by: dict[str, Tab | None] = dict.fromkeys(now)

    def opened(self, who: int, name: str) -> Tab:
        now = self.held()
        return Tab(who, name, dict(now), dict(now), {n: {now[n]} for n in WRITTEN})

    def held(self) -> dict[str, str]:
        body, _ = drafts.document(self.hub, f"card:{self.card}")
        return saves._controls_of(body)

    @rule(at=st.integers(0, 3), control=st.sampled_from(WRITTEN), text=TEXTS)
    def types(self, at: int, control: str, text: str) -> None:
        tab = self.tabs[at]
        tab.boxes[control], tab.saved = text, False

    @rule(target=on_their_way, at=st.integers(0, 3))
    def sends_and_hears_nothing(self, at: int) -> Save:
        """It is on its way, or it arrived and the answer was lost."""
        return self.tabs[at].send()

    @rule(target=on_their_way, at=st.integers(0, 3), control=st.sampled_from(WRITTEN), text=TEXTS)
    def takes_it_back_by_hand(self, at: int, control: str, text: str) -> Save:
        """What went out in between may arrive after what was saved at last."""
        tab, before = self.tabs[at], self.tabs[at].boxes[control]
        self.types(at, control, text)
        late = tab.send()
        self.types(at, control, before)
        self.saves(at)
        return late

    @rule(save=on_their_way)
    def arrives_late_or_twice(self, save: Save) -> None:
        newest = save.sent.serial == save.tab.serial
        before = self.held()
        told = self.taken(save)
        if not newest and save.tab.saved:
            assert self.held() == before, "what came late has changed what was saved"
        assert told is not None

    @rule(at=st.integers(0, 3))
    def saves(self, at: int) -> None:
        """With an answer, as most are."""
        tab = self.tabs[at]
        save = tab.send()
        told = self.taken(save)
        if isinstance(told, EditConflict):
            self.chooses(tab, told)
            return
        tab.begun, tab.unanswered, tab.saved = save.controls, [], True
        now = self.held()
        assert all(now[name] == tab.boxes[name] for name in save.bases[0])

    def taken(self, save: Save) -> Any:
        before = self.held()
        try:
            saves.save_card(
                self.hub,
                save.tab.who,
                self.card,
                tree_of(save.controls.items()),
                bases=save.bases,
                sent=save.sent,
            )
        except AlreadyTaken as told:
            assert self.held() == before
            return told
        except EditConflict as told:
            assert self.held() == before
            others = {each.where for each in told.problems}
            assert all(self.by[n] is not save.tab for n in others), "a conflict with oneself"
            return told
        for name, value in self.held().items():
            if value != before[name]:
                known = save.tab.seen[name] | {each.get(name, "") for each in save.bases}
                assert before[name] in known, "overwritten unseen"
                self.by[name] = save.tab
        for name in WRITTEN:
            self.written[save.tab.who][name].add(save.controls[name])
            save.tab.seen[name].add(save.controls[name])
        return True

    def chooses(self, tab: Tab, told: EditConflict) -> None:
        """Theirs stands beside it; the one control is taken, the other kept."""
        tab.saved = False
        for each in told.problems:
            theirs = str(each.sentence.parameters.get("theirs", ""))
            tab.begun[each.where] = theirs
            tab.seen[each.where].add(theirs)
            if each.where == "question":
                tab.boxes[each.where] = theirs

    @rule(at=st.integers(0, 3), back=st.booleans())
    def undoes_or_redoes(self, at: int, back: bool) -> None:
        who, before = self.tabs[at].who, drafts.documents(self.hub)
        held = self.held()
        steps = drafts.undoable(self.hub, who)
        if back and str(steps[0] or "").startswith("adding"):
            return
        try:
            (drafts.undo if back else drafts.redo)(self.hub, who)
        except EditConflict:
            assert drafts.documents(self.hub) == before
            return
        for name, value in self.held().items():
            if value != held[name]:
                assert not back or held[name] in self.written[who][name], "undid somebody else's"
                # The page is loaded anew, and so has seen it; of every other tab it is somebody.
                self.by[name] = None
        self.tabs[at] = self.opened(who, f"{self.tabs[at].name}r")

    @rule(at=st.integers(0, 3))
    def loads_anew(self, at: int) -> None:
        tab = self.tabs[at]
        self.tabs[at] = self.opened(tab.who, f"{tab.name}r")

    @rule()
    def publishes(self) -> None:
        try:
            versions.publish(self.hub, None)
        except HubNotPublishable:
            return
        newest = versions.newest_version(self.hub)
        assert newest == drafts.draft_snapshot(self.hub)

    @invariant()
    def what_says_saved_stands_unless_somebody_saw_it_and_wrote_over_it(self) -> None:
        if not hasattr(self, "tabs"):
            return
        now = self.held()
        for tab in self.tabs:
            if tab.saved:
                for name in WRITTEN:
                    mine = self.by[name] is tab
                    assert not mine or now[name] == tab.boxes[name], "lost"


def test_what_said_saved_stands_and_nothing_is_overwritten_unseen(app):
    members = [MemberFactory()]
    members.append(MemberFactory(workspace=members[0].workspace))

    class Here(Editing):
        pass

    Here.members = members
    run(
        Here,
        settings=settings(
            max_examples=16,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
