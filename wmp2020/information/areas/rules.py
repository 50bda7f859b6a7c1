"""How what people type is read: folded names, postcodes, coordinates, and how far a typing error goes. No rows here."""

import re
import unicodedata

LONGEST = 200  # characters; the longest name held has 47

# Royal Mail's forms (BS 7666): A9 A99 AA9 AA99 A9A AA9A, then 9AA. Which exist, only the list of postcodes says.
OUTWARD = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
FULL = re.compile(rf"({OUTWARD})([0-9][A-Z]{{2}})")
PART = re.compile(rf"({OUTWARD})([0-9][A-Z]?)?")
SLIPS = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5", "0": "O", "1": "I", "5": "S"})

# "52.4862, -1.8904", "52.4862 -1.8904", "52.4862N 1.8904W"
NUMBER = r"([+-]?\d{1,3}(?:\.\d{1,12})?)\s*°?\s*"
COORDINATES = re.compile(rf"{NUMBER}([NS]?)\s*[,;\s]\s*{NUMBER}([EW]?)", re.IGNORECASE)

LAST_WORDS = {
    "rd": "road", "st": "street", "str": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "cl": "close",
    "dr": "drive", "cres": "crescent", "cr": "crescent", "gdns": "gardens", "gr": "grove", "gro": "grove",
    "pl": "place", "sq": "square", "ct": "court", "terr": "terrace", "ter": "terrace", "wy": "way", "pk": "park",
}  # fmt: skip


def clean(text: str) -> str:
    """Typed text as one line: compatibility forms made plain (full width to ASCII), control, format and direction marks
    gone, blanks single."""
    plain = unicodedata.normalize("NFKC", text)
    return " ".join("".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in plain).split())


def fold(name: str) -> str:
    """A name as it is compared: no case, accents, punctuation or "on or near"; & is and, "st." first is saint, a last
    "rd" is road."""
    flat = unicodedata.normalize("NFKD", clean(name)).casefold()
    flat = "".join(c for c in flat if not unicodedata.combining(c))
    flat = re.sub(r"[^\w&]+", " ", re.sub(r"(?<=\w)['’`´.](?=s\b)", "", flat).replace("_", " ")).replace("&", " and ")
    words = flat.split()
    if words[:3] == ["on", "or", "near"]:
        words = words[3:]
    if len(words) > 1 and words[-1] in LAST_WORDS:
        words[-1] = LAST_WORDS[words[-1]]
    return " ".join("saint" if word == "st" else word for word in words)


def compact(text: str) -> str:
    """Letters and digits only, upper case: the form a postcode is kept under."""
    return re.sub(r"[^A-Z0-9]", "", clean(text).upper())


def read_postcode(text: str) -> str | None:
    """The compact form of a whole postcode in any spacing and case, or None when it has not the form of one."""
    packed = compact(text)
    return packed if len(packed) <= 7 and FULL.fullmatch(packed) and not re.search(r"[^\w\s\-.]", text) else None


def read_part(text: str) -> str | None:
    """The compact form of the beginning of a postcode (district or sector: "B1", "CV1 2"), or None."""
    packed = compact(text)
    return packed if PART.fullmatch(packed) and not re.search(r"[^\w\s\-.]", text) else None


def spaced(packed: str) -> str:
    """A compact postcode as it is written: one space before the last three characters."""
    return f"{packed[:-3]} {packed[-3:]}"


def postcode_slips(packed: str) -> set[str]:
    """Every well-formed postcode one slip away: a character changed, missing, doubled, swapped with its neighbour, or a
    letter typed for the digit it looks like."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    near = {packed[:i] + packed[i + 1 :] for i in range(len(packed))}
    near |= {packed[:i] + c + packed[i + 1 :] for i in range(len(packed)) for c in letters}
    near |= {packed[:i] + c + packed[i:] for i in range(len(packed) + 1) for c in letters}
    near |= {packed[:i] + packed[i + 1] + packed[i] + packed[i + 2 :] for i in range(len(packed) - 1)}
    near |= {packed[:i] + packed[i:].translate(SLIPS) for i in range(len(packed))}
    return {code for code in near - {packed} if FULL.fullmatch(code)}


def read_coordinates(text: str) -> tuple[float, float] | None:
    """Two numbers as (first, second) in degrees, south and west negative, or None; whether they are in order and in the
    country is the caller's question."""
    found = COORDINATES.fullmatch(text.strip())
    if not found:
        return None
    first, north, second, east = found.groups()
    if not (north or east or "." in first or "." in second or "," in text):
        return None  # "12 14" is a house number, or nothing
    lat, lng = float(first), float(second)
    return (-abs(lat) if north.upper() == "S" else lat), (-abs(lng) if east.upper() == "W" else lng)


def typing_distance(a: str, b: str, limit: int = 4) -> int:
    """Slips from one text to the other: a letter added, dropped, changed, or two neighbours swapped (optimal string
    alignment: Damerau 1964); `limit` means that many or more."""
    if abs(len(a) - len(b)) >= limit:
        return limit
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) >= limit:
            return limit
    return min(row[-1], limit)


def place_names(ward: str) -> tuple[str, ...]:
    """The places a ward's name is made of, for those who know one by its own name: "Weoley & Selly Oak" has two,
    "Halesowen North" is in Halesowen. Empty when the ward's name is the place's."""
    parts = re.split(r"\s+(?:&|and|with)\s+|-", ward)
    sides = r"\s+(North|South|East|West|Central|Town|Lower|Upper)$"
    names = [re.sub(sides, "", re.sub(sides, "", part)) for part in parts]
    return tuple(dict.fromkeys(name for name in names if name != ward and len(name) > 3 and name not in SIDES))


SIDES = frozenset({"North", "South", "East", "West", "Central", "Town"})
