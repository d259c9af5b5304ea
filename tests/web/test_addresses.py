"""A number in an address is the id of a row, or leads nowhere."""

from __future__ import annotations

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule

from hubapp.web.addresses import Id, LongId

ROADS = Map(
    [Rule("/hubs/<int:id>", endpoint="hub"), Rule("/rows/<long:id>", endpoint="row")],
    converters={"int": Id, "long": LongId},
).bind("example.com")


@pytest.mark.parametrize("address", ["/hubs/1", "/hubs/2147483647", "/rows/9223372036854775807"])
def test_what_a_column_holds_leads_there(address):
    endpoint, given = ROADS.match(address)
    assert ROADS.build(endpoint, given) == address


@pytest.mark.parametrize(
    "address",
    ["/hubs/2147483648", "/rows/9223372036854775808", "/hubs/-1", "/hubs/" + "9" * 5000, "/hubs/٣"],
)
def test_what_no_column_holds_leads_nowhere(address):
    with pytest.raises(NotFound):
        ROADS.match(address)
