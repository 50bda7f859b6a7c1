"""The order rows take on disk: by snap point along the curve, by category within it, rows without location last."""

import hashlib
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wmp2020.information.crimes.coded import Coded
from wmp2020.information.crimes.curve import Ints, along_curve


@dataclass(frozen=True)
class Layout:
    """order: row numbers of the table as they lie on disk; the first `located` of them have a place.

    micro: (n, 2) int32, latitude and longitude of each snap point times 10**6; names its street, street_ids its id;
    starts: (n + 1) first row of each; place: each located row's snap point.
    """

    order: Ints
    located: int
    micro: Ints
    names: list[str]
    street_ids: Ints
    starts: Ints
    place: Ints


def lay(latitude: pa.ChunkedArray, longitude: pa.ChunkedArray, street: Coded, within: Ints) -> Layout:
    """Lay rows out. Null or NaN coordinates: no location. within: each row's rank inside its snap point."""
    lat = latitude.to_numpy().astype(float)
    lng = longitude.to_numpy().astype(float)
    located = ~(np.isnan(lat) | np.isnan(lng))
    rows, others = np.flatnonzero(located), np.flatnonzero(~located)
    micro = np.stack([lat[rows], lng[rows]], axis=1)
    micro = np.rint(micro * 1e6).astype(np.int64)
    spot = (micro[:, 0] + 90_000_000) << 32 | (micro[:, 1] + 180_000_000)
    spots, which = np.unique(spot, return_inverse=True)
    points, place = np.unique(which * len(street.values) + street.codes[rows], return_inverse=True)
    spot_of, name_of = np.divmod(points, max(len(street.values), 1))
    lats, lngs = (spots[spot_of] >> 32) - 90_000_000, (spots[spot_of] & 0xFFFFFFFF) - 180_000_000
    names = np.array(street.values, dtype=object)[name_of]
    along = np.lexsort((names.astype(str), lngs, lats, along_curve(lats, lngs)))
    rank = np.empty(len(along), np.int64)
    rank[along] = np.arange(len(along))
    place = rank[place]
    inner = np.lexsort((within[rows], place))
    place = place[inner]
    starts = np.zeros(len(along) + 1, np.int64)
    np.cumsum(np.bincount(place, minlength=len(along)), out=starts[1:])
    lats, lngs, names = lats[along], lngs[along], names[along].tolist()
    return Layout(
        order=np.concatenate([rows[inner], others[np.argsort(within[others], kind="stable")]]),
        located=len(rows),
        micro=np.stack([lats, lngs], axis=1).astype(np.int32),
        names=names,
        street_ids=street_ids(lats, lngs, names),
        starts=starts,
        place=place,
    )


def street_ids(lats: Ints, lngs: Ints, names: list[str]) -> Ints:
    """An id under 2**53 for each snap point, from its position and name alone: months agree without asking."""
    hashed = {name: int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest()) for name in set(names)}
    mixed = np.array([hashed[name] for name in names], np.uint64)
    for part in (lats, lngs):  # splitmix64's finaliser over each part
        mixed = (mixed ^ part.astype(np.uint64)) + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(11)).astype(np.int64)
