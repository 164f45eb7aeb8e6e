"""Encrypt who a confidential source is, before anything of it reaches the database.

AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits. What is encrypted is bound to its source: moved to the row
of another one, it cannot be read. The keys are in the environment (`IDENTITY_KEYS`), the newest first: the first
encrypts, each of them decrypts what names it.
"""

import hashlib
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.views.decorators.debug import sensitive_variables

NONCE = 12  # bytes
BLOCK = 512  # bytes to which a text is filled up, so that its length says little of a name


class KeyLost(Exception):
    """The key that encrypted it is not here, or what was encrypted is not whole; ``key_id`` names the key."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"Nothing here decrypts what was encrypted with the key {key_id}.")
        self.key_id = key_id


def key_name(key: bytes) -> str:
    """Return the name of a key: eight hexadecimal digits, which tell keys apart and nothing about them."""
    return hashlib.sha256(b"name of a key:" + key).hexdigest()[:8]


def newest() -> str:
    """Return the name of the key that encrypts; "" on a site without keys."""
    return key_name(settings.IDENTITY_KEYS[0]) if settings.IDENTITY_KEYS else ""


def has_key(key_id: str) -> bool:
    """Return whether the key of this name is here."""
    return key_id in map(key_name, settings.IDENTITY_KEYS)


@sensitive_variables()
def seal(said: dict[str, str], source: int) -> tuple[str, bytes]:
    """Encrypt texts of the source with this id. Returns the key's name and the bytes. Needs a key (``newest``)."""
    key, nonce = settings.IDENTITY_KEYS[0], secrets.token_bytes(NONCE)
    text = json.dumps(said, ensure_ascii=False).encode()
    text += b" " * (-len(text) % BLOCK)
    return key_name(key), nonce + AESGCM(key).encrypt(nonce, text, _about(source))


@sensitive_variables()
def opened(key_id: str, sealed: bytes, source: int) -> dict[str, str]:
    """Decrypt what ``seal`` encrypted for this source. Raises KeyLost."""
    for key in settings.IDENTITY_KEYS:
        if key_name(key) == key_id:
            try:
                return json.loads(AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], _about(source)))
            except InvalidTag:
                break
    raise KeyLost(key_id)


def _about(source: int) -> bytes:
    return f"source:{source}".encode()
