#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real gmix on points: training, equal bytes, stop and resume, eval, samples, export, sweep, CSV files.

    test-cli-points.py GMIX
"""
import csv
import filecmp
import json
import os
import signal
import struct
import subprocess
import sys
import tempfile
import unittest

GMIX = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else ""
REPEATED = ["run.json", "steps.csv", "epochs.csv", "probe.csv", "intrusion.csv", "events.csv",
            "checkpoint.safetensors"]


class Points(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gmix-points-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.environment = dict(os.environ, XDG_DATA_HOME=os.path.join(self.folder, "data"))

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def gmix(self, *arguments):
        return subprocess.run([GMIX, *arguments], capture_output=True, text=True, timeout=100, cwd=self.folder,
                              env=self.environment)

    def done(self, *arguments):
        done = self.gmix(*arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def train(self, *arguments, runs="runs"):
        """The run's folder and its summary."""
        last = json.loads(self.done("train", "--json", "--run-dir", runs, *arguments).splitlines()[-1])
        return last["run"], last

    def settings(self, run):
        with open(os.path.join(run, "run.json")) as file:
            return json.load(file)["settings"]

    def refuse(self, said, *arguments, status=1):
        done = self.gmix(*arguments)
        self.assertEqual((done.returncode, done.stdout), (status, ""))
        self.assertRegex(done.stderr, r"\Agmix: [^\n]+\n\Z")
        self.assertIn(said, done.stderr)

    def assert_same_files(self, first, second, names=REPEATED):
        for name in names:
            self.assertTrue(filecmp.cmp(os.path.join(first, name), os.path.join(second, name), shallow=False), name)

    def write_points(self, name, count, shift=0.0):
        """A chessboard of two classes."""
        with open(self.path(name), "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["x", "y", "label", "part"])
            for i in range(count):
                x, y = i % 7 - 3 + shift, i // 7 % 5 - 2.5
                writer.writerow([x, y, "left" if x < 0 else "right", "test" if i % 4 == 3 else "train"])
        return name

    def test_learns_every_set(self):
        for name in ("moons", "circles", "blobs", "xor", "stripes"):
            run, last = self.train("--data", name, "--lr", "0.2", "--alpha", "0.2", "--probe", "8")
            self.assertGreater(last["test_accuracy"], 0.85, name)
            settings = self.settings(run)
            self.assertEqual([settings[key] for key in ("model", "hidden", "batch", "epochs")],
                             ["mlp", "32,32", 32, 200])

    def test_options(self):
        """What is said beside the data stands, on whichever side of it."""
        run, _ = self.train("--batch", "10", "--hidden", "8", "--data", "moons", "--epochs", "2", "--points", "50",
                            "--noise", "0.3", "--imbalance", "0.5")
        settings = self.settings(run)
        self.assertEqual([settings[key] for key in ("batch", "hidden", "epochs", "points", "noise", "imbalance")],
                         [10, "8", 2, 50, 0.3, 0.5])
        with open(os.path.join(run, "run.json")) as file:
            data = json.load(file)["dataset"]
        self.assertEqual((data["training"], data["held_out"], data["channels"], data["height"]), (50, 25, 2, 1))
        self.refuse("cnn needs images", "train", "--data", "moons", "--model", "cnn", "--run-dir", "runs", status=2)
        self.refuse("moons", "train", "--data", "moon", "--run-dir", "runs")
        self.assertEqual(self.gmix("train", "--data", "moons", "--points", "1").returncode, 2)

    def test_equal_bytes(self):
        arguments = ["--data", "blobs", "--epochs", "20", "--method", "dg-mix", "--augment", "--label-noise", "0.1"]
        one, _ = self.train(*arguments, "--threads", "1", runs="a")
        two, _ = self.train(*arguments, "--threads", "1", runs="b")
        self.assert_same_files(one, two)
        more, _ = self.train(*arguments, "--threads", "3", runs="c")
        self.assert_same_files(one, more, [name for name in REPEATED if name != "run.json"])

    def test_stop_and_resume(self):
        arguments = ["--data", "spirals", "--epochs", "400", "--probe", "16", "--method", "bg-mix"]
        whole, _ = self.train(*arguments, runs="a")
        for number in (signal.SIGINT, signal.SIGKILL):
            process = subprocess.Popen([GMIX, "train", *arguments, "--json", "--run-dir", "b"],
                                       stdout=subprocess.PIPE, text=True, cwd=self.folder, env=self.environment)
            run = json.loads(process.stdout.readline())["run"]
            for _ in range(40):
                process.stdout.readline()
            process.send_signal(number)
            process.stdout.read()
            process.stdout.close()
            process.wait(timeout=100)
            self.done("train", "--resume", run)
            self.assert_same_files(whole, run)

    def test_eval_samples_and_export(self):
        run, last = self.train("--data", "blobs", "--epochs", "10")
        result = json.loads(self.done("eval", run, "--json"))
        self.assertEqual(result["test_accuracy"], last["test_accuracy"])
        self.assertIn("200 points", self.done("eval", run, "--confusion"))
        matrix = json.loads(self.done("eval", run, "--json", "--confusion"))["confusion"]
        self.assertEqual(sum(map(sum, matrix)), 200)
        lines = [json.loads(line) for line in self.done("samples", run, "--json").splitlines()]
        self.assertEqual(len(lines), 129)
        self.done("samples", run, "--png", "sheet.png", "--columns", "8", "--csv", "sheet.csv")
        with open(self.path("sheet.png"), "rb") as file:
            head = file.read(24)
        width, height = struct.unpack(">II", head[16:])
        self.assertTrue(width > 8 * 56 and height > 16 * 56)
        with open(self.path("sheet.csv"), newline="") as file:
            self.assertEqual(len(list(csv.reader(file))), 129)
        for name in ("run.csv", "run.json", "loss.svg", "model.onnx", "model.safetensors"):
            self.done("export", run, "--output", name)
            self.assertGreater(os.path.getsize(self.path(name)), 100)

    def test_sweep(self):
        with open(self.path("s.json"), "w") as file:
            json.dump({"name": "s", "base": {"data": "moons", "epochs": 5, "probe": 8},
                       "axes": {"method": ["erm", "g-mix"], "noise": [0.1, 0.3]}, "seeds": [1]}, file)
        self.done("sweep", "s.json", "--run-dir", "runs")
        runs = [json.loads(line) for line in self.done("list", "--json", "--run-dir", "runs").splitlines()]
        self.assertEqual(len(runs), 4)
        self.assertEqual({self.settings(run["run"])["noise"] for run in runs}, {0.1, 0.3})
        self.assertEqual({self.settings(run["run"])["batch"] for run in runs}, {32})

    def test_csv(self):
        """A file of one's own, named by a path; once it was edited, the run's figures can't be asked of it."""
        name = self.write_points("mine.csv", 140)
        run, last = self.train("--data", name, "--epochs", "60", "--method", "erm")
        self.assertEqual(self.settings(run)["data"], os.path.realpath(self.path(name)))
        self.assertGreater(last["test_accuracy"], 0.85)
        result = json.loads(self.done("eval", run, "--json", "--confusion"))
        self.assertEqual(result["images"], 35)
        self.assertEqual(sum(map(sum, result["confusion"])), 35)
        self.write_points("mine.csv", 140, shift=0.25)
        self.refuse("its checksum differs", "eval", run)
        with open(self.path("mine.csv"), "a") as file:
            file.write("1,two,left,train\n")
        self.refuse("mine.csv, line 142: y must be a number", "train", "--data", name, "--run-dir", "runs")
        self.refuse("none.csv: there is no such file", "train", "--data", "none.csv", "--run-dir", "runs")


if __name__ == "__main__":
    unittest.main()
