"""Putting a book of areas into the database: all of it or nothing, while readers go on with the old one."""

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import shapely
from django.conf import settings
from django.db import connection, models, transaction

from wmp2020.plumbing.decisions import Refused
from wmp2020.plumbing.findings import Findings

from .atlases import forget
from .book import AreaBook
from .checks import Sound, check, without_shapes
from .force import read_force
from .gazetteer import streets_by_ward
from .models import HeldArea, HeldBook, HeldPostcode, HeldStreet

ONE_AT_A_TIME = 2_020_001  # the advisory lock's number: a second load waits for the first


def load(book: AreaBook, *, at: datetime, findings: Findings | None = None) -> str:
    """Swap the book in and return its version; what is wrong with it goes into findings.

    One transaction: readers see all of the old book until all of the new one is there; whatever fails changes nothing.
    The same book again has the same version. Refused when the force is unknown or not this site's, or there is no ward.
    """
    if settings.FORCE not in ("", book.force_id):
        raise Refused(f"This site serves {settings.FORCE}; the data is of {book.force_id}. Change one of them.")
    read_force(book.force_id, settings.FORCES)
    sound = check(book, findings if findings is not None else Findings())
    version = _version(book, sound)
    streets = streets_by_ward(sound)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        for model in (HeldBook, HeldArea, HeldPostcode, HeldStreet):
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608 (our own table's name)
        HeldArea.objects.bulk_create(_areas(sound), batch_size=500)
        _copy(cursor, HeldPostcode, _postcodes(sound.postcodes))
        _copy(cursor, HeldStreet, streets)
        HeldBook.objects.create(
            version=version,
            force_id=book.force_id,
            loaded_at=at,
            sources=[asdict(note) for note in book.sources],
            counts={"areas": len(sound.areas), "postcodes": len(sound.postcodes), "streets": len(streets)},
        )
        transaction.on_commit(forget)
    forget()
    return version


def _version(book: AreaBook, sound: Sound) -> str:
    """Sixteen hexadecimal digits of everything that was loaded."""
    digest = hashlib.sha256(json.dumps([book.force_id, [asdict(note) for note in book.sources]]).encode())
    for area, shape in zip(sound.areas, sound.shapes, strict=True):
        digest.update(json.dumps(asdict(without_shapes(area))).encode())
        digest.update(shapely.to_wkb(shape) if shape is not None else b"-")
    for table in (sound.postcodes, sound.streets):
        digest.update(_csv(table))
    return digest.hexdigest()[:16]


def _areas(sound: Sound) -> Iterator[HeldArea]:
    for area, shape in zip(sound.areas, sound.shapes, strict=True):
        told: dict[str, Any] = {
            **asdict(without_shapes(area)),
            "lsoas": list(area.lsoas),
            "caveats": list(area.caveats),
        }
        yield HeldArea(**{**told, "geometry": None if shape is None else shapely.to_wkb(shape)})


def _postcodes(table: pa.Table) -> pa.Table:
    return table.append_column("compact", pc.replace_substring(table["postcode"], " ", ""))


def _copy(cursor: Any, model: type[models.Model], table: pa.Table) -> None:
    """Append a table whose columns are named as the model's, by COPY: a hundred thousand rows a second or so."""
    columns: Sequence[str] = table.column_names
    into = ", ".join(f'"{name}"' for name in columns)
    with cursor.copy(f'COPY "{model._meta.db_table}" ({into}) FROM STDIN (FORMAT csv)') as copy:
        copy.write(_csv(table))


def _csv(table: pa.Table) -> bytes:
    """Without a header; text in quotes, so that an empty one is not read as null."""
    out = io.BytesIO()
    pyarrow.csv.write_csv(table, out, pyarrow.csv.WriteOptions(include_header=False))
    return out.getvalue()
