"""The built folder is found, kept by a running server, and missed in words."""

import json

import pytest

from wmp2020.plumbing import assets


@pytest.fixture
def built(settings, tmp_path):
    """A build to play with: built("a" * 16) makes that folder the newest."""
    settings.ASSETS = tmp_path / "assets"
    assets._kept_note.cache_clear()

    def build(name):
        (settings.ASSETS / name).mkdir(parents=True)
        (settings.ASSETS / name / "chart.css").write_text(f"/* {name} */")
        settings.ASSETS.with_suffix(".json").write_text(json.dumps({"folder": name}))

    yield build
    assets._kept_note.cache_clear()


def test_assets_lie_in_the_folder_that_was_built(built):
    built("a" * 16)
    assert assets.address("site.css") == f"/static/{'a' * 16}/site.css"
    assert assets.text("chart.css") == f"/* {'a' * 16} */"


def test_a_running_server_keeps_its_folder_and_a_developer_gets_the_newest(built, settings):
    built("a" * 16)
    assert assets.folder().name == "a" * 16
    built("b" * 16)
    assert assets.folder().name == "a" * 16
    settings.DEBUG = True
    assert assets.folder().name == "b" * 16


def test_without_a_build_the_message_says_what_to_run(settings, tmp_path):
    settings.ASSETS = tmp_path / "assets"
    settings.DEBUG = True
    with pytest.raises(assets.AssetsMissing, match="npm run build"):
        assets.folder()


def test_the_real_build_has_what_pages_name():
    for name in ("site.css", "site.js", "chart.css", "icon.svg", "site.webmanifest", "atkinson.woff2"):
        assert (assets.folder() / name).is_file()
    assert "fill" in assets.text("chart.css")
