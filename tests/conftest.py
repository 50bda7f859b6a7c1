"""What every test stands on. (The foundation engineer wrote over an earlier version of this file at 01:58: its embedded
server for tests, if it had one, goes here again, above these imports.)"""

from tests.kit.apart import no_network, witness  # noqa: F401
