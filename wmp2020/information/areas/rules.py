"""How what people type is read: folded names, postcodes, coordinates, and how far a typing error goes. No rows here."""

import re
import unicodedata

LONGEST = 200  # characters; the longest name held has 47
COUNTRY = (49.8, 60.9, -8.7, 1.8)  # south, north, west, east of Great Britain, in degrees

# Royal Mail's forms (BS 7666): A9 A99 AA9 AA99 A9A AA9A, then 9AA. Which exist, only the list of postcodes says.
OUTWARD = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
FULL = re.compile(rf"({OUTWARD})([0-9][A-Z]{{2}})")
PART = re.compile(rf"({OUTWARD})([0-9][A-Z]?)?")
WRITTEN = re.compile(r"[A-Za-z0-9\s.-]*")
WITHIN = re.compile(rf"(?<!\w)({OUTWARD})[^\w]{{0,3}}([0-9][A-Z]{{2}})(?!\w)")
CODE = re.compile(r"[EWSN][0-9]{8}")
SLIPS = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5", "0": "O", "1": "I", "5": "S"})

# "52.4862, -1.8904", "52.4862 -1.8904", "52.4862N 1.8904W"
NUMBER = r"([+-]?\d{1,3}(?:\.\d{1,12})?)\s*°?\s*"
COORDINATES = re.compile(rf"{NUMBER}([NS]?)\s*[,;\s]\s*{NUMBER}([EW]?)", re.IGNORECASE)

AROUND = " ,;:.()[]'\"/"
COUNCILS = frozenset({"city", "borough", "metropolitan", "district"})
SHORT_FORMS = {
    "rd": "road", "ave": "avenue", "av": "avenue", "ln": "lane", "cl": "close", "dr": "drive", "cres": "crescent",
    "gdns": "gardens", "gro": "grove", "sq": "square", "terr": "terrace",
}  # fmt: skip
LAST_FORMS = {
    "st": "street",
    "str": "street",
    "cr": "crescent",
    "gr": "grove",
    "pl": "place",
    "ct": "court",
    "pk": "park",
}


def clean(text: str) -> str:
    """Typed text as one line: compatibility forms made plain (full width to ASCII), control, format and direction marks
    gone, blanks single."""
    plain = unicodedata.normalize("NFKC", text)
    return " ".join("".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in plain).split())


def fold(name: str) -> str:
    """A name as it is compared: no case, accents, punctuation or "on or near"; & is and, saint is "st", a last "st" is
    street and "rd" road."""
    flat = unicodedata.normalize("NFKD", clean(name)).casefold()
    flat = "".join(c for c in flat if not unicodedata.combining(c))
    flat = re.sub(r"[^\w&]+", " ", re.sub(r"(?<=\w)['’`´.](?=s\b)", "", flat).replace("_", " ")).replace("&", " and ")
    words = flat.split()
    if words[:3] == ["on", "or", "near"]:
        words = words[3:]
    if len(words) > 1:
        words = [words[0], *(SHORT_FORMS.get(word, word) for word in words[1:])]
        words[-1] = LAST_FORMS.get(words[-1], words[-1])
    words = ["st" if word == "saint" else word for word in words]
    for i in range(1, len(words)):
        if words[i - 1] == "st":  # St Peters, St. Peter's and St. Peter are told apart by nobody
            words[i] = words[i].rstrip("s")
    return " ".join(words)


def compact(text: str) -> str:
    """Letters and digits only, upper case: the form a postcode is kept under."""
    return re.sub(r"[^A-Z0-9]", "", clean(text).upper())


def read_postcode(text: str) -> str | None:
    """The compact form of a whole postcode in any spacing and case, or None when it has not the form of one."""
    packed = compact(text)
    return packed if len(packed) <= 7 and FULL.fullmatch(packed) and WRITTEN.fullmatch(text) else None


def postcodes_in(text: str) -> tuple[str, ...]:
    """The compact forms of the whole postcodes in a longer text ("Broad Street, B1 2HF"), each once, in its order."""
    return tuple(dict.fromkeys(a + b for a, b in WITHIN.findall(clean(text).upper())))


def read_code(text: str) -> str | None:
    """The code of an area as the Office for National Statistics writes them ("E05011151"), or None."""
    typed = clean(text).upper().strip(AROUND)
    return typed if CODE.fullmatch(typed) else None


