"""What openapi.json promises, tried by schemathesis over HTTP: no answer outside it, nothing refused that it allows.

Bounded here; with more examples against a running site: schemathesis run http://127.0.0.1:8020/api/openapi.json
"""

import subprocess
import sys
from pathlib import Path

from tests.kit.served import served

SECONDS = 40


def test_schemathesis_finds_no_failure(held, tmp_path):
    with served() as address:
        run = subprocess.run(
            [
                Path(sys.executable).parent / "schemathesis", "run", f"{address}/api/openapi.json", "--seed", "1",
                "--max-examples", "5", "--max-time", str(SECONDS), "--no-color",
                "--phases", "examples,fuzzing,coverage",
            ],
            cwd=tmp_path, capture_output=True, text=True, timeout=3 * SECONDS, check=False,
        )  # fmt: skip

    assert run.returncode == 0, run.stdout[-8_000:] + run.stderr[-2_000:]
    assert "passed" in run.stdout
