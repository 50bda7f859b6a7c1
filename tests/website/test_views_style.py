"""The style page: every part drawn, its form checked, and gone in production."""

import pytest


def test_every_part_is_drawn(client, unloaded):
    html = client.get("/style/").content.decode()
    for part in ("wmp-figures", "wmp-verdict--high", "wmp-note--imputed", "wmp-table", "wmp-multiples", "wmp-map",
                 "wmp-door--later", "wmp-share", "wmp-empty", "govuk-date-input", "govuk-file-upload"):  # fmt: skip
        assert part in html, part


def test_a_wrong_form_comes_back_with_what_was_typed_and_what_is_wrong(client, unloaded):
    page = client.post("/style/", {"name": "Jo <b>", "people": "many"})
    html = page.content.decode()
    assert "<title>Error: Style" in html
    assert 'value="Jo &lt;b&gt;"' in html
    assert 'href="#id_people"' in html
    assert 'href="#id_when-day"' in html
    assert "novalidate" in html


def test_its_map_is_of_the_shape_that_map_js_reads(client, unloaded):
    told = client.get("/style/map.json").json()
    legend = told["legend"]
    assert len(legend["labels"]) == len(legend["breaks"]) + 1
    values = [one["properties"]["value"] for one in told["areas"]["features"]]
    assert None in values
    assert len(values) == 9
    assert told["points"]["features"][0]["properties"]["imputed"]


@pytest.mark.parametrize("address", ["/style/", "/style/map.json"])
def test_it_is_not_there_in_production(client, unloaded, settings, address):
    settings.PRODUCTION = True
    assert client.get(address).status_code == 404
