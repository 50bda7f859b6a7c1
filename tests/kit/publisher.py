"""A publisher on loopback that misbehaves as real ones do: drops the line, is busy, changes a file midway."""

import base64
import hashlib
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Shelf:
    """One file on the publisher's shelf and how it is served."""

    content: bytes
    etag: str = ""  # set from the content unless given
    ranges: bool = True
    drop_after: list[int] = field(default_factory=list)  # one entry a request: bytes after which the line drops
    busy: list[tuple[int, dict[str, str]]] = field(default_factory=list)  # answers before the file is given
    headers: dict[str, str] = field(default_factory=dict)
    becomes: bytes | None = None  # the content from the second request on

    def __post_init__(self) -> None:
        self.etag = self.etag or f'"{hashlib.md5(self.content).hexdigest()}"'


@dataclass
class Publisher:
    """shelves: path to file, or to a function of the query; asked: (path, Range, If-Range) of each request."""

    address: str = ""
    shelves: dict[str, Shelf | Callable[[dict[str, str]], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def put(self, path: str, content: bytes, **how: object) -> str:
        """Put a file on the shelf; its address."""
        self.shelves[path] = Shelf(content, **how)  # type: ignore[arg-type]
        return self.address + path


def digest(content: bytes) -> str:
    """A Repr-Digest header's value."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


@contextmanager
def open_for_business() -> Iterator[Publisher]:
    """A publisher on a free port of loopback, until the block ends."""
    publisher = Publisher()

    class Desk(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            span, on_condition = self.headers.get("Range", ""), self.headers.get("If-Range", "")
            publisher.asked.append((url.path, span, on_condition))
            publisher.agents.add(self.headers.get("User-Agent", ""))
            shelf = publisher.shelves.get(url.path)
            if callable(shelf):
                shelf = Shelf(shelf({k: v[0] for k, v in parse_qs(url.query).items()}))
            if shelf is None:
                return self.answer(404, b"nothing here", {})
            if shelf.busy:
                status, headers = shelf.busy.pop(0)
                return self.answer(status, b"later", headers)
            content, headers = shelf.content, {"ETag": shelf.etag, **shelf.headers}
            if shelf.becomes is not None:
                shelf.content, shelf.becomes, shelf.etag = shelf.becomes, None, '"another edition"'
            asked = re.fullmatch(r"bytes=(\d+)-(\d*)", span)
            start, status = 0, 200
            if shelf.ranges and asked and on_condition in ("", headers["ETag"]):
                start, end = int(asked[1]), int(asked[2] or len(content) - 1)
                if start >= len(content):
                    return self.answer(416, b"", {"Content-Range": f"bytes */{len(content)}"})
                headers["Content-Range"] = f"bytes {start}-{min(end, len(content) - 1)}/{len(content)}"
                content, status = content[start : end + 1], 206
            cut = shelf.drop_after.pop(0) if shelf.drop_after else None
            self.answer(status, content, headers, cut)

        def answer(self, status: int, content: bytes, headers: dict[str, str], cut: int | None = None) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content if cut is None else content[:cut])
            if cut is not None:
                self.close_connection = True

    class Office(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A caller who hangs up is no news."""
            if not isinstance(sys.exc_info()[1], ConnectionError):
                super().handle_error(request, client_address)  # type: ignore[arg-type]

    server = Office(("127.0.0.1", 0), Desk)
    server.daemon_threads = True
    publisher.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
