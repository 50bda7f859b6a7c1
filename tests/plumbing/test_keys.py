import hashlib
import hmac

from wmp2020.plumbing import keys


def test_it_is_hkdf_of_rfc_5869() -> None:
    """Appendix A.3: no salt, no info; the first 32 of its 42 bytes. Our secret is text, so the case is taken apart."""
    material = bytes([0x0B]) * 22
    first = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
    assert keys.derived(material.decode("latin-1"), "").hex() == first


def test_the_purpose_is_the_info() -> None:
    pseudorandom = hmac.digest(bytes(32), b"secret", hashlib.sha256)
    assert keys.derived("secret", "journal chain 1") == hmac.digest(pseudorandom, b"journal chain 1\x01", "sha256")


def test_every_purpose_has_its_own() -> None:
    assert len({keys.derived(secret, purpose) for secret in "ab" for purpose in ("one", "other")}) == 4
