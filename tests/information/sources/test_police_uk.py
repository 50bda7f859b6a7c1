"""Each quirk of a data.police.uk file, five lines long, and the promise that no mutilated line ever raises."""

import csv

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit import files
from wmp2020.information.sources import police_uk
from wmp2020.information.sources.schemas import CRIMES, OUTCOMES, STOPS
from wmp2020.plumbing.findings import Findings


def street(text: bytes, month: str = "2024-01", force: str = "west-midlands") -> tuple[pa.Table, Findings]:
    findings = Findings()
    return police_uk.street(text, file="s.csv", month=month, force=force, findings=findings), findings


def with_row(row: str) -> bytes:
    return files.lines(files.STREET_HEAD, files.BURGLARY, row, files.NUISANCE)


def test_a_clean_file_is_read_as_published() -> None:
    made, findings = street(files.STREET)
    assert made.schema == CRIMES
    assert len(findings) == 0
    burglary, drugs, nuisance, violence = made.to_pylist()
    assert burglary == {
        "month": "2024-01", "crime_id": files.ID, "latitude": 52.47666, "longitude": -1.903535,
        "street": "On or near Church Street", "lsoa": "E01033625", "category": "burglary",
        "outcome": "no-further-action", "outcome_month": "", "force": "west-midlands", "location_type": "Force",
        "location_subtype": "", "context": "", "imputed": False,
    }  # fmt: skip
    assert (drugs["latitude"], drugs["street"], drugs["location_type"], drugs["outcome"]) == (
        None,
        "",
        "",
        "local-resolution",
    )
    assert (nuisance["crime_id"], nuisance["outcome"]) == ("", "")
    assert (violence["category"], violence["outcome"]) == ("violent-crime", "penalty-notice-issued")


@pytest.mark.parametrize(
    "text",
    [
        files.STREET.replace(b"\r\n", b"\n"),
        b"\xef\xbb\xbf" + files.STREET,
        files.STREET.removesuffix(b"\r\n"),
        files.STREET.replace(b"On or near Church Street", b'"On or near Church Street"'),
        files.STREET.replace(b"Crime ID", b"crime_id").replace(b"LSOA code", b"LSOA Code"),
    ],
    ids=["unix line ends", "byte order mark", "no last line end", "quoted", "other case"],
)
def test_the_same_file_in_other_clothes_is_the_same(text: bytes) -> None:
    made, findings = street(text)
    assert made == street(files.STREET)[0]
    assert not findings.counts


BAD = {
    "short row": (files.VIOLENCE.rsplit(",", 3)[0], "malformed-row", 2),
    "long row": (files.VIOLENCE + ",x", "malformed-row", 2),
    "blank row": ("", "malformed-row", 2),
    "open quote": (files.VIOLENCE.replace("On or", '"On or'), "malformed-row", 2),
    "NUL byte": (files.VIOLENCE.replace("Bissell", "Biss\0ell"), "nul-byte", 2),
    "unknown category": (files.VIOLENCE.replace("Violence and sexual", "Cattle"), "unknown-category", 2),
    "month 13": (files.VIOLENCE.replace("2024-01", "2024-13"), "malformed-month", 2),
    "another month": (files.VIOLENCE.replace("2024-01", "2023-12"), "wrong-month", 2),
    "in the North Sea": (files.VIOLENCE.replace("-1.892674", "7.5"), "outside-the-country", 3),
    "Null Island": (files.VIOLENCE.replace("-1.892674,52.469009", "0,0"), "outside-the-country", 3),
    "swapped": (files.VIOLENCE.replace("-1.892674,52.469009", "52.469009,-1.892674"), "swapped-position", 3),
    "half a position": (files.VIOLENCE.replace("-1.892674", ""), "malformed-position", 3),
    "words for a position": (files.VIOLENCE.replace("-1.892674", "NaN"), "malformed-position", 3),
    "short id": (files.VIOLENCE.replace("0b" * 32, "0b" * 31), "malformed-id", 3),
    "repeated id": (files.BURGLARY, "repeated-id", 3),
    "lower-case area": (files.VIOLENCE.replace("E01034947", "here"), "malformed-lsoa", 3),
    "unknown outcome": (files.VIOLENCE.replace("Offender given penalty notice", "Hanged"), "unknown-outcome", 3),
    "old category": (files.VIOLENCE.replace("Violence and sexual offences", "Public disorder and weapons"),
                     "category-of-another-scheme", 3),
}  # fmt: skip


