"""One secret of the installation, many keys: each purpose has its own, and none reveals another or the secret."""

import hashlib
import hmac


def derived(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose: HKDF-SHA256 (RFC 5869) of the secret without salt, purpose as its info."""
    pseudorandom = hmac.digest(bytes(hashlib.sha256().digest_size), secret.encode(), "sha256")
    return hmac.digest(pseudorandom, purpose.encode() + b"\x01", "sha256")
