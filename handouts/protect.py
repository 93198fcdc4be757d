"""The room that encrypts: a printed PDF in, and out the same PDF, which a password opens."""

import os
import re
import zlib
from collections.abc import Mapping
from hashlib import sha256, sha384, sha512

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from handouts.parts import Stream, bound, inflated, sure, taken_apart, written
from handouts.passwords import spelt


def locked(pdf: bytes, password: str) -> bytes:
    """The same PDF, which opens with that password only and claims PDF/A no longer.

    Encrypted by AES-256 as ISO 32000-2 (7.6) says, revision 6, with a random key for each call.
    ValueError tells that the password cannot be used, or that the press did not write this PDF.
    """
    key, letters = os.urandom(32), spelt(password)
    parts = taken_apart(pdf)
    objects = _sealed(key, {**parts.streams, **_without_archive(parts.streams)})
    lock = parts.size
    objects[lock] = b"%d 0 obj\n%b\nendobj\n" % (lock, _lock(key, letters))
    return bound(parts, objects, b"/Encrypt %d 0 R" % lock)


# What table 22 refuses, by bit, beside the two that are always 0: to change the sheet (4) and to
# take its pages apart (11), since it is what the clinic stands for. All else is for the patient,
# whose sheet it is: to print it finely (3, 12), to copy words into a translator (5), to write on
# its lines (6, 9), and to have it read aloud (10), which PDF/UA-1 demands (7.16).
_PERMISSIONS = -1 - sum(1 << bit - 1 for bit in (1, 2, 4, 11))


def _lock(key: bytes, password: bytes) -> bytes:
    """The encryption dictionary, out of which the password gets the key (algorithms 8 to 10)."""
    check, wrap = os.urandom(8), os.urandom(8)
    allowed = _PERMISSIONS.to_bytes(8, "little", signed=True) + b"Tadb" + os.urandom(4)
    strings = {
        "U": _hashed(password, check) + check + wrap,
        "UE": _cbc(_hashed(password, wrap), bytes(16), key),
        # An owner whom nobody knows: no password has this hash.
        "O": os.urandom(48),
        "OE": os.urandom(32),
        "Perms": _cbc(key, bytes(16), allowed),
    }
    told = "".join(f"/{name} <{string.hex()}>" for name, string in strings.items())
    return (
        f"<</Filter /Standard/V 5/R 6/Length 256/P {_PERMISSIONS}/EncryptMetadata true"
        "/CF <</StdCF <</Type /CryptFilter/CFM /AESV3/AuthEvent /DocOpen/Length 32>>>>"
        f"/StmF /StdCF/StrF /StdCF{told}>>"
    ).encode()


_HASHES = (sha256, sha384, sha512)


def _hashed(password: bytes, salt: bytes) -> bytes:
    """The hash of a user's password (algorithm 2.B), slow on purpose: 32 bytes."""
    key, rounds, last = sha256(password + salt).digest(), 0, 0
    while rounds < 64 or last > rounds - 32:
        blocks = _cbc(key[:16], key[16:32], (password + key) * 64)
        # A number and the sum of its bytes leave the same when divided by 3, as 256 leaves 1.
        key = _HASHES[sum(blocks[:16]) % 3](blocks).digest()
        rounds, last = rounds + 1, blocks[-1]
    return key[:32]


def _cbc(key: bytes, vector: bytes, blocks: bytes) -> bytes:
    return Cipher(AES(key), CBC(vector)).encryptor().update(blocks)


def _sealed(key: bytes, streams: Mapping[int, Stream]) -> dict[int, bytes]:
    """The objects of the streams, each encrypted behind a random vector."""
    chain = Cipher(AES(key), CBC(bytes(16))).encryptor()
    objects = {}
    for number, (dictionary, body) in streams.items():
        padding = 16 - len(body) % 16
        # Each block is the vector of the next, so that a random one in front becomes a random one:
        # there is no need of a new chain for each stream, which would take longer than its bytes.
        blocks = chain.update(os.urandom(16) + body + bytes([padding]) * padding)
        objects[number] = written(number, (dictionary, blocks))
    return objects


_CLAIM = re.compile(rb' (?:xmlns:pdfaid|pdfaid:part|pdfaid:conformance)="[^"]*"')


def _without_archive(streams: Mapping[int, Stream]) -> dict[int, Stream]:
    """The metadata among the streams, without PDF/A: what goes into an archive has no lock."""
    (number,) = (n for n, (said, _) in streams.items() if said.startswith(b"<</Type /Metadata"))
    dictionary, body = streams[number]
    plain, claims = _CLAIM.subn(b"", inflated(body))
    sure(claims == 3)
    return {number: (dictionary, zlib.compress(plain))}
