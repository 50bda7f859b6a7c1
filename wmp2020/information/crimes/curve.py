"""Positions along a Hilbert curve: snap points near each other on the ground lie near each other in a file."""

from typing import Any

import numpy as np

Ints = np.ndarray[Any, np.dtype[np.integer[Any]]]

SOUTH, WEST = 49.0, -9.0  # a corner outside which no place of the United Kingdom lies
NORTH, EAST = 61.0, 2.5
BITS = 16  # cells of about 20 m
NARROWING = 0.58  # a degree of longitude in degrees of latitude at 54.5° north


def along_curve(lat_micro: Ints, lng_micro: Ints) -> Ints:
    """Where each point lies on the curve, uint64. Degrees times 10**6 inside the country's box; equal cells tie."""
    side, cells = (NORTH - SOUTH) * 1e6, float(1 << BITS)
    x = ((lng_micro - WEST * 1e6) * NARROWING / side * cells).clip(0, cells - 1).astype(np.int64)
    y = ((lat_micro - SOUTH * 1e6) / side * cells).clip(0, cells - 1).astype(np.int64)
    found = np.zeros(len(x), np.int64)
    for bit in reversed(range(BITS)):  # Hilbert's curve, one quadrant at a time (Hamilton's xy2d)
        size = 1 << bit
        right, upper = (x & size) > 0, (y & size) > 0
        found += size * size * ((3 * right) ^ upper)
        x, y = x & (size - 1), y & (size - 1)
        turned = ~upper & right
        x, y = np.where(turned, size - 1 - x, x), np.where(turned, size - 1 - y, y)
        x, y = np.where(upper, x, y), np.where(upper, y, x)
    return found.astype(np.uint64)
