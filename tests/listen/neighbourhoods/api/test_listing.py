"""Our additions: ranges, pages, cursors. Pages laid end to end are the whole, nothing twice and nothing skipped."""

from itertools import chain
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.kit import months
from wmp2020.information import crimes
from wmp2020.information.crimes import outline
from wmp2020.listen.neighbourhoods.api import parameters

BOX = "52.39,-1.91:52.39,-1.85:52.43,-1.85:52.43,-1.91"
STREET = f"crimes-street/all-crime?poly={BOX}"


def next_page(answer):
    link = answer.headers.get("Link")
    if link is None:
        return None
    address, relation = link.split(";")
    assert relation.strip() == 'rel="next"'
    assert address.startswith("<http://testserver/api/")
    parts = urlsplit(address.strip("<>"))
    return f"{parts.path}?{parts.query}".removeprefix("/api/")


def flat(found):
    return list(chain.from_iterable(found))


def pages(ask, path, **how):
    found = []
    while path:
        answer = ask(path, **how)
        assert answer.status == 200
        found.append(answer.json)
        path = next_page(answer)
    return found


def test_a_range_is_month_by_month_in_order_of_ids(ask):
    answer = ask(f"{STREET}&from=2025-12&to=2026-02")
    single = [ask(f"{STREET}&date={month}").json for month in ("2025-12", "2026-01", "2026-02")]

    assert answer.json == flat(single)
    assert [row["id"] for row in answer.json] == sorted(row["id"] for row in answer.json)
    assert answer.headers["X-Total-Count"] == str(len(answer.json))
    assert "Link" not in answer.headers
    assert answer.headers["X-WMP2020-Imputed"] == "1"


def test_from_alone_runs_to_the_latest_month(ask):
    assert {row["month"] for row in ask(f"{STREET}&from=2026-02").json} == {"2026-02", "2026-03"}


@pytest.mark.parametrize(
    ("range_", "status", "parameter"),
    [
        ("from=2026-02&to=2026-01", 400, "to"),
        ("from=2021-01&to=2026-03", 400, "to"),
        ("to=2026-01", 400, "from"),
        ("from=2026-01&to=2026-02&date=2026-01", 400, "date"),
        ("from=2025-10&to=2025-12", 404, None),
    ],
)
def test_ranges_refused(ask, range_, status, parameter):
    assert ask(f"{STREET}&{range_}").problem[::2] == (status, parameter)


def test_a_range_without_limit_pages_by_a_thousand(ask, settings, tmp_path):
    months.archive_loaded(settings, tmp_path, rows=500)

    found = pages(ask, f"{STREET}&from=2025-11&to=2026-03")

    assert [len(page) for page in found] == [1_000, 1_000, 505]
    assert len({row["id"] for page in found for row in page}) == 2_505


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(7, 400), range_=st.sampled_from(["date=2026-01", "from=2025-11", "from=2026-01&to=2026-02"]))
def test_pages_laid_end_to_end_are_the_whole(ask, limit, range_):
    found = pages(ask, f"{STREET}&{range_}&limit={limit}")
    whole = ask(f"{STREET}&{range_}&limit=5000").json

    assert flat(found) == whole
    assert all(len(page) == limit for page in found[:-1])


@pytest.mark.parametrize("limit", ["0", "5001", "-1", "x", "1.5"])
def test_limits_are_between_one_and_five_thousand(ask, limit):
    assert ask(f"{STREET}&limit={limit}").problem == (400, "invalid-parameter", "limit")


def test_a_posted_area_is_posted_again_for_the_next_page(ask):
    found = pages(ask, "crimes-street/all-crime?limit=40", method="POST", form=f"poly={BOX}")

    assert [len(page) for page in found] == [40, 21]
    assert flat(found) == ask(STREET).json


@pytest.mark.parametrize(
    "cursor", ["x", ".", "1", "abc.1", "0123456789ab.-1", "0123456789ab.1e3", "../../etc.1", "é.1"]
)
def test_a_cursor_is_taken_as_it_stands(ask, cursor):
    assert ask(f"{STREET}&cursor={cursor}").problem == (400, "invalid-parameter", "cursor")


def test_pages_of_a_version_kept_go_on_after_a_load_and_of_one_gone_end(ask, settings, tmp_path):
    archive = tmp_path / "archive"
    months.archive_loaded(settings, archive)
    first = ask(f"{STREET}&limit=40")
    second = next_page(first)
    expected = ask(second).json

    months.build(archive, latest_rows=80)
    crimes.current.__globals__["_seen"].clear()
    assert len(ask(STREET).json) == 81
    again = ask(second)
    assert again.json == expected
    assert again.headers["ETag"] == first.headers["ETag"]

    for rows in (81, 82, 83):
        months.build(archive, latest_rows=rows)
    crimes.current.__globals__["_seen"].clear()
    gone = ask(second)
    assert gone.problem == (410, "stale-cursor", None)
    assert "without" in gone.json["hint"]


def test_a_cursor_past_the_end_is_an_empty_page(ask):
    answer = ask(f"{STREET}&cursor={crimes.current().version}.999999")

    assert (answer.json, answer.headers["X-Total-Count"]) == ([], "61")


def test_links_are_relative_where_the_host_is_not_ours(ask):
    response = ask.client.get(f"/api/{STREET}&limit=1", headers={"host": "evil.example"})

    assert response.status_code == 200
    assert response["Link"].startswith("</api/crimes-street/all-crime?")


def test_a_long_outline_may_be_asked_of_many_months_and_they_share_one_bound(ask, monkeypatch):
    form = "poly=" + ":".join(BOX.split(":") * 3_000)
    many = "crimes-street/all-crime?from=2025-11&to=2026-03"
    assert ask(many, method="POST", form=form).status == 200

    one = outline.Outline(parameters.polygon({"poly": form.removeprefix("poly=")}))
    crimes.current().within(one, month="2026-03")
    monkeypatch.setattr(outline, "MOST_MEETINGS", one._met)  # what one month takes
    assert ask("crimes-street/all-crime?date=2026-03", method="POST", form=form).status == 200
    refused = ask(many, method="POST", form=form)
    assert refused.problem == (400, "polygon-too-tangled", "poly")
    assert "fewer months" in refused.json["hint"]
