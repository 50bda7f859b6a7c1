"""Small files, and decisions that fit on a screen."""

import re

import pytest

from tests.house import tree

LONGEST = 400
DECISIONS = [f for f in tree.files() if f.parts[:2] == ("docs", "decisions") and re.match(r"\d{4}-", f.name)]


def test_no_file_is_longer_than_it_may_be() -> None:
    long = {str(f): tree.text(f).count("\n") for f in tree.sources("wmp2020", "tests", "bench")}
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.stem)
def test_a_decision_says_what_why_what_else_and_what_it_costs(file: object) -> None:
    words = tree.text(file)  # type: ignore[arg-type]
    assert words.count("\n") <= 40
    for part in ("We will", "Because", "We looked at", "What it costs"):
        assert part in words, f"no {part!r}"


def test_decisions_are_numbered_once_and_listed() -> None:
    numbers = [file.name[:4] for file in DECISIONS]
    assert len(numbers) == len(set(numbers)) > 0
    index = (tree.ROOT / "docs/decisions/README.md").read_text()
    assert [file.name for file in DECISIONS if f"({file.name})" not in index] == []


def test_every_module_and_public_function_of_ours_says_what_it_promises() -> None:
    import ast

    silent = [
        str(file)
        for file in tree.sources()
        if tree.text(file).strip() and not ast.get_docstring(tree.parsed(file)) and file.name != "__init__.py"
    ]
    assert silent == []
