"""Built assets and the base map as files: compressed, kept for ever, answered in ranges, ours alone."""

import contextlib
import gzip

import pytest
from django.test import Client

from wmp2020.plumbing import assets
from wmp2020.website import files


@pytest.fixture
def serve(db, settings, tmp_path):
    """A client whose WhiteNoise was set up with a base map of ten bytes and a font folder with a space in its name."""
    (tmp_path / "fonts/Noto Sans Medium").mkdir(parents=True)
    (tmp_path / "areas.pmtiles").write_bytes(b"0123456789")
    (tmp_path / "fonts/Noto Sans Medium/0-255.pbf").write_bytes(b"font")
    settings.BASEMAP = str(tmp_path)
    files.basemap.cache_clear()
    yield Client(raise_request_exception=False)
    files.basemap.cache_clear()


def body(response):
    """All of it, and the file behind it closed."""
    with contextlib.closing(response):
        return b"".join(response.streaming_content) if response.streaming else response.content


NAMES = ["site.css", "site.js", "map.js", "maplibre-gl.mjs", "maplibre-gl-worker.mjs", "icon.svg"]


@pytest.mark.parametrize("name", NAMES)
def test_assets_are_kept_for_ever_and_compressed(serve, name):
    plain = serve.get(assets.address(name))
    text = body(plain)
    assert plain["Cache-Control"] == "max-age=315360000, public, immutable"
    assert plain["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "default-src 'none'" in plain["Content-Security-Policy"]
    packed = serve.get(assets.address(name), headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(body(packed)) == text
    smallest = serve.get(assets.address(name), headers={"accept-encoding": "gzip, br"})
    assert smallest["Content-Encoding"] == "br"
    assert len(body(smallest)) <= int(packed["Content-Length"])


def test_modules_have_a_type_that_browsers_run(serve):
    answer = serve.get(assets.address("maplibre-gl.mjs"))
    assert body(answer)
    assert answer["Content-Type"].startswith("text/javascript")


def test_the_base_map_is_answered_in_ranges_uncompressed(serve):
    part = serve.get("/basemap/areas.pmtiles", headers={"range": "bytes=2-4", "accept-encoding": "gzip, br"})
    assert part.status_code == 206
    assert body(part) == b"234"
    assert part["Content-Range"] == "bytes 2-4/10"
    assert "Content-Encoding" not in part


def test_a_font_folder_may_hold_spaces(serve):
    assert body(serve.get("/basemap/fonts/Noto%20Sans%20Medium/0-255.pbf")) == b"font"


def test_addresses_are_told_to_pages(serve):
    assert files.basemap() == files.BaseMap("/basemap/areas.pmtiles", "/basemap/fonts/")


def test_without_a_base_map_there_are_no_addresses(settings, tmp_path):
    settings.BASEMAP, settings.DATA, settings.BESIDE = "", "", tmp_path
    files.basemap.cache_clear()
    assert files.basemap_folder() is None
    assert files.basemap() == files.BaseMap("", "")
    files.basemap.cache_clear()


def test_the_data_folders_map_is_taken_before_the_one_beside(settings, tmp_path):
    for name in ("mine", "beside"):
        (tmp_path / name / "basemap").mkdir(parents=True)
        (tmp_path / name / "basemap/x.pmtiles").touch()
    settings.BASEMAP, settings.DATA, settings.BESIDE = "", str(tmp_path / "mine"), tmp_path / "beside"
    assert files.basemap_folder() == tmp_path / "mine/basemap"
    settings.DATA = ""
    assert files.basemap_folder() == tmp_path / "beside/basemap"


def test_no_folder_is_left_by_its_parent(serve):
    for address in ("/basemap/../settings.py", "/static/../package.json", "/basemap/%2e%2e/x"):
        assert serve.get(address).status_code == 404


def test_scripts_of_sign_in_are_served_by_us(serve):
    assert b"allauth" in body(serve.get("/static/mfa/js/webauthn.js"))


def test_the_build_holds_no_sign_of_its_models_brand():
    folder = assets.folder()
    css = (folder / "site.css").read_text()
    assert "GDS Transport" not in css
    assert "crown" not in css.lower()
    assert not list(folder.rglob("*crown*"))
    assert "sourceMappingURL" not in "".join(path.read_text() for path in folder.glob("*.*js"))
