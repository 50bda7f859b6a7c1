"""The description says all that the table holds, and which months go together."""

import pytest

from wmp2020.listen.neighbourhoods.api import ENDPOINTS, describe, trouble

EXAMPLES = {"force": "eastmere"}


@pytest.fixture
def document():
    return describe.document(ENDPOINTS, months=["2026-02", "2026-03"], version="abc123", examples=EXAMPLES)


def test_every_address_is_described_with_its_methods(document):
    assert set(document["paths"]) == {f"/{e.template}" for e in ENDPOINTS}
    for endpoint in ENDPOINTS:
        assert set(document["paths"][f"/{endpoint.template}"]) == ({"get", "post"} if endpoint.posts else {"get"})


def test_every_status_is_described_and_every_type_named(document):
    statuses = {str(kind.status) for kind in trouble.ALL}
    for path in document["paths"].values():
        assert set(path["get"]["responses"]) == statuses | {"200", "304"}
    told = " ".join(response["description"] for response in document["components"]["responses"].values())
    assert all(kind.type in told for kind in trouble.ALL)


def test_every_reference_leads_somewhere(document):
    def references(value):
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"]
            for part in value.values():
                yield from references(part)
        elif isinstance(value, list):
            for part in value:
                yield from references(part)

    found = set(references(document))
    assert found
    for reference in found:
        at = document
        for part in reference.removeprefix("#/").split("/"):
            at = at[part]


def test_operations_have_names_of_their_own(document):
    names = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]

    assert len(set(names)) == len(names)


def test_months_that_go_together():
    choices = describe.month_choices(["2017-01", "2026-02", "2026-03"])["anyOf"][1:]

    told = {c["properties"]["from"]["const"]: (c["properties"]["to"]["enum"], c["required"]) for c in choices}
    assert told == {
        "2017-01": (["2017-01"], ["from", "to"]),
        "2026-02": (["2026-02", "2026-03", ""], ["from"]),
        "2026-03": (["2026-03", ""], ["from"]),
    }


def test_no_range_is_longer_than_three_years():
    months = [f"{year}-{month:02}" for year in range(2011, 2020) for month in range(1, 13)]

    spans = [len([m for m in c["properties"]["to"]["enum"] if m]) for c in describe.month_choices(months)["anyOf"][1:]]
    assert max(spans) == 36


def test_a_place_is_one_of_several_and_needed(document):
    (place,) = [p for p in document["paths"]["/stops-street"]["get"]["parameters"] if p.get("name") == "place"]

    assert place["required"] is True
    assert [choice["required"] for choice in place["schema"]["anyOf"]] == [["lat", "lng"], ["poly"]]


def test_examples_are_values_that_are_held(document):
    (force,) = [p for p in document["paths"]["/forces/{force}"]["get"]["parameters"] if p["name"] == "force"]

    assert force["schema"]["examples"] == ["eastmere"]
