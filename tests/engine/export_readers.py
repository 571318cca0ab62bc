# SPDX-License-Identifier: GPL-3.0-or-later
"""Readers of what gmix exports, which know the formats by their specifications alone, and the small
runs that are exported."""
import csv
import json
import math
import os
import shutil
import struct
import subprocess
import tempfile
import unittest

from small_images import write_noise


def read_bytes(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()


def read_rows(*path):
    with open(os.path.join(*path), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def float32(text):
    return struct.unpack("<f", struct.pack("<f", float(text)))[0]


# Readers of the formats


def crc32c(data):
    """Castagnoli's polynomial (RFC 3720, B.4), by a table."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = CRC_TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


def make_crc_table():
    table = []
    for entry in range(256):
        for _ in range(8):
            entry = entry >> 1 ^ (0x82F63B78 if entry & 1 else 0)
        table.append(entry)
    return table


CRC_TABLE = make_crc_table()


def masked_crc(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def read_varint(data, at):
    value, shift = 0, 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            return value, at


def read_message(data):
    """The fields of a protocol buffer: number → list of values in their order."""
    fields, at = {}, 0
    while at < len(data):
        key, at = read_varint(data, at)
        if key & 7 == 0:
            value, at = read_varint(data, at)
        elif key & 7 == 1:
            value, at = data[at:at + 8], at + 8
        elif key & 7 == 2:
            length, at = read_varint(data, at)
            value, at = data[at:at + length], at + length
        elif key & 7 == 5:
            value, at = data[at:at + 4], at + 4
        else:
            raise ValueError(f"wire type {key & 7}")
        assert at <= len(data), "a field reaches beyond its message"
        fields.setdefault(key >> 3, []).append(value)
    return fields


def read_events(data):
    """The Events of an event file, both checksums of each record compared."""
    events, at = [], 0
    while at < len(data):
        head = data[at:at + 8]
        length, crc = struct.unpack("<QI", data[at:at + 12])
        assert crc == masked_crc(head), "checksum of a length"
        body = data[at + 12:at + 12 + length]
        assert len(body) == length
        assert struct.unpack("<I", data[at + 12 + length:at + 16 + length])[0] == masked_crc(body), "checksum of an event"
        events.append(read_message(body))
        at += 16 + length
    return events


def read_safetensors(data):
    """name → (dtype, shape, bytes), and the metadata."""
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    metadata = header.pop("__metadata__", {})
    body = data[8 + length:]
    tensors, ends = {}, []
    for name, tensor in header.items():
        start, end = tensor["data_offsets"]
        size = {"F32": 4, "I64": 8, "U64": 8}[tensor["dtype"]] * math.prod(tensor["shape"])
        assert end - start == size, name
        tensors[name] = (tensor["dtype"], tensor["shape"], body[start:end])
        ends.append((start, end))
    ends.sort()
    assert [start for start, _ in ends] == [0] + [end for _, end in ends[:-1]], "gaps in the data"
    assert ends[-1][1] == len(body)
    return tensors, metadata


class Case(unittest.TestCase):
    """Trains in a folder of its own, without a display."""
    program = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="gmix-export-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        cls.environment["XDG_DATA_HOME"] = os.path.join(cls.folder, "home")
        write_noise(os.path.join(cls.folder, "small"), 9, 7)

    @classmethod
    def gmix(cls, *arguments):
        return subprocess.run([cls.program, *arguments], capture_output=True, text=True, timeout=100, cwd=cls.folder,
                              env=cls.environment, check=False)

    @classmethod
    def train(cls, *arguments, data="small"):
        done = cls.gmix("train", "--data", data, "--batch", "20", "--probe", "8", "--run-dir", "runs", "--json", "--quiet", *arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)["run"]

    def path(self, name):
        return os.path.join(self.folder, name)

    def export(self, name, *arguments, run=None):
        """Writes the file @name; its path."""
        done = self.gmix("export", run or self.run_path, "--output", name, *arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return self.path(name)
