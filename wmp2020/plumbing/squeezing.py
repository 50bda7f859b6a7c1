"""Answers squeezed with gzip: only what is public, or holds no secret beside what somebody typed (BREACH)."""

from isal import isal_zlib


def gzipped(body: bytes) -> bytes:
    """A gzip member of the body."""
    squeeze = isal_zlib.compressobj(1, isal_zlib.DEFLATED, 31)
    return squeeze.compress(body) + squeeze.flush()


def takes_gzip(encodings: str) -> bool:
    """Whether Accept-Encoding asks for gzip by name and does not rule it out."""
    if "gzip" not in encodings:
        return False
    for item in encodings.split(","):
        name, _, weight = item.partition(";")
        if name.strip().lower() == "gzip":
            return weight.replace(" ", "").rstrip("0").rstrip(".") not in ("q=", "q=0")
    return False
