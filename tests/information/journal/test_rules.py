from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.information.journal import rules

AT = datetime(2026, 3, 14, 9, 26, 53, 589793, tzinfo=UTC)
GOOD = {"kind": "crime.recorded", "about": "WM-7F3K-92QD", "by": "public", "purpose": "", "details": {}}


@pytest.mark.parametrize(
    ("kind", "stream"),
    [("crime.recorded", "acts"), ("person.looked", "looks"), ("people.searched", "looks"), ("job.retried", "acts")],
)
def test_reading_has_a_chain_of_its_own(kind: str, stream: str) -> None:
    assert rules.stream_of(kind) == stream


class Row:
    pk = 17


class Nobody:
    pk = None


@pytest.mark.parametrize(("given", "held"), [("system:rescue", "system:rescue"), (Row(), "17"), (Nobody(), "public")])
def test_a_line_holds_references(given: object, held: str) -> None:
    assert rules.reference(given) == held


def test_ids_codes_and_whole_numbers_may_be_written() -> None:
    details = {"offence": "8N", "count": 3, "linked": ["WM-1", "WM-2"], "month": "2026-03", "sure": True, "end": None}
    assert list(rules.faults(**{**GOOD, "details": details})) == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kind": "Recorded"}, "noun.verb"),
        ({"about": ""}, "about is not a reference"),
        ({"by": "Mary Smith"}, "by is not a reference"),
        ({"about": "mary@example.com"}, "about is not a reference"),
        ({"purpose": "line\nend"}, "purpose holds a control character"),
        ({"details": {"name": "Mary Smith"}}, "detail name is not an id"),
        ({"details": {"told": "ü"}}, "detail told is not an id"),
        ({"details": {"where": 52.48}}, "detail where is not an id"),
        ({"details": {"all": ["WM-1", "a b"]}}, "detail all is not an id"),
    ],
)
def test_what_a_person_typed_may_not_be_written(wrong: dict[str, object], says: str) -> None:
    assert says in "; ".join(rules.faults(**{**GOOD, **wrong}))  # type: ignore[arg-type]


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00\t\n\r\x08\x0b\x0c"), max_size=8) | st.sampled_from(
    ["", "a", "\\", "\\\\", "a\\", "\\t"]
)
LINE = st.fixed_dictionaries({"by": TEXT, "kind": TEXT, "about": TEXT, "purpose": TEXT, "details": TEXT})


@given(LINE, LINE)
def test_two_different_lines_never_share_a_message(one: dict[str, str], other: dict[str, str]) -> None:
    fixed = {"stream": "acts", "sequence": 1, "at": AT, "previous": rules.GENESIS}
    same = rules.message(**fixed, **one) == rules.message(**fixed, **other)  # type: ignore[arg-type]
    assert same == (one == other)


def test_a_message_keeps_the_microsecond() -> None:
    told = {**GOOD, "stream": "acts", "sequence": 1, "details": "{}", "previous": rules.GENESIS}
    assert b"\t1773480413589793\t" in rules.message(at=AT, **told)  # type: ignore[arg-type]


def test_a_seal_names_its_line() -> None:
    seals = {
        rules.seal(key, stream=stream, sequence=n, mac=mac)
        for key in (b"k", b"l")
        for stream in ("acts", "looks")
        for n in (1, 2)
        for mac in (b"a", b"b")
    }
    assert len(seals) == 16
