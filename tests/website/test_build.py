"""`npm run build`: quick when nothing changed, and its folder is named by what is in it."""

import json
import re
import subprocess
import time

from django.conf import settings

BUILD = ["node", str(settings.ROOT / "wmp2020/website/assets/build.mjs")]


def build():
    return subprocess.run(BUILD, capture_output=True, text=True, check=True, cwd=settings.ROOT).stdout


def test_a_second_build_ends_at_once():
    build()
    began = time.monotonic()
    assert "nothing changed" in build()
    assert time.monotonic() - began < 2


def test_the_note_names_a_whole_folder_and_nothing_unfinished_is_left_in_it():
    told = json.loads(settings.ASSETS.with_suffix(".json").read_text())
    folder = settings.ASSETS / told["folder"]
    names = {path.name for path in folder.iterdir()}
    scripts = {path.name for path in (settings.ROOT / "wmp2020/website/assets/js").iterdir()}
    assert scripts <= names
    assert {"site.css", "chart.css", "maplibre-gl-worker.mjs", "pmtiles.js", "fflate.js"} <= names
    for path in folder.glob("*.js"):
        for named in re.findall(r"(?:from|import)\s*\(?['\"]\./([\w.-]+)['\"]", path.read_text()):
            assert named in names, f"{path.name} imports {named}"
