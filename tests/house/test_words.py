"""The words: what files may be called, British spelling, no trace of the machine it was written on."""

import re
from pathlib import Path

import pytest

from tests.house import tree

BANNED_NAMES = {"utils", "util", "helpers", "helper", "manager", "service", "services", "core", "common", "base",
                "data", "info", "handler", "handlers", "processor", "misc", "stuff"}  # fmt: skip
# base.html is the word every Django template author looks for.
ALLOWED_NAMES = {
    "wmp2020/website/templates/website/base.html",
    "wmp2020/website/django_templates/allauth/layouts/base.html",
}


def test_no_file_or_folder_hides_behind_a_word_that_says_nothing() -> None:
    hidden = [
        str(file)
        for file in tree.files()
        if file.parts[0] in ("wmp2020", "tests", "bench", "measures", "rules", "docs")
        and str(file) not in ALLOWED_NAMES
        and {part.partition(".")[0] for part in file.parts} & BANNED_NAMES
    ]
    assert hidden == []


AMERICAN = {
    "analyze": "analyse", "authorize": "authorise", "behavior": "behaviour", "canceled": "cancelled",
    "categorize": "categorise", "center": "centre", "color": "colour", "defense": "defence", "favorite": "favourite",
    "fulfill": "fulfil", "honor": "honour", "initialize": "initialise", "judgment": "judgement", "labeled": "labelled",
    "labor": "labour", "license": "licence", "neighbor": "neighbour", "neighborhood": "neighbourhood",
    "normalize": "normalise", "offense": "offence", "optimize": "optimise", "organization": "organisation",
    "organize": "organise", "prioritize": "prioritise", "recognize": "recognise",
    "summarize": "summarise", "traveled": "travelled", "utilize": "use", "visualize": "visualise",
    "catalog": "catalogue",
}  # fmt: skip
# Not ours to spell: CSS, HTTP, licence texts' names, other people's interfaces.
FOREIGN = re.compile(
    r"`[^`]*`|\.\w+\(|vacuum analyze|https?://\S+|[\w.-]*(?:[_/=:.\"'(-])(?:color|center|license|catalog|program)\w*|License(?:-Expression)?:?|"
    r"(?:GNU|Affero|General Public|Government|MIT|Apache|Ordnance Survey|SPDX)[\w ]* Licen[sc]e|LICENSE|licenses/|"
    r"(?:color|center|license|program|catalog)[_\w]*\s*[=:\"'(]",
    re.IGNORECASE,
)
PROSE = (".py", ".md", ".html", ".yaml")


def american(words: str) -> list[str]:
    """American spellings in prose, each with what we write."""
    ours = FOREIGN.sub(" ", words)
    found = re.findall(rf"\b({'|'.join(AMERICAN)})(?:s|d|ed|ing|r)?\b", ours, re.IGNORECASE)
    return [f"{word} (we write {AMERICAN[word.lower()]})" for word in found]


def _said(file: Path) -> str:
    """What a person reads: prose files whole, of code the comments, docstrings and sentences."""
    if file.suffix != ".py":
        return tree.text(file)
    comments = re.findall(r"#.*", tree.text(file))
    strings = re.findall(r'"""(.*?)"""|"([^"\n]*\s[^"\n]*)"', tree.text(file), re.DOTALL)
    return "\n".join([*comments, *(one or other for one, other in strings)])


def test_spelling_is_british() -> None:
    skipped = ("LICENSE", "package.json", "package-lock.json")
    prose = [f for f in tree.files() if f.suffix in PROSE and f.name not in skipped and "house" not in f.parts]
    assert [f"{file}: {said}" for file in prose for said in american(_said(file))] == []


@pytest.mark.parametrize(
    ("words", "count"),
    [("the color of honor", 2), ("organized by neighborhood", 2), ("colour, licence, programme", 0),
     ("`color: red` and background-color", 0), ("the GNU Affero General Public License", 0)],
)  # fmt: skip
def test_the_speller_knows_its_words(words: str, count: int) -> None:
    assert len(american(words)) == count


# Taken apart, so that this file does not hold what it looks for.
MACHINE = re.compile("|".join(["/wo" + "rk/", "/home/" + r"\w+/", "/ro" + "ot/", "/tmp/" + "bash"]))
REGISTRIES = re.compile(
    "|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "registry\\." + "npmjs", "deb\\." + "debian"])
)
TEXTS = {".py", ".md", ".html", ".yaml", ".toml", ".json", ".lock", ".sh", ".mjs", ".js", ".scss", ".css", ".txt", ""}


def test_no_path_of_a_machine_and_no_registry_is_named() -> None:
    found = []
    for file in tree.files():
        if file.suffix not in TEXTS or "house" in file.parts:
            continue
        for number, line in enumerate(tree.text(file).splitlines(), start=1):
            if MACHINE.search(line) or REGISTRIES.search(line):
                found.append(f"{file}:{number}")
    assert found == []


def test_a_machine_would_be_seen() -> None:
    assert MACHINE.search("open('/home/" + "mary/data.csv')")
    assert REGISTRIES.search("index-url = https://pypi" + ".org/simple")


SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}|"
    r"(?:SECRET|PASSWORD|TOKEN)[A-Z_]*\s*=\s*[\"'][A-Za-z0-9+/_-]{16,}[\"']"
)


def test_no_secret_is_committed() -> None:
    texts = [file for file in tree.files() if file.suffix in TEXTS and "house" not in file.parts]
    allowed = {"tests/kit/accounts.py", "tests/website/test_health.py"}  # invented, and used nowhere else
    assert [str(f) for f in texts if SECRETS.search(tree.text(f)) and str(f) not in allowed] == []


def test_no_data_and_no_binary_is_committed() -> None:
    kept = {".png", ".svg", ".woff2", ".ico"}
    large = [str(f) for f in tree.files() if (tree.ROOT / f).stat().st_size > 400_000 and f.suffix not in kept]
    odd = [
        str(f)
        for f in tree.files()
        if f.suffix in {".parquet", ".zip", ".whl", ".so", ".gpkg", ".pmtiles", ".7z", ".db"}
    ]
    assert large + odd == []
