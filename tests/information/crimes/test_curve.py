import numpy as np

from wmp2020.information.crimes.curve import BITS, NARROWING, NORTH, SOUTH, WEST, along_curve


def cells(x, y):
    """Micro-degrees in the middle of grid cells."""
    size = (NORTH - SOUTH) * 1e6 / (1 << BITS)
    lat = SOUTH * 1e6 + (np.asarray(y) + 0.5) * size
    lng = WEST * 1e6 + (np.asarray(x) + 0.5) * size / NARROWING
    return np.rint(lat).astype(np.int64), np.rint(lng).astype(np.int64)


def test_the_curve_visits_every_cell_once_and_steps_to_a_neighbour():
    side = 32
    x, y = (part.ravel() for part in np.meshgrid(np.arange(side), np.arange(side)))
    found = along_curve(*cells(x, y))
    order = np.argsort(found)
    assert sorted(found.tolist()) == list(range(side * side))
    steps = np.abs(np.diff(x[order])) + np.abs(np.diff(y[order]))
    assert set(steps.tolist()) == {1}


def test_places_outside_the_box_are_put_on_its_edge():
    lat, lng = np.array([10_000_000, 80_000_000]), np.array([-50_000_000, 50_000_000])
    assert along_curve(lat, lng).max() < 1 << (2 * BITS)
