"""How often one client may ask: a leaky bucket, the same one for every worker process on this machine.

The buckets stand in a small memory-mapped file. One bucket is one number, the instant at which it will have drained
(the generic cell rate algorithm, ITU-T I.371 annex A), so asking costs a few microseconds and no database. Several
machines behind one balancer keep separate buckets: give each its share of the rate.

No address is kept: a client is a 64-bit keyed digest whose key changes every hour, which also empties the buckets.
"""

import fcntl
import hashlib
import ipaddress
import math
import mmap
import os
import struct
import threading
import time
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

BUCKETS = 1 << 16
PROBES = 8  # places a client may stand in; when all are taken the emptiest bucket is given up
BUCKET = struct.Struct("<Qd")  # digest of the client; instant at which the bucket has drained, Unix seconds

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Limit:
    """At most `burst` requests at once and `rate` a second after that, for each client."""

    def __init__(self, file: Path, *, rate: float, burst: int, secret: str) -> None:
        self.rate, self.burst, self._secret = rate, burst, secret.encode()
        self._threads = threading.Lock()  # file locks hold between processes only
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        if os.fstat(self._file).st_size < BUCKETS * BUCKET.size:
            os.ftruncate(self._file, BUCKETS * BUCKET.size)
        self._buckets = mmap.mmap(self._file, BUCKETS * BUCKET.size)

    def wait(self, client: str, *, at: float) -> int:
        """0 when the client may ask now, and the request is counted; else the whole seconds until it may."""
        if self.rate <= 0:
            return 0
        digest = self._digest(client, hour=int(at // 3600))
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                return self._pour(digest, at)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _pour(self, digest: int, at: float) -> int:
        depth = self.burst / self.rate
        place, drained = self._place(digest)
        # A drain further off than a full bucket comes from a clock that was set back.
        begin = drained if at < drained <= at + depth else at
        after = begin + 1 / self.rate
        overflow = after - at - depth
        if overflow > 1e-9:
            return max(1, math.ceil(overflow))
        BUCKET.pack_into(self._buckets, place, digest, after)
        return 0

    def _place(self, digest: int) -> tuple[int, float]:
        """Offset of the client's bucket and when it drains; of the one soonest empty when the client has none."""
        soonest, soonest_drains = 0, math.inf
        for probe in range(PROBES):
            offset = (digest + probe) % BUCKETS * BUCKET.size
            owner, drains = BUCKET.unpack_from(self._buckets, offset)
            if owner == digest:
                return offset, drains
            if drains < soonest_drains:
                soonest, soonest_drains = offset, drains
        return soonest, 0.0

    def _digest(self, client: str, *, hour: int) -> int:
        key = hashlib.blake2b(self._secret, salt=hour.to_bytes(8, "little"), digest_size=32).digest()
        return int.from_bytes(hashlib.blake2b(client.encode(), key=key, digest_size=8).digest(), "little") or 1

    def close(self) -> None:
        """Let go of the file; the counts stay for the next process."""
        self._buckets.close()
        os.close(self._file)


def networks(names: Sequence[str]) -> tuple[Network, ...]:
    """Addresses and CIDR ranges as networks; ValueError names the first that is neither."""
    return tuple(ipaddress.ip_network(name.strip(), strict=False) for name in names if name.strip())


def client_of(peer: str, forwarded: str, proxies: tuple[Network, ...]) -> str:
    """Who asks: the peer, unless it is a known proxy; then the nearest forwarded address that is no known proxy.

    forwarded is the X-Forwarded-For header: anyone can write one, so it counts only as far as known proxies vouch for
    it, from the right. IPv6 clients count by their /64, which is what one household or machine is given.
    """
    if not proxies and ":" not in peer:
        return peer
    chain = [peer, *reversed([name.strip() for name in forwarded.split(",") if name.strip()])]
    client = peer
    for name in chain:
        known, counted = _read(name, proxies)
        if not counted:
            break
        client = counted
        if not known:
            break
    return client


def is_among(peer: str, proxies: tuple[Network, ...]) -> bool:
    """Whether the other end of a connection is one of these; False for what is no address."""
    return bool(proxies) and _read(peer, proxies)[0]


@lru_cache(maxsize=4096)
def _read(name: str, proxies: tuple[Network, ...]) -> tuple[bool, str]:
    """Whether an address is a known proxy, and the name it is counted under; "" when it is no address."""
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False, ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return _read(str(address.ipv4_mapped), proxies)
        counted = str(ipaddress.ip_network((address, 64), strict=False))
    else:
        counted = str(address)
    return any(address in network for network in proxies if network.version == address.version), counted


def now() -> float:
    """The clock that all processes of a machine share, in Unix seconds."""
    return time.time()
