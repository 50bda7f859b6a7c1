"""The picture on the front page."""

from wmp2020.website.silhouette import silhouette


def test_the_picture_holds_every_council_in_its_box(loaded):
    picture = silhouette()
    assert [council.name for council in picture.councils] == ["Eastmere", "Westmere"]
    assert all(council.path.startswith("M") and council.path.endswith("z") for council in picture.councils)
    assert all(0 < c.x < picture.width and 0 < c.y < picture.height for c in picture.councils)
    west, east = picture.councils[1], picture.councils[0]
    assert west.x < east.x
    assert picture.wards.count("M") == 4


def test_nothing_loaded_no_picture(unloaded):
    assert silhouette() is None
