"""The four tables every source hands on, whatever its publisher calls things. Text is "" when unknown, unless said."""

from typing import TypeAlias

import pyarrow as pa

MONTH, CODE, NAME = pa.string(), pa.string(), pa.string()

# One row per published crime. Latitude and longitude are WGS84 degrees of the published snap point, both null without
# location. street is "On or near …" as published. lsoa is that of the snap point, in the publisher's generation.
# outcome is a code of codes.OUTCOMES. imputed = real count, invented place: never in production; such rows carry the
# word in their street's name and in context already, so that every export says so.
CRIMES = pa.schema(
    [
        ("month", MONTH),
        ("crime_id", pa.string()),  # 64 hex digits, "" for anti-social behaviour and when withheld
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("street", NAME),
        ("lsoa", CODE),
        ("category", CODE),  # a slug of codes.CATEGORIES
        ("outcome", CODE),
        ("outcome_month", MONTH),  # "" when the publisher names none
        ("force", CODE),  # force id, "west-midlands"
        ("location_type", NAME),  # "Force", "BTP", "" without location
        ("location_subtype", NAME),
        ("context", NAME),
        ("imputed", pa.bool_()),
    ]
)

# One row per outcome of a crime; month and place are the crime's where the publisher repeats them.
OUTCOMES = pa.schema(
    [
        ("crime_id", pa.string()),
        ("outcome_month", MONTH),
        ("outcome", CODE),
        ("force", CODE),
        ("crime_month", MONTH),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("street", NAME),
        ("lsoa", CODE),
        ("category", CODE),  # "": the outcomes file names none
    ]
)

# One row per stop. outcome is null when nothing is known, "" when published as nothing found or left empty.
STOPS = pa.schema(
    [
        ("type", NAME),  # Person search, Vehicle search, Person and Vehicle search
        ("at", pa.string()),  # ISO 8601 with offset; midnight often means unknown
        ("force", CODE),
        ("operation", pa.bool_()),
        ("operation_name", NAME),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("street", NAME),
        ("gender", NAME),
        ("age_range", NAME),
        ("self_defined_ethnicity", NAME),
        ("officer_defined_ethnicity", NAME),
        ("legislation", NAME),
        ("object_of_search", NAME),
        ("outcome", pa.string()),
        ("outcome_code", CODE),  # "bu-arrest", … "" when there is none
        ("linked", pa.bool_()),  # the outcome is linked to the object of the search
        ("removal", pa.bool_()),  # more than outer clothing removed
    ]
)

# One row per month, small area and category with at least one crime. A missing row is zero only where complete.
COUNTS = pa.schema(
    [("month", MONTH), ("lsoa", CODE), ("category", CODE), ("count", pa.int32()), ("complete", pa.bool_())]
)


Column: TypeAlias = pa.Array | pa.ChunkedArray | str | bool | None


def table(schema: pa.Schema, rows: int, *, nullable: tuple[str, ...] = (), **columns: Column) -> pa.Table:
    """A table of one of the schemas: given columns are cast, a scalar fills its column.

    Nulls in text become "" except in the columns named nullable. Columns not given are "" for text, false for imputed,
    null otherwise. KeyError for a column the schema lacks.
    """
    if strange := columns.keys() - set(schema.names):
        raise KeyError(f"not in the schema: {sorted(strange)}")
    made = []
    for field in schema:
        value = columns.get(field.name, {"imputed": False}.get(field.name))
        if not isinstance(value, pa.Array | pa.ChunkedArray):
            value = "" if value is None and field.type == pa.string() else value
            made.append(pa.repeat(pa.scalar(value, field.type), rows))
            continue
        plain = value.cast(field.type)
        keeps_null = field.type != pa.string() or field.name in nullable
        made.append(plain if keeps_null else plain.fill_null(""))
    return pa.Table.from_arrays(made, schema=schema)
