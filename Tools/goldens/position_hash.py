"""Prints the position hashes pinned in Tests/RunRecordsTests/PositionBucketTests.swift.

FNV-1a 64 over the UTF-8 bytes, the 64-bit finaliser of MurmurHash3, upper 16 bits.
"""

MASK = (1 << 64) - 1


def position_hash(text: str) -> int:
    h = 0xCBF29CE484222325
    for byte in text.encode():
        h = ((h ^ byte) * 0x100000001B3) & MASK
    assert text != "a" or h == 0xAF63DC4C8601EC8C  # published FNV-1a test vector
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        h = ((h ^ (h >> 33)) * factor) & MASK
    return (h ^ (h >> 33)) >> 48


if __name__ == "__main__":
    for text in ("", "a", "P-1", "POSITION-000001", "\u00e9"):
        print(f'("{text}", 0x{position_hash(text):04X})')
