"""MessagePack: a plain encoder for the vectors, written from the format alone, so that it can disagree with the C."""

import struct


class Raw(bytes):
    """Bytes that are MessagePack already (or, on purpose, not)."""


def head(n, fix, fix_max, codes):
    """The front of a text, bytes, array or map of n parts; codes: of the forms with 1 (or None), 2 and 4 bytes of length."""
    if n <= fix_max:
        return bytes([fix | n])
    for code, form, limit in zip(codes, (">BB", ">BH", ">BI"), (0xFF, 0xFFFF, 0xFFFFFFFF)):
        if code is not None and n <= limit:
            return struct.pack(form, code, n)
    raise ValueError(f"{n} parts are too many")


def integer(value):
    if 0 <= value <= 0x7F:
        return bytes([value])
    if -32 <= value < 0:
        return struct.pack(">b", value)
    if value >= 0:
        forms = ((0xCC, ">BB", 0xFF), (0xCD, ">BH", 0xFFFF), (0xCE, ">BI", 0xFFFFFFFF), (0xCF, ">BQ", 2**64 - 1))
        return next(struct.pack(form, code, value) for code, form, limit in forms if value <= limit)
    forms = ((0xD0, ">Bb", -(2**7)), (0xD1, ">Bh", -(2**15)), (0xD2, ">Bi", -(2**31)), (0xD3, ">Bq", -(2**63)))
    return next(struct.pack(form, code, value) for code, form, limit in forms if value >= limit)


def pack(value):
    """The shortest MessagePack of a value."""
    if isinstance(value, Raw):
        return bytes(value)
    if value is None:
        return b"\xc0"
    if isinstance(value, bool):
        return b"\xc3" if value else b"\xc2"
    if isinstance(value, int):
        return integer(value)
    if isinstance(value, float):
        return struct.pack(">Bd", 0xCB, value)
    if isinstance(value, str):
        text = value.encode()
        return head(len(text), 0xA0, 31, (0xD9, 0xDA, 0xDB)) + text
    if isinstance(value, bytes):
        return head(len(value), 0, -1, (0xC4, 0xC5, 0xC6)) + value
    if isinstance(value, (list, tuple)):
        return head(len(value), 0x90, 15, (None, 0xDC, 0xDD)) + b"".join(map(pack, value))
    return head(len(value), 0x80, 15, (None, 0xDE, 0xDF)) + b"".join(pack(key) + pack(inside) for key, inside in value.items())
