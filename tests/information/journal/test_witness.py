import os
import threading
from pathlib import Path

from wmp2020.information.journal import witness


def mac(n: int) -> bytes:
    return bytes([n % 256]) * 32


def test_it_remembers_the_latest_of_each_stream(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "witness"
    for n in (1, 3, 2):
        witness.note(folder, stream="acts", sequence=n, mac=mac(n))
    witness.note(folder, stream="looks", sequence=7, mac=mac(7))
    assert witness.noted(folder) == {"acts": (3, mac(3)), "looks": (7, mac(7))}
    assert os.stat(folder / "acts").st_mode & 0o077 == 0


def test_nobody_noted_anything(tmp_path: Path) -> None:
    assert witness.noted(tmp_path / "none") == {}


def test_notes_made_at_once_keep_the_latest_whole(tmp_path: Path) -> None:
    def run(start: int) -> None:
        for n in range(start, 400, 4):
            witness.note(tmp_path, stream="acts", sequence=n + 1, mac=mac(n + 1))

    threads = [threading.Thread(target=run, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert witness.noted(tmp_path) == {"acts": (400, mac(400))}
