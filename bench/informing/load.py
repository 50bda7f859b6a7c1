"""A load generator that costs the machine little: keep-alive sockets, answers taken off the line and never parsed.

Closed loop: each connection asks again as soon as it has its answer (requests/s at saturation).
Open loop: requests leave on a schedule whether or not the last has come back, and a request's time counts from
when it should have left, so that a stalled server cannot hide (coordinated omission).
"""

import multiprocessing
import socket
import time
from dataclasses import dataclass
from itertools import cycle, islice

import numpy as np

HEAD = 4096  # bytes read at a time until the head is whole
DROP = getattr(socket, "MSG_TRUNC", 0)  # Linux: taken off the line without a copy, so that the client's work is small


@dataclass(frozen=True)
class Load:
    """What one run saw. Times in ms; bytes_each counts a body; a failure is a lost connection or a status but 200."""

    requests: int
    seconds: float
    per_second: float
    p50_ms: float
    p99_ms: float
    bytes_each: float
    failures: int


class Connection:
    """One HTTP/1.1 keep-alive connection to 127.0.0.1:port."""

    def __init__(self, port: int) -> None:
        self.port, self.buffer = port, bytearray(1 << 20)
        self.view = memoryview(self.buffer)
        self.open()

    def open(self) -> None:
        """Connect, without Nagle's delay."""
        self.sock = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str) -> tuple[int, int]:
        """Ask for path; return (status, body bytes). The body is read whole and thrown away."""
        self.sock.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n".encode())
        held = 0
        while (end := self.buffer.find(b"\r\n\r\n", 0, held)) < 0:
            got = self.sock.recv_into(self.view[held : held + HEAD])
            if not got:
                raise ConnectionError("closed before an answer")
            held += got
        head = bytes(self.buffer[:end]).lower()
        status = int(head[9:12])
        if b"transfer-encoding: chunked" in head:  # a small answer, in pieces: an error or a redirect
            while not self.buffer[:held].endswith(b"0\r\n\r\n"):
                held += self.sock.recv_into(self.view[held:])
            return status, held - end - 4
        length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0]) if b"content-length:" in head else 0
        left = length - (held - end - 4)
        while left > 0:
            got = self.sock.recv_into(self.view, min(left, len(self.buffer)), DROP)
            if not got:
                raise ConnectionError("closed inside an answer")
            left -= got
        return status, length


def _client(port: int, paths: list[str], offset: int, until: float, every: float | None, out: object) -> None:
    """Ask for paths in turn until the clock says so; send back (latencies, bytes, failures)."""
    line, took, size, failures = Connection(port), [], 0, 0
    due = time.perf_counter()
    for path in islice(cycle(paths), offset, None):
        if every is not None:
            due += every
            if (wait := due - time.perf_counter()) > 0:
                time.sleep(wait)
            began = due
        else:
            began = time.perf_counter()
        if began > until:
            break
        try:
            status, length = line.get(path)
            failures += status != 200
            size += length
        except OSError:
            failures += 1
            line.open()
        took.append(time.perf_counter() - began)
    out.send((took, size, failures))  # type: ignore[attr-defined]


def run(port: int, paths: list[str], *, seconds: float, connections: int, rate: float | None = None) -> Load:
    """Load 127.0.0.1:port for `seconds` over one process a connection; rate: requests/s, None: a closed loop."""
    context = multiprocessing.get_context("fork")
    began = time.perf_counter()
    running = []
    for n in range(connections):
        here, there = context.Pipe(duplex=False)
        every = connections / rate if rate else None
        offset = n * len(paths) // connections
        child = context.Process(target=_client, args=(port, paths, offset, began + seconds, every, there))
        child.start()
        running.append((child, here))
    results = [here.recv() for _, here in running]
    lasted = time.perf_counter() - began
    for child, _ in running:
        child.join()
    took = np.array([t for r in results for t in r[0]]) * 1000
    return Load(
        len(took), round(lasted, 2), round(len(took) / lasted, 1), round(float(np.percentile(took, 50)), 2),
        round(float(np.percentile(took, 99)), 2), round(sum(r[1] for r in results) / max(1, len(took))),
        sum(r[2] for r in results),
    )  # fmt: skip