@pytest.mark.parametrize(("row", "kind", "kept"), BAD.values(), ids=BAD)
def test_a_bad_row_is_one_finding_and_its_neighbours_stay(row: str, kind: str, kept: int) -> None:
    made, findings = street(with_row(row))
    assert findings.counts == {kind: 1}
    assert len(made) == kept
    finding = next(iter(findings))
    assert finding.row in (2, None)
    assert finding.file == "s.csv"
    assert made["category"].to_pylist()[0] == "burglary"
    assert made["category"].to_pylist()[-1] == "anti-social-behaviour"


def test_an_impossible_position_keeps_the_crime_without_location() -> None:
    row = street(with_row(BAD["in the North Sea"][0]))[0].to_pylist()[1]
    assert (row["latitude"], row["longitude"], row["street"], row["location_type"]) == (None, None, "", "")
    assert (row["category"], row["lsoa"]) == ("violent-crime", "E01034947")


def test_windows_1252_is_read_and_said() -> None:
    made, findings = street(with_row(files.VIOLENCE).replace(b"Bissell", b"Caf\xe9"))
    assert made["street"].to_pylist()[1] == "On or near Café Street"
    assert findings.counts == {"not-utf8": 1}


def test_a_renamed_column_is_taken_and_said_and_a_lost_one_returns_the_file() -> None:
    made, findings = street(files.STREET.replace(b"Crime type", b"Crime category"))
    assert len(made) == 4
    assert findings.counts == {"renamed-column": 1}
    made, findings = street(files.STREET.replace(b"Crime type", b"Kind"))
    assert made == CRIMES.empty_table()
    assert findings.counts == {"missing-column": 1}


@pytest.mark.parametrize("text", [b"", b"\n\n", files.STREET.decode().encode("utf-16"), b"PK\x03\x04\0\0"])
def test_what_is_no_such_file_is_returned_whole(text: bytes) -> None:
    made, findings = street(text)
    assert len(made) == 0
    assert findings.counts.total() == 1


def test_a_header_alone_is_a_month_without_rows() -> None:
    made, findings = street(files.lines(files.STREET_HEAD))
    assert (len(made), len(findings)) == (0, 0)


def test_transport_police_rows_say_so() -> None:
    row = street(files.STREET, force="btp")[0].to_pylist()[0]
    assert (row["location_type"], row["location_subtype"], row["force"]) == ("BTP", "STATION", "btp")


def test_outcomes_carry_the_month_of_the_outcome() -> None:
    findings = Findings()
    made = police_uk.outcomes(files.OUTCOMES, file="o", month="2024-03", force="west-midlands", findings=findings)
    assert made.schema == OUTCOMES
    row = made.to_pylist()[0]
    assert (row["outcome"], row["outcome_month"], row["crime_month"], row["category"]) == ("charged", "2024-03", "", "")
    strange = files.lines(files.OUTCOME_HEAD, files.CHARGED.replace("Suspect charged", "Hanged"))
    assert len(police_uk.outcomes(strange, file="o", month="2024-03", force="x", findings=findings)) == 0
    assert findings.counts == {"unknown-outcome": 1}


