import numpy as np
import pytest

from wmp2020.information.crimes.folders import Folder, about, mapped

ARRAYS = {
    "odd": np.arange(7, dtype=np.uint8),
    "none": np.empty((0, 4), np.int32),
    "pairs": np.arange(10, dtype=np.int32).reshape(5, 2),
    "big": np.array([2**63], np.uint64),
}


def kept(root, arrays=ARRAYS, **said):
    with Folder(root, "crimes-2026-03") as folder:
        folder.arrays(arrays)
        return folder.keep(said)


def test_arrays_come_back_as_they_were_and_cannot_be_changed(tmp_path):
    folder = tmp_path / kept(tmp_path, rows=7)
    told = about(folder)
    assert told["rows"] == 7
    found = mapped(folder, told)
    assert found.keys() == ARRAYS.keys()
    for name, values in ARRAYS.items():
        np.testing.assert_array_equal(found[name], values)
        assert found[name].dtype == values.dtype
    with pytest.raises(ValueError, match="read-only"):
        found["odd"][0] = 1


def test_a_folder_of_empty_arrays_opens_too(tmp_path):
    folder = tmp_path / kept(tmp_path, {"none": ARRAYS["none"]})
    assert mapped(folder, about(folder))["none"].shape == (0, 4)


def test_equal_contents_are_one_folder_and_others_another(tmp_path):
    assert kept(tmp_path, rows=1) == kept(tmp_path, rows=1)
    assert (
        len({kept(tmp_path, rows=1), kept(tmp_path, rows=2), kept(tmp_path, ARRAYS | {"odd": ARRAYS["odd"][:6]})}) == 3
    )
    assert len(list(tmp_path.iterdir())) == 3


def half_written(root):
    with Folder(root, "crimes-2026-03") as folder:
        folder.file("rows.json", [b"[", b"]"])
        raise ZeroDivisionError


def test_a_folder_left_by_an_exception_is_gone(tmp_path):
    with pytest.raises(ZeroDivisionError):
        half_written(tmp_path)
    assert not any(tmp_path.iterdir())
