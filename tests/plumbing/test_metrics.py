import os
import subprocess
import sys
from pathlib import Path

from wmp2020.plumbing import metrics

WORKER = """
import sys
from pathlib import Path
from wmp2020.plumbing import metrics
metrics.share(Path(sys.argv[1]))
metrics.count_request(route="home", method="GET", status=200, seconds=0.003)
metrics.count_sign_in(result="done")
print(metrics.exposition(lambda: iter([("wmp2020_jobs", "Jobs.", {"waiting": 2})]))[0].decode())
"""


def run(folder: Path) -> str:
    return subprocess.run([sys.executable, "-c", WORKER, folder], capture_output=True, text=True, check=True).stdout


def test_workers_of_one_master_are_counted_together(tmp_path: Path) -> None:
    run(tmp_path)
    told = run(tmp_path)
    assert 'wmp2020_requests_total{method="GET",route="home",status="200"} 2.0' in told
    assert 'wmp2020_request_seconds_bucket{le="0.005",route="home"} 2.0' in told
    assert 'wmp2020_sign_ins_total{result="done"} 2.0' in told
    assert 'wmp2020_jobs{state="waiting"} 2.0' in told


def test_the_folder_of_a_master_that_ended_goes(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / str(ended.pid)).mkdir()
    (tmp_path / "not-a-number").mkdir()
    run(tmp_path)
    assert sorted(folder.name for folder in tmp_path.iterdir()) == sorted([str(os.getpid()), "not-a-number"])


def test_one_process_alone_counts_in_its_own_memory() -> None:
    metrics.count_request(route="test-alone", method="GET", status=200, seconds=0.003)
    body, kind = metrics.exposition(lambda: iter([]))
    assert b'wmp2020_requests_total{method="GET",route="test-alone",status="200"} 1.0' in body
    assert kind.startswith("text/plain")


def test_threads_that_ask_first_at_once_make_the_counters_once(tmp_path: Path) -> None:
    told = """
import sys, threading
from wmp2020.plumbing import metrics
sys.setswitchinterval(1e-6)
made, start = [], threading.Barrier(8)
def ask():
    start.wait()
    made.append(metrics.counted())
threads = [threading.Thread(target=ask) for _ in range(8)]
[t.start() for t in threads], [t.join() for t in threads]
print(len(made), len(set(map(id, made))))
"""
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)

    assert ran.stdout.split() == ["8", "1"], ran.stderr
