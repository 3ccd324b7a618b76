"""Colour profiles made by hand: what an iPhone and a printer put into their pictures."""

import struct

# Red, green and blue of Display P3 as D50, and a plain gamma of 2.2.
P3 = {b"rXYZ": (0.5151, 0.2412, -0.0011), b"gXYZ": (0.2920, 0.6922, 0.0419), b"bXYZ": (0.1571, 0.0666, 0.7841)}


def display_p3():
    gamma = b"curv" + bytes(4) + struct.pack(">IH", 1, int(2.2 * 256)) + bytes(2)
    tags = {name: b"XYZ " + bytes(4) + b"".join(map(_fixed, place)) for name, place in P3.items()}
    return _profile(b"mntr", b"RGB ", b"XYZ ", tags | {b"rTRC": gamma, b"gTRC": gamma, b"bTRC": gamma})


def printer():
    """CMYK in which black ink is a light red, so that one sees whether the profile was heard."""
    curve = bytes(range(256))
    grid = b""
    for number in range(16):
        black = number & 1
        light = 255 - 60 * (number >> 1).bit_count()
        grid += bytes([150, 220, 128] if black and number == 1 else [max(0, light), 128, 128])
    identity = b"".join(_fixed(float(row == column)) for row in range(3) for column in range(3))
    table = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + identity + curve * 4 + grid + curve * 3
    return _profile(b"prtr", b"CMYK", b"Lab ", {b"A2B0": table})


def _fixed(number):
    return struct.pack(">i", round(number * 65536))


def _profile(kind, space, connection, tags):
    white = b"XYZ " + bytes(4) + b"".join(map(_fixed, (0.9642, 1.0, 0.8249)))
    tags = {b"wtpt": white} | tags
    place = 128 + 4 + 12 * len(tags)
    table, bodies = struct.pack(">I", len(tags)), b""
    for name, body in tags.items():
        table += name + struct.pack(">II", place + len(bodies), len(body))
        bodies += body + bytes(-len(body) % 4)
    head = bytearray(128)
    struct.pack_into(">I", head, 0, place + len(bodies))
    head[8:12] = bytes([2, 0x40, 0, 0])
    head[12:24] = kind + space + connection
    head[36:40] = b"acsp"
    head[68:80] = white[8:20]
    return bytes(head) + table + bodies
