"""Finding names with typing errors, in memory: shared trigrams bring the candidates, counted slips put them in order.

A force has some ten thousand names. For so few, arrays of trigrams answer in about a millisecond what PostgreSQL's
trigram index answered in 60 to 90, and without a lower limit of likeness, which short names need (docs/decisions).
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from . import rules
from .found import Match

LIKELY = 40  # names compared letter by letter for each reading of the query
SHORT = 7  # letters up to which every name of about that length is compared: one slip leaves few trigrams in common
MOST_WORDS = 8
WITH_PLACE = 0.1  # slips of the very name with its ward or council: "Ladywood, Birmingham"
FIRST = {"force": 0, "authority": 1, "ward": 2, "place": 3, "street": 4}


@dataclass(frozen=True)
class Hit:
    """A match and how many slips away it is: 0 the very name, under 1 its beginning, a word of it, name and place."""

    slips: float
    match: Match


class Names:
    """All names of one book."""

    def __init__(self, matches: Sequence[tuple[str, Match]]):
        """matches: folded name and match, one row a name and area."""
        self._rows: dict[str, list[Match]] = defaultdict(list)
        for folded, match in matches:
            self._rows[folded].append(match)
        self._names = sorted(self._rows)
        self._lengths = np.array([len(name) for name in self._names])
        grams = [rules.trigrams(name) for name in self._names]
        self._sizes = np.array([len(of_one) for of_one in grams], np.float32)
        holders: dict[str, list[int]] = defaultdict(list)
        for position, of_one in enumerate(grams):
            for gram in of_one:
                holders[gram].append(position)
        self._holders = {gram: np.array(found, np.int32) for gram, found in holders.items()}
        self._words = {match.detail: rules.fold(match.detail).split() for _, match in matches}

    def hits(self, typed: str) -> list[Hit]:
        """Everything that may be meant, best first. Where something fits without a slip, nothing with one is listed."""
        found: dict[tuple[str, str, str], Hit] = {}
        for query in filter(None, rules.readings(typed)):
            for hit in self._of(query):
                key = hit.match.kind, hit.match.name, hit.match.area_code
                if key not in found or hit.slips < found[key].slips:
                    found[key] = hit
        if not found:
            return []
        best = min(hit.slips for hit in found.values())
        worst = 0.99 if best < 1 else best + 1
        order = sorted(
            (hit for hit in found.values() if hit.slips <= worst),
            key=lambda h: (h.slips, FIRST[h.match.kind], bool(h.match.note), h.match.name, h.match.detail),
        )
        return order

    def _of(self, query: str) -> Iterator[Hit]:
        allowed = rules.slips_allowed(query)
        for name in self._likely(query):
            slips = rules.slips(query, name)
            if slips <= allowed:
                yield from (Hit(slips, match) for match in self._rows[name])
        words = query.split()[:MOST_WORDS]
        for cut in range(1, len(words)):
            head, tail = " ".join(words[:cut]), words[cut:]
            allowed = rules.slips_allowed(head)
            for name in self._likely(head):
                slips = rules.typing_distance(head, name)
                if slips <= allowed:
                    yield from self._there(name, slips, tail)

    def _there(self, name: str, slips: float, tail: list[str]) -> Iterator[Hit]:
        """The rows of a name whose ward or council has the words of `tail`, each within a slip."""
        for match in self._rows[name]:
            words = self._words[match.detail]
            away = [min((rules.slips(word, w) for w in words), default=9.0) for word in tail if word != "in"]
            if away and max(away) <= 1:
                yield Hit(slips + WITH_PLACE + sum(away), match)

    def _likely(self, query: str) -> Iterable[str]:
        """Names that begin with the query, those most like it by trigrams (Jaccard, and the share of the query found),
        and for a short query all of its length."""
        shared = np.zeros(len(self._names), np.float32)
        grams = rules.trigrams(query)
        for gram in grams:
            shared[self._holders.get(gram, [])] += 1
        chosen: set[int] = set()
        for likeness in (shared / (self._sizes + len(grams) - shared), shared - self._sizes / 100):
            if len(likeness) > LIKELY:
                chosen.update(np.argpartition(-likeness, LIKELY)[:LIKELY].tolist())
            else:
                chosen.update(range(len(likeness)))
        start = bisect_left(self._names, query)
        chosen.update(range(start, min(bisect_left(self._names, query + "~"), start + LIKELY)))
        if len(query) <= SHORT:
            chosen.update(np.flatnonzero(np.abs(self._lengths - len(query)) <= 1).tolist())
        return (self._names[position] for position in chosen)
