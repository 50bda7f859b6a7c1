import threading
import time

import pytest

from tests.information.crimes.test_building import HERE, build
from tests.kit.crime_tables import archive, crime, table
from wmp2020.information import crimes
from wmp2020.information.crimes import shelf


def test_before_any_load_there_is_no_archive(tmp_path):
    with pytest.raises(crimes.NoArchive):
        crimes.current(tmp_path)
    with pytest.raises(crimes.NoArchive):
        crimes.version("abc", tmp_path)


def test_the_installations_own_archive_is_the_default(tmp_path, settings):
    settings.ARCHIVE = tmp_path
    assert archive(tmp_path, [crime()]).version == crimes.current().version


def test_old_versions_answer_until_they_are_pruned(tmp_path):
    names = [archive(tmp_path, [crime(latitude=52.48 + step / 1e5)]).version for step in range(shelf.KEPT + 1)]
    with pytest.raises(crimes.NoArchive, match="gone"):
        crimes.version(names[0], tmp_path)
    for name in names[1:]:
        assert crimes.version(name, tmp_path).near(*HERE, month="2026-03").count == 1
    assert len(list((tmp_path / "months").glob("crimes-*"))) == shelf.KEPT


@pytest.mark.parametrize("name", ["", "../current", "x/y", "\0", "."])
def test_a_version_is_never_a_path(tmp_path, name):
    archive(tmp_path, [crime()])
    with pytest.raises(crimes.NoArchive):
        crimes.version(name, tmp_path)


def test_a_new_version_made_elsewhere_is_seen_within_a_second(tmp_path, monkeypatch):
    old = archive(tmp_path, [crime()])
    assert crimes.current(tmp_path).version == old.version
    monkeypatch.setattr(shelf, "_seen", {})  # the load happens as if in another process
    archive(tmp_path, [crime(month="2026-02")])
    monkeypatch.undo()
    time.sleep(shelf.EVERY)
    assert crimes.current(tmp_path).version != old.version


def test_readers_see_one_whole_version_or_the_other_while_loads_go_on(tmp_path):
    archive(tmp_path, [crime()])
    seen, wrong, done = set(), [], threading.Event()

    def read():
        while not done.is_set():
            held = crimes.current(tmp_path)
            rows = held.near(*HERE, month="2026-03").rows()
            categories = {row["category"] for row in rows}
            counted = held.counts(["E01008881"]).counts.sum()
            seen.add(len(rows))
            if len(categories) != 1 or counted != len(rows):
                wrong.append((categories, counted, len(rows)))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for size in range(2, 9):
        category = "drugs" if size % 2 else "burglary"
        build(tmp_path, [table([crime(category=category)] * size)])
    done.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert len(seen) > 1


def test_an_archive_of_another_format_counts_as_none_and_is_loaded_anew(tmp_path, monkeypatch):
    archive(tmp_path, [crime(), crime(month="2026-02")])
    monkeypatch.setattr(shelf, "FORMAT", shelf.FORMAT + 1)
    monkeypatch.setattr("wmp2020.information.crimes.building.FORMAT", shelf.FORMAT)
    monkeypatch.setattr(shelf, "_seen", {})
    with pytest.raises(crimes.NoArchive):
        crimes.current(tmp_path)
    assert archive(tmp_path, [crime()]).point_months == ("2026-03",)
