"""Where the embedded server's files lie and as whom it runs.

PostgreSQL refuses to run as root, and a system user cannot enter a private home. So: a plain user runs it as itself
under `var`; root runs it as the system user `wmp2020`, under `var` when that user can go there, else in /var/lib.
"""

import contextlib
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from wmp2020.plumbing.closed import closed

SYSTEM_USER = "wmp2020"
SYSTEM_STATE = Path("/var/lib/wmp2020")


class NoPlace(Exception):
    """The embedded server has nowhere to live; the message says what would mend it."""


@dataclass(frozen=True)
class Place:
    """`conf` and the locks belong to whoever starts the server; `cluster` and `sockets` to the user it runs as."""

    user: pwd.struct_passwd
    state: Path
    sockets: Path

    @property
    def conf(self) -> Path:
        return self.state / "conf"

    @property
    def data(self) -> Path:
        return self.state / "cluster" / "data"

    @property
    def log(self) -> Path:
        return self.state / "cluster" / "log"

    def run(self, *command: str | Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run a command as the server's user, groups cleared, in a folder it can stand in; never raises on failure."""
        change = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))} | {"LC_ALL": "C"}
        return subprocess.run(
            [str(part) for part in command],
            cwd="/", env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout,
            start_new_session=True, **change,  # type: ignore[call-overload]
        )  # fmt: skip

    def reaches(self, path: Path, how: str = "-x") -> bool:
        """May the server's user execute (-x) or write (-w) this path, every folder above it included?"""
        return self.run("test", how, path).returncode == 0

    def open_sockets(self) -> None:
        """Make the sockets' folder unless it is there; raises NoPlace when it is somebody else's."""
        _owned_folder(self.sockets, self.user)

    def clear_sockets(self) -> None:
        """Take the sockets' folder away once no server has a socket in it."""
        with contextlib.suppress(OSError):
            self.sockets.rmdir()


def mark(var: Path) -> str:
    """Eight letters that tell this installation's server from another checkout's."""
    return hashlib.sha256(str(var.resolve()).encode()).hexdigest()[:8]


def socket_folder(var: Path) -> Path:
    """A short path (a socket's name has 107 bytes at most), the same for every process of this user and checkout."""
    return Path("/tmp") / f"wmp2020-{os.geteuid()}-{mark(var)}"  # noqa: S108 - TMPDIR differs between shells; owner checked


def choose(var: Path) -> Place:
    """The place for this checkout's server, its folders made; raises NoPlace."""
    user = _server_user()
    if not var.is_dir():
        closed(var, passed=os.geteuid() == 0)
    place = Place(user, var.resolve() / "postgres", socket_folder(var))
    if os.geteuid() == 0 and not place.reaches(var.resolve()):
        place = Place(user, SYSTEM_STATE / mark(var), place.sockets)
    place.conf.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        above = [SYSTEM_STATE] if SYSTEM_STATE in place.state.parents else []
        for folder in (*above, place.state, place.conf):
            folder.chmod(0o755)  # read, not written, by the server's user
    _owned_folder(place.data.parent, user)
    place.open_sockets()
    return place


def _server_user() -> pwd.struct_passwd:
    if os.geteuid() != 0:
        try:
            return pwd.getpwuid(os.geteuid())
        except KeyError:
            raise NoPlace(f"User id {os.geteuid()} has no name on this machine, and PostgreSQL needs one.") from None
    for name in (SYSTEM_USER, "postgres"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            if name == SYSTEM_USER and (useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")):
                made = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
                subprocess.run([*made, "--shell", "/usr/sbin/nologin", name], capture_output=True, check=False)
                if name in (known.pw_name for known in pwd.getpwall()):
                    return pwd.getpwnam(name)
    raise NoPlace("PostgreSQL does not run as root, and no user wmp2020 could be made: run `useradd --system wmp2020`.")


def _owned_folder(path: Path, user: pwd.struct_passwd) -> None:
    """Make a 0700 folder of the server's user; refuse one that somebody else put there."""
    try:
        path.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(path, user.pw_uid, user.pw_gid)
    except FileExistsError:
        pass
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != user.pw_uid or found.st_mode & 0o077:
        raise NoPlace(f"{path} must be a private folder of user {user.pw_name}: look at it, then move it away.")
