#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real gmix export on small runs, and reads every file back with readers of its own, which
know the formats by their specifications alone.

    test-cli-export.py GMIX
"""
import csv
import filecmp
import glob
import json
import math
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

GMIX = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else ""


def write_idx(folder, height, width, count=60):
    """A set in MNIST's format, drawn at random: grey images of any size in ten classes."""
    draw = random.Random(1)
    os.mkdir(folder)
    for part in ("train", "t10k"):
        with open(os.path.join(folder, f"{part}-images-idx3-ubyte"), "wb") as file:
            file.write(struct.pack(">IIII", 0x803, count, height, width) + draw.randbytes(count * height * width))
        with open(os.path.join(folder, f"{part}-labels-idx1-ubyte"), "wb") as file:
            file.write(struct.pack(">II", 0x801, count) + bytes(i % 10 for i in range(count)))


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
        size = {"F32": 4, "I64": 8}[tensor["dtype"]] * math.prod(tensor["shape"])
        assert end - start == size, name
        tensors[name] = (tensor["dtype"], tensor["shape"], body[start:end])
        ends.append((start, end))
    ends.sort()
    assert [start for start, _ in ends] == [0] + [end for _, end in ends[:-1]], "gaps in the data"
    assert ends[-1][1] == len(body)
    return tensors, metadata


