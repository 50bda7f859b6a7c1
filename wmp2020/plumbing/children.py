"""Child processes that end when they are told, and when their parent dies without a word."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

PR_SET_PDEATHSIG = 1  # linux/prctl.h
LOG_LIMIT = 10_000_000  # bytes; beyond, a log starts afresh beside one older copy
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Ask Linux to send this process a signal when its parent ends, however it ends; elsewhere, nothing."""
    with contextlib.suppress(AttributeError):
        _libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)


@dataclass
class Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path | None


@dataclass
class Children:
    """A block's child processes, each leading its own group; leaving the block ends them and all that they started.

    Ctrl-C in a terminal reaches only the parent, which then ends its children in order, last started first.
    """

    patience: float = 10.0  # seconds between asking a child to end and killing its group
    started: list[Child] = field(default_factory=list)

    def start(self, name: str, command: Sequence[str | Path], *, env: Mapping[str, str], log: Path | None) -> Child:
        """Start a command without standard input; its words go to the file `log`, or to this process's own."""
        with contextlib.ExitStack() as opened:
            to = opened.enter_context(_fresh(log).open("ab")) if log else None
            process = subprocess.Popen(
                [str(word) for word in command],
                env=dict(env), stdin=subprocess.DEVNULL, stdout=to, stderr=subprocess.STDOUT if to else None,
                start_new_session=True, preexec_fn=die_with_parent,
            )  # fmt: skip
        child = Child(name, process, log)
        self.started.append(child)
        return child

    def ended(self) -> Child | None:
        """A child that ended by itself, if one did."""
        return next((child for child in self.started if child.process.poll() is not None), None)

    def __enter__(self) -> "Children":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in reversed(self.started):
            _signal_group(child, signal.SIGTERM)
        until = time.monotonic() + self.patience
        for child in reversed(self.started):
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, until - time.monotonic()))
            _signal_group(child, signal.SIGKILL)  # what the leader left behind, too
            child.process.wait()
        self.started.clear()


def last_words(log: Path | None, lines: int = 12) -> str:
    """The end of a child's log, for whoever asks why it ended."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log and log.exists() else ""


def _signal_group(child: Child, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, number)


def _fresh(log: Path) -> Path:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_name(f"{log.name}.1"))
    return log
