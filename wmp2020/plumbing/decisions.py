"""A rule's answer as a value: allowed or not, with the sentence a person is shown either way."""

from dataclasses import dataclass


class Refused(Exception):
    """A rule said no. The message is written for the person who asked; one middleware shows it."""


@dataclass(frozen=True)
class Decision:
    """What a rule decided and why; truthy when allowed.

    Written once and used three times: by the button (hide it), the action (refuse it), the page (say why).
    """

    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allowed

    def or_refuse(self) -> None:
        """Return quietly when allowed; raise Refused with the reason when not."""
        if not self.allowed:
            raise Refused(self.reason)