def test_stops_of_both_forms() -> None:
    findings = Findings()
    made = police_uk.stops(files.STOPS, file="t", month="2024-01", force="west-midlands", findings=findings)
    assert made.schema == STOPS
    new, old = made.to_pylist()
    assert (new["outcome"], new["outcome_code"], new["linked"], new["removal"]) == ("Arrest", "bu-arrest", True, False)
    assert (new["operation"], new["latitude"]) == (False, 52.47666)
    assert (old["outcome"], old["outcome_code"], old["linked"], old["operation"]) == ("", "", None, None)
    assert old["latitude"] is None
    bad = files.STOPS.replace(b"2024-01-05T13:10", b"2024-01-05 13:10").replace(b",False,,52.", b",Perhaps,,52.")
    assert len(police_uk.stops(bad, file="t", month="2024-01", force="x", findings=findings)) == 1
    assert findings.counts == {"malformed-date": 1}


GOOD = [files.BURGLARY, files.NO_PLACE, files.NUISANCE, files.VIOLENCE]


@settings(max_examples=300, deadline=None)
@given(
    line=st.sampled_from(GOOD),
    cut=st.tuples(st.integers(0, 200), st.integers(0, 40)),
    put=st.binary(max_size=12)
    | st.sampled_from([b'"', b"\0", b",", b"\r", b'""', b"\xff", b",,,", b"1e999", b"-", b"E0"]),
)
def test_a_mutilated_line_never_raises_and_never_harms_another(line: str, cut: tuple[int, int], put: bytes) -> None:
    raw = line.encode()
    broken = raw[: cut[0]] + put + raw[cut[0] + cut[1] :]
    text = files.lines(files.STREET_HEAD, files.BURGLARY) + broken + b"\r\n" + files.lines(files.NO_PLACE)
    made, findings = street(text)
    kept = made.to_pylist()
    whole = street(files.lines(files.STREET_HEAD, files.BURGLARY, files.NO_PLACE))[0].to_pylist()
    assert kept[0] == whole[0]
    assert kept[-1] == whole[-1]
    if len(kept) < 3 and broken.strip(b"\r\n"):
        assert len(findings) >= 1


@settings(max_examples=60, deadline=None)
@given(cells=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), min_size=12, max_size=12))
def test_fast_and_careful_reading_agree(cells: list[str]) -> None:
    """A twin: Python's own csv, row by row, sees the same crimes as the reading at once."""
    cells[1], cells[9] = "2024-01", "Burglary"
    row = ",".join(cell.replace(",", " ").replace('"', "") for cell in cells)
    text = files.lines(files.STREET_HEAD, row, files.BURGLARY)
    made, _ = street(text)
    plain = list(csv.DictReader(text.decode().split("\r\n")[:3]))
    assert made["context"].to_pylist() == [p["Context"] for p in plain]
    quoted = text.replace(b"On or near Church Street", b'"On or near Church Street"')
    assert made == street(quoted)[0]
    assert pc.all(pc.equal(made["category"], "burglary")).as_py()


READERS = {"street": files.STREET, "outcomes": files.OUTCOMES, "stops": files.STOPS}


@settings(max_examples=200, deadline=None)
@given(
    reader=st.sampled_from(sorted(READERS)),
    changes=st.lists(st.tuples(st.integers(0, 900), st.integers(0, 60), st.binary(max_size=8)), min_size=1, max_size=4),
)
def test_no_file_whatever_its_bytes_raises(reader: str, changes: list[tuple[int, int, bytes]]) -> None:
    text = READERS[reader]
    for at, cut, put in changes:
        text = text[:at] + put + text[at + cut :]
    month = "2024-03" if reader == "outcomes" else "2024-01"
    made = getattr(police_uk, reader)(text, file="f", month=month, force="west-midlands", findings=Findings())
    assert made.schema == {"street": CRIMES, "outcomes": OUTCOMES, "stops": STOPS}[reader]
    assert made.num_rows <= text.count(b"\n") + text.count(b"\r")
    latitudes = [x for x in made["latitude"].to_pylist() if x is not None]
    assert all(police_uk.SOUTH <= x <= police_uk.NORTH for x in latitudes)