class Export(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="gmix-export-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        cls.environment["XDG_DATA_HOME"] = os.path.join(cls.folder, "home")
        write_idx(os.path.join(cls.folder, "small"), 9, 7)
        cls.run_path = cls.train("--model", "cnn", "--method", "dg-mix", "--epochs", "3")

    @classmethod
    def gmix(cls, *arguments):
        return subprocess.run([GMIX, *arguments], capture_output=True, text=True, timeout=100, cwd=cls.folder,
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


class Tables(Export):
    def test_csv_joins_steps_and_epochs(self):
        rows = read_rows(self.export("curves.csv"))
        steps = read_rows(self.run_path, "steps.csv")
        epochs = {row["step"]: row for row in read_rows(self.run_path, "epochs.csv")}
        self.assertEqual((len(rows), len(epochs)), (9, 3))
        for row, step in zip(rows, steps, strict=True):
            self.assertEqual({name: row[name] for name in step}, step)
            epoch = epochs.get(row["step"], {})
            for name in ["train_loss", "train_accuracy", "test_loss", "test_accuracy", "ece"]:
                self.assertEqual(row[name], epoch.get(name, ""))
        self.assertEqual(list(rows[0]), list(steps[0]) + ["train_loss", "train_accuracy", "test_loss", "test_accuracy", "ece"])

    def test_json_holds_all(self):
        with open(self.export("run.json"), encoding="utf-8") as file:
            document = json.load(file)
        with open(os.path.join(self.run_path, "run.json"), encoding="utf-8") as file:
            self.assertEqual(document["run"], json.load(file))
        self.assertEqual(document["name"], os.path.basename(self.run_path))
        self.assertEqual(document["events"], [])
        for table in ["steps", "epochs"]:
            rows = read_rows(self.run_path, f"{table}.csv")
            self.assertEqual(list(document[table]), list(rows[0]))
            for name, values in document[table].items():
                self.assertEqual(values, [float(row[name]) if row[name] else None for row in rows], name)

    def test_events_and_what_is_not_finite(self):
        run = shutil.copytree(self.run_path, self.path("changed"))
        with open(os.path.join(run, "events.csv"), "a", encoding="utf-8") as file:
            file.write('4,rho,0.05,0.1\n5,hidden,"16","16,8"\n')
        with open(os.path.join(run, "steps.csv"), "a", encoding="utf-8") as file:
            file.write("10,4,0.5,inf,,,,,,0.1\n11,4,0.5,half a ro")
        with open(self.export("changed.json", run=run), encoding="utf-8") as file:
            document = json.load(file)
        self.assertEqual(document["events"], [{"step": 4, "setting": "rho", "old": "0.05", "new": "0.1"},
                                              {"step": 5, "setting": "hidden", "old": "16", "new": "16,8"}])
        self.assertEqual(document["steps"]["step"], list(range(1, 11)))
        self.assertEqual(document["steps"]["loss"][-1], None)
        rows = read_rows(self.export("changed.csv", run=run))
        self.assertEqual((len(rows), rows[-1]["loss"], rows[-1]["test_loss"]), (10, "inf", ""))

    def test_equal_runs_give_equal_files(self):
        again = self.train("--model", "cnn", "--method", "dg-mix", "--epochs", "3")
        for name in ["a.csv", "a.safetensors"]:
            self.assertTrue(filecmp.cmp(self.export(name), self.export("again-" + name, run=again), shallow=False), name)


class TensorBoard(Export):
    def test_known_checksum(self):
        self.assertEqual(crc32c(b"123456789"), 0xE3069283)

    def test_events_are_the_curves(self):
        folder = self.export("log", "--format", "tensorboard")
        files = glob.glob(os.path.join(folder, "events.out.tfevents.*"))
        self.assertEqual(len(files), 1)
        events = read_events(read_bytes(files[0]))
        self.assertEqual(events[0][3], [b"brain.Event:2"])
        found, times = {}, []
        for event in events[1:]:
            times.append(struct.unpack("<d", event[1][0])[0])
            for value in read_message(event[5][0])[1]:
                value = read_message(value)
                found[value[1][0].decode(), event[2][0]] = struct.unpack("<f", value[2][0])[0]
        wanted = {}
        for table, kind in [("steps.csv", "step"), ("epochs.csv", "epoch")]:
            for row in read_rows(self.run_path, table):
                for name, text in row.items():
                    if name not in ("step", "epoch") and text:
                        wanted[f"{kind}/{name}", int(row["step"])] = float32(text)
        self.assertEqual(found, wanted)
        seconds = float(read_rows(self.run_path, "timing.csv")[-1]["seconds"])
        self.assertLessEqual(max(times) - min(times), seconds + 1e-6)
        steps = len(read_rows(self.run_path, "steps.csv"))
        self.assertEqual(times[:steps], sorted(times[:steps]))

    def test_a_second_export_replaces_the_first(self):
        folder = self.export("twice", "--format", "tensorboard")
        self.export("twice", "--format", "tensorboard")
        self.assertEqual(len(os.listdir(folder)), 1)


class Weights(Export):
    def test_safetensors_are_the_weights_alone(self):
        tensors, metadata = read_safetensors(read_bytes(self.export("model.safetensors")))
        whole, _ = read_safetensors_of_any_type(read_bytes(self.run_path, "checkpoint.safetensors"))
        self.assertEqual(metadata, {"format": "pt", "model": "cnn", "classes": "10", "channels": "1", "height": "9",
                                    "width": "7", "step": "9"})
        self.assertEqual(tensors, {name: tensor for name, tensor in whole.items()
                                   if name.split(".")[0] not in ("optimizer", "random", "position")})
        self.assertEqual(tensors["conv1.weight"][:2], ("F32", [16, 1, 3, 3]))
        self.assertEqual(tensors["bn3.num_batches_tracked"][2], struct.pack("<q", 9))


def read_safetensors_of_any_type(data):
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    metadata = header.pop("__metadata__", {})
    body = data[8 + length:]
    return {name: (tensor["dtype"], tensor["shape"], body[slice(*tensor["data_offsets"])])
            for name, tensor in header.items()}, metadata


class Messages(Export):
    def refuse(self, status, said, *arguments):
        done = self.gmix("export", *arguments)
        self.assertEqual((done.returncode, done.stdout), (status, ""))
        self.assertRegex(done.stderr, r"\Agmix: [^\n]+\n\Z")
        self.assertIn(said, done.stderr)

    def test_refusals(self):
        self.refuse(2, "export needs a RUN")
        self.refuse(2, "export needs --output", self.run_path)
        self.refuse(2, "--format must be csv, json, ", self.run_path, "--format", "xml", "--output", "a.csv")
        self.refuse(2, "does not end in a format's name", self.run_path, "--output", "curves")
        self.refuse(1, "there is no run “nothing”", "nothing", "--output", "a.csv")
        self.refuse(1, "missing/a.csv can't be written: No such file", self.run_path, "--output", "missing/a.csv")

    def test_a_damaged_table_is_named(self):
        run = shutil.copytree(self.run_path, self.path("damaged"))
        with open(os.path.join(run, "epochs.csv"), "a", encoding="utf-8") as file:
            file.write("4,12,1\n")
        for name in ["b.csv", "b.json"]:
            self.refuse(1, "epochs.csv: line 5 must have 7 fields", run, "--output", name)
            self.assertFalse(os.path.exists(self.path(name)))

    def test_no_checkpoint(self):
        run = shutil.copytree(self.run_path, self.path("bare"))
        os.remove(os.path.join(run, "checkpoint.safetensors"))
        self.refuse(1, "checkpoint.safetensors", run, "--output", "b.safetensors")

    def test_json_tells_what_was_written(self):
        done = self.gmix("export", os.path.basename(self.run_path), "--run-dir", "runs", "--output", "c.csv", "--json")
        self.assertEqual(json.loads(done.stdout), {"event": "export", "run": self.run_path, "format": "csv", "output": "c.csv"})


if __name__ == "__main__":
    unittest.main()
