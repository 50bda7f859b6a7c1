"""Folders that no other user of this machine may look into."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

OURS, PASSED = 0o700, 0o711


def closed(folder: Path, *, passed: bool = False) -> Path:
    """The folder, made when missing, without any right of others; `passed`: they may walk through, not list it.

    Rights are only taken away, and only from a folder of our own: one that we may not change is left as it is.
    """
    allowed = PASSED if passed else OURS
    with contextlib.suppress(PermissionError):
        if not folder.is_dir():
            folder.mkdir(mode=OURS, parents=True, exist_ok=True)
            folder.chmod(allowed)  # mkdir's mode is cut by the umask
        elif (now := folder.stat().st_mode & 0o7777) & ~allowed:
            folder.chmod(now & allowed)
    return folder


@contextlib.contextmanager
def unreadable() -> Iterator[None]:
    """What is written meanwhile, by this process and those it starts, is readable by this user only."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