def without_kind(typed: str) -> tuple[str, str] | None:
    """Folded text without the word for a kind of area, and that kind: "Ladywood ward", "Birmingham City Council"."""
    words = fold(typed).split()
    for word, kind in (("ward", "ward"), ("council", "authority")):
        if word in words:
            left = [other for other in words if other != word and (kind == "ward" or other not in COUNCILS)]
            left = left[1:] if left[:1] == ["of"] else left
            return (" ".join(left), kind) if left else None
    return None


def read_part(text: str) -> str | None:
    """The compact form of the beginning of a postcode (district or sector: "B1", "CV1 2"), or None."""
    packed = compact(text)
    return packed if PART.fullmatch(packed) and WRITTEN.fullmatch(text) else None


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


def is_in_country(lat: float, lng: float) -> bool:
    """Whether a position lies in the rectangle round Great Britain."""
    south, north, west, east = COUNTRY
    return south <= lat <= north and west <= lng <= east


def look_swapped(first: float, second: float) -> bool:
    """Whether two numbers make sense only as longitude, latitude: in Great Britain the two ranges never meet."""
    return is_in_country(second, first) and not is_in_country(first, second)


def typing_distance(a: str, b: str) -> int:
    """Slips from one text to the other: a letter added, dropped or changed, or two neighbours swapped.

    Optimal string alignment (Damerau 1964), counted in one integer's bits a letter: Hyyrö, "A bit-vector algorithm for
    computing Levenshtein and Damerau edit distances", Nordic Journal of Computing 10 (2003).
    """
    if not a:
        return len(b)
    masks: dict[str, int] = {}
    for i, letter in enumerate(a):
        masks[letter] = masks.get(letter, 0) | 1 << i
    plus, minus, zero, last, distance = (1 << len(a)) - 1, 0, 0, 0, len(a)
    top = 1 << (len(a) - 1)
    for letter in b:
        here = masks.get(letter, 0)
        swapped = ((~zero & here) << 1) & last
        zero = (((here & plus) + plus) ^ plus) | here | minus | swapped
        rise, fall = minus | ~(zero | plus), zero & plus
        distance += bool(rise & top) - bool(fall & top)
        rise = rise << 1 | 1
        plus, minus, last = (fall << 1) | ~(zero | rise), rise & zero, here
        plus &= 2 * top - 1
    return distance


def trigrams(folded: str) -> set[str]:
    """Every run of three letters of every word, two blanks put before it and one after, as in PostgreSQL's pg_trgm."""
    return {word[i : i + 3] for bare in folded.split() for word in [f"  {bare} "] for i in range(len(word) - 2)}


def readings(typed: str) -> tuple[str, ...]:
    """The folded forms a text may have: "high st erdington" is a saint's or a street."""
    folded = fold(typed)
    street = re.sub(r"(?<= )st\b", "street", folded)
    return (folded,) if street == folded else (folded, street)


def slips_allowed(query: str) -> float:
    """How many slips still make a suggestion: one in a short word, more in a long name."""
    return 1 + min(len(query) // 6, 3)


def slips(query: str, name: str) -> float:
    """How far a folded query is from a folded name, in slips: 0 the very name; a fraction for its beginning or a word
    of it, so that these come after it and before any slip."""
    if query == name:
        return 0.0
    if name.startswith(query):
        return 0.2 if name[len(query)] == " " else 0.3
    if f" {query} " in f" {name} ":
        return 0.4
    whole = typing_distance(query, name)
    if len(name) <= len(query):
        return float(whole)
    return min(float(whole), 0.5 + min(typing_distance(query, name[: len(query) + more]) for more in (-1, 0, 1)))


def place_names(ward: str) -> tuple[str, ...]:
    """The places a ward's name is made of, for those who know one by its own name: "Weoley & Selly Oak" has two,
    "Halesowen North" is in Halesowen. Empty when the ward's name is the place's."""
    parts = re.split(r"\s+(?:&|and|with)\s+|-", ward)
    sides = r"\s+(North|South|East|West|Central|Town|Lower|Upper)$"
    names = [re.sub(sides, "", re.sub(sides, "", part)) for part in parts]
    return tuple(dict.fromkeys(name for name in names if name != ward and len(name) > 3 and name not in SIDES))


SIDES = frozenset({"North", "South", "East", "West", "Central", "Town"})
