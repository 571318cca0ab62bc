# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads PNG files back, independently of the programs: size, texts and pixels (PNG specification, 5, 9 and 11).
The tests of the window read by it too."""
import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunks(path):
    """Kind and body of each chunk, whose checksum is right."""
    with open(path, "rb") as file:
        data = file.read()
    assert data[:8] == SIGNATURE, f"{path} is a PNG file"
    at = 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        assert zlib.crc32(kind + body) == struct.unpack(">I", data[at + 8 + length:at + 12 + length])[0], kind
        yield kind, body
        at += 12 + length


def read_png(path):
    """Width, height and the texts (keyword → text)."""
    size, texts = (0, 0), {}
    for kind, body in chunks(path):
        if kind == b"IHDR":
            size = struct.unpack(">2I", body[:8])
        elif kind == b"iTXt":
            keyword, rest = body.split(b"\0", 1)
            packed, text = rest[0], rest[2:].split(b"\0", 2)[2]
            texts[keyword.decode()] = (zlib.decompress(text) if packed else text).decode()
    return *size, texts


def unfilter(data, width, height):
    """Rows of RGB bytes from the unpacked data."""
    stride, before, rows = 3 * width, bytes(3 * width), []
    for y in range(height):
        kind, row = data[y * (stride + 1)], bytearray(data[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride if kind else 0):
            left, up, corner = row[x - 3] if x >= 3 else 0, before[x], before[x - 3] if x >= 3 else 0
            if kind == 4:
                near = min((abs(up - corner), 0, left), (abs(left - corner), 1, up), (abs(left + up - 2 * corner), 2, corner))[2]
            else:
                near = {1: left, 2: up, 3: (left + up) // 2}[kind]
            row[x] = row[x] + near & 0xFF
        before = bytes(row)
        rows.append(before)
    return rows


def read_pixels(path):
    """Rows of RGB bytes of a picture of 8 bits a channel."""
    packed = b""
    for kind, body in chunks(path):
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            assert (depth, colour) == (8, 2)
        elif kind == b"IDAT":
            packed += body
    return unfilter(zlib.decompress(packed), width, height)
