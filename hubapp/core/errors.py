"""Domain errors. Failures that we planned for are values; these end a request."""

from __future__ import annotations

from dataclasses import dataclass

from hubapp.core.words import Words


@dataclass(frozen=True)
class Problem:
    """One thing to mend.

    where: the form control or place it belongs to, e.g. ``questions.k7m2qp.text``
        inside a card, or ``card:ab12/questions.k7m2qp.text`` inside a hub.
    sentence: what is wrong and what to do, for a marketer.
    """

    where: str
    sentence: Words


class DomainError(Exception):
    """A refusal with sentences that may be shown to the person who asked."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(problem.sentence) for problem in problems))
        self.problems = problems


class HubNotPublishable(DomainError):
    """The draft is not ready; ``problems`` says where."""


class Refused(DomainError):
    """Input that cannot be accepted; nothing was saved."""


class PartlySaved(Refused):
    """All is saved but for the controls named, which hold what they held before."""


class EditConflict(DomainError):
    """The document changed since it was opened."""


class AlreadyTaken(EditConflict):
    """This save, or a later one of the same screen, was taken before: it came late, or twice."""


class NotFoundHere(Exception):
    """It does not exist, or not for this person; both look the same."""
