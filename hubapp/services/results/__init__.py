"""What came of a hub: its entries, and who of them is out."""

from __future__ import annotations

from hubapp.services.results.disqualifying import disqualify, readmit
from hubapp.services.results.entries import cards_of, entries_of
from hubapp.services.results.exporting import table
from hubapp.services.results.wanted import MOST_PEOPLE, Wanted

__all__ = ["MOST_PEOPLE", "Wanted", "cards_of", "disqualify", "entries_of", "readmit", "table"]
