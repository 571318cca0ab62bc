#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains from weights in files: what gmix exported, what another program wrote, what does not fit,
and what happens to such a run that is killed.

    test-cli-weights.py GMIX
"""
import hashlib
import json
import os
import signal
import struct
import subprocess
import sys
import time
import unittest

from export_readers import Case, read_bytes, read_rows, read_safetensors

Case.program = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else ""
REPEATED = ["run.json", "steps.csv", "epochs.csv", "probe.csv", "events.csv", "checkpoint.safetensors"]
CNN = ["--model", "cnn", "--method", "g-mix"]


def write_safetensors(path, tensors):
    """name → (dtype, shape, bytes), as a writer of its own makes a file."""
    header, body = {}, b""
    for name, (dtype, shape, data) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)


class Weights(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.train(*CNN, "--epochs", "2")
        done = cls.gmix("export", cls.first, "--output", "begin.safetensors")
        assert done.returncode == 0, done.stderr
        cls.tensors, _ = read_safetensors(read_bytes(cls.folder, "begin.safetensors"))

    def description(self, run):
        with open(os.path.join(run, "run.json"), encoding="utf-8") as file:
            return json.load(file)

    def refuse(self, said, *arguments, status=1):
        done = self.gmix("train", "--data", "small", "--batch", "20", "--run-dir", "none", "--epochs", "1", *CNN, *arguments)
        self.assertEqual((done.returncode, done.stdout), (status, ""), done.stderr)
        self.assertRegex(done.stderr, r"\Agmix: [^\n]+\n\Z")
        self.assertIn(said, done.stderr)
        self.assertFalse(os.path.exists(self.path("none")))

    def write(self, name, **changes):
        """The exported weights with some tensors replaced, or without those that are None."""
        tensors = dict(self.tensors, **{key.replace("__", "."): value for key, value in changes.items()})
        write_safetensors(self.path(name), {key: value for key, value in tensors.items() if value is not None})
        return name


class Begin(Weights):
    def test_training_begins_there(self):
        """At the smallest rate the weights stay where they began, and the statistics move a little."""
        run = self.train(*CNN, "--epochs", "1", "--lr", "1e-6", "--weights", "begin.safetensors")
        tensors, _ = read_safetensors(read_bytes(run, "checkpoint.safetensors"))
        trained = [name for name in self.tensors if "tracked" not in name]
        self.assertGreater(len(trained), 15)
        for name in trained:
            before, after = (struct.unpack(f"<{len(source[name][2]) // 4}f", source[name][2]) for source in (self.tensors, tensors))
            far = max(abs(a - b) for a, b in zip(before, after))
            # Three steps keep 0.9³ of the old statistics; from drawn weights they would begin at 0 and 1.
            self.assertLess(far, 0.5 * max(map(abs, before)) if "running" in name else 1e-4, name)

    def test_the_run_says_where_it_began(self):
        run = self.train(*CNN, "--epochs", "1", "--weights", "begin.safetensors")
        sha256 = hashlib.sha256(read_bytes(self.folder, "begin.safetensors")).hexdigest()
        self.assertEqual(self.description(run)["weights"], {"file": "begin.safetensors", "sha256": sha256})
        self.assertNotIn("weights", self.description(self.first))

    def test_a_checkpoint_serves_too(self):
        path = os.path.join(self.first, "checkpoint.safetensors")
        one = self.train(*CNN, "--epochs", "1", "--weights", path)
        other = self.train(*CNN, "--epochs", "1", "--weights", "begin.safetensors")
        for name in ["steps.csv", "epochs.csv", "checkpoint.safetensors"]:
            self.assertEqual(read_bytes(one, name), read_bytes(other, name), name)

    def test_another_program_s_file(self):
        """Other order, no counts of batches, no metadata."""
        tensors = {name: tensor for name, tensor in reversed(self.tensors.items()) if "tracked" not in name}
        write_safetensors(self.path("other.safetensors"), tensors)
        one = self.train(*CNN, "--epochs", "1", "--weights", "other.safetensors")
        other = self.train(*CNN, "--epochs", "1", "--weights", "begin.safetensors")
        self.assertEqual(read_rows(one, "steps.csv"), read_rows(other, "steps.csv"))


class Resume(Weights):
    def test_killed_and_resumed_without_the_file(self):
        arguments = [*CNN, "--epochs", "6", "--weights", self.write("mine.safetensors")]
        whole = self.train(*arguments)
        command = [self.program, "train", "--data", "small", "--batch", "20", "--probe", "8", "--run-dir", "killed", "--quiet"]
        process = subprocess.Popen([*command, *arguments], cwd=self.folder, env=self.environment)
        while process.poll() is None and not self.find_checkpoint():
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.wait()
        os.remove(self.path("mine.safetensors"))
        run = os.path.dirname(self.find_checkpoint())
        done = self.gmix("train", "--resume", run, "--quiet")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for name in REPEATED:
            self.assertEqual(read_bytes(run, name), read_bytes(whole, name), name)

    def find_checkpoint(self):
        for folder, _, names in os.walk(self.path("killed")):
            if "checkpoint.safetensors" in names:
                return os.path.join(folder, "checkpoint.safetensors")
        return None

    def test_without_its_checkpoint_it_does_not_begin_with_drawn_weights(self):
        run = self.train(*CNN, "--epochs", "1", "--weights", "begin.safetensors")
        os.remove(os.path.join(run, "checkpoint.safetensors"))
        done = self.gmix("train", "--resume", run)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertRegex(done.stderr, r"\Agmix: .*checkpoint.safetensors is missing, and with it the weights[^\n]*\n\Z")


class Misfits(Weights):
    def test_missing(self):
        self.refuse("lacks.safetensors does not fit network cnn: “fc.bias” is missing\n",
                    "--weights", self.write("lacks.safetensors", fc__bias=None))

    def test_shape_and_count(self):
        wrong = self.write("shape.safetensors", conv2__weight=("F32", [2, 2], bytes(16)), fc__bias=None,
                           head=("F32", [1], bytes(4)))
        self.refuse("does not fit network cnn: “conv2.weight” is [2, 2] and must be [32, 16, 3, 3] (and 2 more)", "--weights", wrong)

    def test_type_values_and_strangers(self):
        self.refuse("“fc.bias” is of type F64 and must be F32", "--weights",
                    self.write("type.safetensors", fc__bias=("F64", [10], bytes(80))))
        self.refuse("“fc.bias” holds values that are not finite", "--weights",
                    self.write("nan.safetensors", fc__bias=("F32", [10], struct.pack("<10f", *[float("nan")] * 10))))
        self.refuse("“extra.weight” is none of its tensors", "--weights",
                    self.write("extra.safetensors", extra__weight=("F32", [1], bytes(4))))
        self.refuse("does not fit network mlp: “fc1.weight” is missing (and ", "--weights", "begin.safetensors", "--model", "mlp")

    def test_no_such_file(self):
        self.refuse("nothing.safetensors: can't be read", "--weights", "nothing.safetensors")
        with open(self.path("text.safetensors"), "w", encoding="utf-8") as file:
            file.write("no tensors at all")
        self.refuse("text.safetensors", "--weights", "text.safetensors")

    def test_not_with_resume(self):
        done = self.gmix("train", "--resume", self.first, "--weights", "begin.safetensors")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("--resume and --weights exclude each other", done.stderr)


if __name__ == "__main__":
    unittest.main()
