import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


KEY = keys.derived("secret", "sealing")


@given(st.text())
def test_what_is_sealed_opens(text: str) -> None:
    held = keys.sealed(KEY, text, purpose="one")
    assert keys.opened(KEY, held, purpose="one") == text
    assert len(text) < 5 or text not in held


def test_it_is_never_sealed_the_same_way_twice() -> None:
    assert len({keys.sealed(KEY, "text", purpose="one") for _ in range(50)}) == 50


@pytest.mark.parametrize("change", range(0, 44, 3))
def test_another_key_another_purpose_or_a_changed_letter_does_not_open(change: int) -> None:
    held = keys.sealed(KEY, "text", purpose="one")
    other = "B" if held[change % 40] == "A" else "A"
    tampered = held[: change % 40] + other + held[change % 40 + 1 :]
    for key, text, purpose in (
        (keys.derived("secret", "else"), held, "one"),
        (KEY, held, "other"),
        (KEY, tampered, "one"),
        (KEY, held[: change % 40], "one"),
        (KEY, "not base64 at all", "one"),
    ):
        with pytest.raises(keys.NotSealed):
            keys.opened(key, text, purpose=purpose)
