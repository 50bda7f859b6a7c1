"""What a page shows, to take away: each part in each kind of file, equal to the page."""

import csv
import io
import json

import pytest

from tests.kit import book, years
from wmp2020.listen.neighbourhoods import pictures

WARD = book.HARBOUR
PARTS = ("months", "categories", "alike", "places")


@pytest.fixture
def get(told, client):
    def asked(name, status=200, code=WARD, query=""):
        answer = client.get(f"/areas/{code}/{name}{query}")
        assert answer.status_code == status, answer.content[:300]
        return answer

    return asked


@pytest.mark.parametrize("name", PARTS)
def test_a_csv_opens_in_a_spreadsheet(get, name):
    answer = get(f"{name}.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="harbour-{name}.csv"'
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    table, _gap, notes = text.partition("\r\n\r\n")
    rows = list(csv.reader(io.StringIO(table)))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > 1
    assert notes.startswith(f'"Harbour ({WARD}), All crime"') or notes.startswith(f"\"'Harbour ({WARD})")


@pytest.mark.parametrize("name", PARTS)
def test_json_has_the_rows_of_the_csv(get, name):
    told = json.loads(get(f"{name}.json").content)
    text = get(f"{name}.csv").content.decode().removeprefix("\ufeff").split("\r\n\r\n")[0]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(told["columns"]) == list(rows[0])
    assert [[str(v) if v is not None else "" for v in row.values()] for row in told["rows"]] == [
        list(row.values()) for row in rows
    ]
    assert told["area"] == {"code": WARD, "name": "Harbour", "kind": "ward"}
    assert told["months"] == list(years.MONTHS[-12:])


@pytest.mark.parametrize("name", pictures.NAMES)
def test_pictures_come_as_svg_and_png(get, name):
    svg = get(f"{name}.svg")
    assert svg["Content-Type"] == "image/svg+xml"
    assert svg.content.startswith(b"<svg")
    png = get(f"{name}.png")
    assert png["Content-Type"] == "image/png"
    assert png.content.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(png.content[16:20]) == 1600


def test_the_map_and_the_whole_come_as_json(get):
    assert len(get("map.json").json()["areas"]["features"]) == 3
    whole = get("figures.json").json()
    assert whole["month"] == "2026-03"
    assert whole["verdict"]["level"] == "much_higher"
    assert whole["verdict"]["low"] < whole["verdict"]["expected"] < whole["verdict"]["high"]
    assert set(whole["tables"]) == set(PARTS)
    assert whole["area"]["residents"] == 4500
    assert [source["publisher"] for source in whole["sources"]] == ["The tests", "Nobody"]
    assert whole["caveats"]
    assert whole["loaded_at"] == "2026-04-20T09:30:00Z"


def test_a_file_is_of_the_category_asked(get):
    rows = get("months.json", query="?category=burglary").json()["rows"]
    assert rows[0]["count"] == sum(years.of(years.LATEST, n, "burglary") for n in years.HARBOUR)
    assert get("figures.json", query="?category=burglary").json()["category"] == "burglary"


@pytest.mark.parametrize(
    "name",
    ["weather.csv", "months.xls", "months.html", "outcomes.csv", "outcomes.png", "map.csv", "map.png", "figures.csv",
     "figures.png", "stops.csv", "months.csv?category=treason", "months.png?category=%00"],
)  # fmt: skip
def test_what_the_page_does_not_have_is_not_found(get, name):
    get(name, 404)


@pytest.mark.parametrize("code", ["E05999999", book.LSOAS[0], "%00", "x" * 5000])
def test_files_of_no_area_are_not_found(get, code):
    get("months.csv", 404, code=code)


def test_the_force_has_no_file_of_areas_alike(get):
    get("alike.csv", 404, code=book.FORCE)
    get("alike.png", 404, code=book.FORCE)


def test_files_of_a_drawn_area(get):
    poly = "52.4,-1.9:52.4,-1.89:52.418,-1.89:52.418,-1.9"
    drawn = get("months.json", code="drawn", query=f"?poly={poly}").json()
    assert drawn["rows"] == get("months.json").json()["rows"]
    assert get("places.png", code="drawn", query=f"?poly={poly}").content.startswith(b"\x89PNG")
    assert any("whole, the small areas" in note for note in drawn["notes"])


@pytest.mark.parametrize("query", ["", "?poly=", "?poly=nonsense", "?poly=48,2:48.1,2:48.1,2.1", "?poly=%00"])
def test_a_drawing_that_cannot_be_used_is_a_problem_for_machines(get, query):
    answer = get("months.csv", 400, code="drawn", query=query)
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == 400
    assert len(told["detail"]) > 10


def test_nothing_loaded_is_a_problem_too(db, settings, tmp_path, client, fresh):
    settings.ARCHIVE = tmp_path / "none"
    answer = client.get(f"/areas/{WARD}/figures.json")
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"


def test_files_are_confirmed_by_the_edition(get, client):
    etag = get("months.csv")["ETag"]
    assert client.get(f"/areas/{WARD}/months.csv", headers={"if-none-match": etag}).status_code == 304
    assert get("months.png")["ETag"] == etag


def test_outcomes_come_as_csv_where_held(db, settings, tmp_path, client, fresh):
    from tests.kit import months

    book.areas_loaded(settings)
    months.archive_loaded(settings, tmp_path)
    answer = client.get(f"/areas/{WARD}/outcomes.csv")
    assert answer.content.decode().startswith("\ufeffoutcome,count,share\r\n")


def test_a_formula_in_a_name_is_text_in_a_spreadsheet(get, monkeypatch):
    from wmp2020.information import areas

    object.__setattr__(areas.atlas().area(WARD), "name", "=1+1")
    text = get("alike.csv").content.decode()
    assert "\r\n'=1+1," in text
    object.__setattr__(areas.atlas().area(WARD), "name", "Harbour")
