"""The table routes every address clients use, whatever they do with slashes, and nothing else."""

import pytest

from wmp2020.listen.neighbourhoods.api.endpoints import ENDPOINTS, find
from wmp2020.listen.neighbourhoods.api.trouble import Trouble


def concrete(template):
    return template.replace("{", "a-").replace("}", "")


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda e: e.template)
@pytest.mark.parametrize("written", ["/api/{}", "/api/{}/", "/api//{}", "//api/{}//"])
def test_every_endpoint_is_found_however_slashes_are_written(endpoint, written):
    found, values = find(written.format(concrete(endpoint.template)))

    assert found is endpoint
    assert values == {s[1:-1]: concrete(s) for s in endpoint.segments if s.startswith("{")}


@pytest.mark.parametrize(
    "method", ["outcomes-at-location", "crimes-at-location", "crimes-no-location", "stops-street", "stops-force"]
)
def test_methods_in_the_categorys_slot_are_answered_as_themselves(method):
    assert find(f"/api/crimes-street/{method}")[0].template == method


def test_fixed_words_win_over_names():
    assert find("/api/forces/neighbourhoods")[0].template == "forces/{force}"
    assert find("/api/wm/neighbourhoods")[0].template == "{force}/neighbourhoods"
    assert find("/api/leicestershire/55.CB3001")[1] == {"force": "leicestershire", "id": "55.CB3001"}
    assert find("/api/areas/E05900001/crimes")[0].template == "areas/{code}/crimes"


@pytest.mark.parametrize(
    "path",
    [
        "/api/nope",
        "/api/crimes-street",
        "/api/forces/a/b/c",
        "/api/a/b/nope",
        "/api/words",
        "/api/{}",
        "/api/a/b/c/d",
    ],
)
def test_other_addresses_are_not_found(path):
    with pytest.raises(Trouble) as caught:
        find(path)

    assert caught.value.kind.status == 404


def test_each_endpoint_says_what_it_is_for():
    assert all(endpoint.says for endpoint in ENDPOINTS)
    assert len({endpoint.template for endpoint in ENDPOINTS}) == len(ENDPOINTS)
