"""What happened, who did it, when and for what purpose: written once, hash-chained.

`write` puts one line beside the rows it tells of; `reading` is how news travels up (a reader and its bookmark);
`about` is one thing's history; `verify` proves that nothing was changed, taken out, put in or cut off.
"""

from .actions import chain_key, reading, write
from .queries import about, since
from .verify import Verdict, verify

__all__ = ["Verdict", "about", "chain_key", "reading", "since", "verify", "write"]
