"""The head of each chain, noted outside the database, so that whoever can rewrite all of it still cannot shorten it.

One small file a stream, in settings.JOURNAL_WITNESS, made durable by nothing more than the operating system: a witness
that is a line or two behind after a crash is a lower bound, never a false alarm. An installation that wants more copies
the folder to another machine; `wmp2020 journal verify --witness FOLDER` checks against that copy.
"""

import fcntl
import os
from pathlib import Path


def note(folder: Path, *, stream: str, sequence: int, mac: bytes) -> None:
    """Remember that this line was the last, unless a later one is already known."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(folder / stream, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        if sequence > _read(os.pread(file, 100, 0))[0]:
            os.pwrite(file, f"{sequence:020d} {mac.hex()}\n".encode(), 0)  # always 86 bytes: one page, never torn
    finally:
        os.close(file)


def noted(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Per stream, the latest line known: its sequence and MAC. Empty when nobody ever noted anything."""
    if not folder.is_dir():
        return {}
    return {file.name: _read(file.read_bytes()) for file in sorted(folder.iterdir())}


def _read(text: bytes) -> tuple[int, bytes]:
    sequence, _, mac = text.decode().strip().partition(" ")
    return int(sequence or 0), bytes.fromhex(mac)
