"""One secret of the installation, many keys: each purpose has its own, and none reveals another or the secret."""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class NotSealed(Exception):
    """This text was not sealed with this key for this purpose, or was changed since."""


def derived(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose: HKDF-SHA256 (RFC 5869) of the secret without salt, purpose as its info."""
    pseudorandom = hmac.digest(bytes(hashlib.sha256().digest_size), secret.encode(), "sha256")
    return hmac.digest(pseudorandom, purpose.encode() + b"\x01", "sha256")


def sealed(key: bytes, text: str, *, purpose: str) -> str:
    """The text as AES-256-GCM under a fresh nonce, in base64; it opens with the same key and purpose only."""
    nonce = os.urandom(_NONCE)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, text.encode(), purpose.encode())).decode()


def opened(key: bytes, text: str, *, purpose: str) -> str:
    """What `sealed` was given; raises NotSealed for anything else."""
    try:
        raw = base64.b64decode(text, validate=True)
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], purpose.encode()).decode()
    except (InvalidTag, ValueError) as wrong:
        raise NotSealed(f"not sealed for {purpose}") from wrong
