#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real gmix samples on a small run: its tables against the run's own files, its sheets read
back, its messages. There is no display.

    test-cli-samples.py GMIX
"""
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from png_files import read_png
from small_images import CIFAR_CLASSES as CLASSES, write_cifar

GMIX = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else ""
SMALL = ["train", "--data", "data", "--model", "mlp", "--hidden", "32", "--epochs", "3", "--probe", "40", "--batch", "64"]
PROBE = 40


class Samples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="gmix-samples-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        cls.environment["XDG_DATA_HOME"] = os.path.join(cls.folder, "home")
        write_cifar(os.path.join(cls.folder, "data"), 60)
        done = cls.gmix(*SMALL, "--run-dir", "runs", "--json", "--quiet")
        assert done.returncode == 0, done.stderr
        cls.run_path = json.loads(done.stdout)["run"]
        cls.name = os.path.basename(cls.run_path)
        with open(os.path.join(cls.run_path, "probe.csv"), encoding="utf-8") as file:
            cls.lines = file.read().splitlines()
        cls.rows = {(int(row["epoch"]), int(row["example"])): row for row in csv.DictReader(cls.lines)}
        with open(os.path.join(cls.run_path, "intrusion.csv"), encoding="utf-8") as file:
            cls.intruded = {int(row["example"]) for row in csv.DictReader(file)
                            if row["epoch"] == "3" and row["intruded"] == "1"}

    @classmethod
    def gmix(cls, *arguments):
        return subprocess.run([GMIX, *arguments], capture_output=True, text=True, timeout=100, cwd=cls.folder,
                              env=cls.environment, check=False)

    def samples(self, *arguments):
        done = self.gmix("samples", self.run_path, *arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def table(self, *arguments):
        """The lines of the CSV file that the arguments give."""
        self.samples("--csv", "table.csv", *arguments)
        with open(os.path.join(self.folder, "table.csv"), encoding="utf-8") as file:
            text = file.read()
        self.assertTrue(text.endswith("\n"))
        return text.splitlines()

    def examples(self, *arguments):
        """The numbers of the examples that are listed, in their order."""
        return [int(row["example"]) for row in csv.DictReader(self.table(*arguments))]

    def ordered(self, key, epoch=3, examples=range(PROBE)):
        """Examples by falling @key of their row; equal ones by number."""
        return sorted(examples, key=lambda i: (-key(self.rows[epoch, i]), i))

    def s(self, epoch, example):
        return float(self.rows[epoch, example]["s"])

    def test_table_is_the_probes(self):
        """Without a filter: the epoch's rows of probe.csv, byte for byte, in the chosen order."""
        for epoch in (1, 2, 3):
            lines = self.table("--epoch", str(epoch), "--sort", "s")
            kept = [line for line in self.lines[1:] if line.startswith(f"{epoch},")]
            kept.sort(key=lambda line: (-float(line.split(",")[9]), int(line.split(",")[1])))
            self.assertEqual(len(lines), 1 + PROBE)
            self.assertTrue(lines[0].startswith(self.lines[0] + ","))
            fields = len(self.lines[0].split(","))
            self.assertEqual([",".join(line.split(",")[:fields]) for line in lines[1:]], kept)
            self.assertEqual([line.split(",")[fields] for line in lines[1:]], [str(i + 1) for i in range(PROBE)])
        self.assertEqual(self.table(), self.table("--epoch", "3", "--side", "all", "--sort", "side"))

    def test_orders(self):
        for name, column in [("s", "s"), ("loss", "loss"), ("loss-perturbed", "loss_perturbed"), ("lambda", "lambda")]:
            with self.subTest(name):
                falling = self.ordered(lambda row: float(row[column]))
                self.assertEqual(self.examples("--sort", name), falling)
                rising = self.ordered(lambda row: -float(row[column]))
                self.assertEqual(self.examples("--sort", name, "--reverse"), rising)
                self.assertEqual(self.examples("--sort", name, "--top", "7"), falling[:7])

    def test_sides(self):
        sharp = [i for i in range(PROBE) if self.rows[3, i]["side"] == "sharp"]
        flat = [i for i in range(PROBE) if self.rows[3, i]["side"] == "flat"]
        self.assertEqual(len(sharp), PROBE // 2)
        most = sorted(sharp, key=lambda i: (-self.s(3, i), i))
        least = sorted(flat, key=lambda i: (self.s(3, i), i))
        self.assertEqual(self.examples("--side", "sharp"), most)
        self.assertEqual(self.examples("--side", "flat"), least)
        self.assertEqual(self.examples(), most + least)
        self.assertEqual(self.examples("--side", "flat", "--sort", "s"), least[::-1])

    def test_change(self):
        change = {i: self.s(3, i) - self.s(2, i) for i in range(PROBE)}
        listed = list(csv.DictReader(self.table("--sort", "change")))
        for row in listed:
            self.assertAlmostEqual(float(row["change"]), change[int(row["example"])], places=6)
        values = [float(row["change"]) for row in listed]
        self.assertEqual(values, sorted(values, reverse=True))
        crossed = {i for i in range(PROBE) if self.rows[3, i]["side"] != self.rows[2, i]["side"]}
        self.assertTrue(crossed, "a probe in which nothing crosses shows nothing")
        self.assertEqual(set(self.examples("--crossed")), crossed)

    def test_filters(self):
        def labels(i):
            return [CLASSES[int(self.rows[3, i][name])] for name in ("first_label", "second_label")]

        def lam(i):
            return float(self.rows[3, i]["lambda"])

        side = self.rows[3, min(self.intruded)]["side"]
        one, other = labels(self.examples("--top", "1")[0])
        everything = range(PROBE)
        for arguments, expected in [
            (["--class", one], {i for i in everything if one in labels(i)}),
            (["--class", one.upper()], {i for i in everything if one in labels(i)}),
            (["--class", str(CLASSES.index(one))], {i for i in everything if one in labels(i)}),
            (["--pair", f"{other}, {one}"], {i for i in everything if sorted(labels(i)) == sorted([one, other])}),
            (["--lambda", "0.3,0.7"], {i for i in everything if 0.3 <= lam(i) <= 0.7}),
            (["--intruded"], self.intruded),
            (["--intruded", "--side", side], {i for i in self.intruded if self.rows[3, i]["side"] == side}),
        ]:
            with self.subTest(arguments):
                self.assertTrue(expected, "a filter that lets nothing through shows nothing")
                self.assertEqual(set(self.examples(*arguments)), expected)

    def test_intruded_column(self):
        for row in csv.DictReader(self.table()):
            self.assertEqual(row["intruded"], "1" if int(row["example"]) in self.intruded else "0")

    def test_misclassified(self):
        """What was predicted stands in probe.csv: for every epoch, and column for column in the table."""
        for epoch in (1, 3):
            wrong = set()
            for i in range(PROBE):
                row = self.rows[epoch, i]
                heavier = row["second_label"] if float(row["lambda"]) < 0.5 else row["first_label"]
                if row["prediction"] != heavier:
                    wrong.add(i)
            self.assertTrue(0 < len(wrong) < PROBE, "a filter that lets all or nothing through shows nothing")
            self.assertEqual(set(self.examples("--misclassified", "--epoch", str(epoch))), wrong)
            flat = {i for i in wrong if self.rows[epoch, i]["side"] == "flat"}
            self.assertEqual(set(self.examples("--misclassified", "--side", "flat", "--epoch", str(epoch))), flat)
        lines = [json.loads(line) for line in self.samples("--json", "--misclassified").splitlines()]
        self.assertEqual({line["example"] for line in lines[:-1]}, wrong)
        for line in lines[:-1]:
            self.assertEqual(line["predicted_class"], CLASSES[int(self.rows[3, line["example"]]["prediction"])])
        for line in self.samples("--misclassified").splitlines()[2:]:
            self.assertIn(", misclassified", line)

    def test_no_predictions(self):
        """A run of a version that did not keep them is listed and resumed with the columns it has."""
        copy = self.change("run.json", r'"format"', '"format" ')
        path = os.path.join(copy, "probe.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(line.rsplit(",", 1)[0] + "\n" for line in self.lines)
        self.refuse(2, "--misclassified needs a run whose probe.csv says what was predicted", copy, "--misclassified")
        self.assertEqual(self.gmix("samples", copy, "--csv", "older.csv").returncode, 0)
        with open(os.path.join(self.folder, "older.csv"), encoding="utf-8") as file:
            self.assertEqual({row["prediction"] for row in csv.DictReader(file)}, {""})
        done = self.gmix("train", "--resume", copy, "--epochs", "4", "--quiet")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
        self.assertEqual(len(lines), 1 + 4 * PROBE)
        self.assertEqual({len(line.split(",")) for line in lines}, {11})
        self.assertTrue(lines[-1].startswith("4,"))

    def test_terminal(self):
        lines = self.samples("--top", "5", "--sort", "loss").splitlines()
        self.assertEqual(lines[0], f"Sharp and flat: CIFAR-10, {self.name}, probe of epoch 3, 5 examples, "
                                   "largest loss at w first")
        self.assertEqual(len(lines), 7)
        first = self.ordered(lambda row: float(row["loss"]))[0]
        self.assertRegex(lines[2], rf"\A +\d+ +{first} ")
        self.assertIn(f'{float(self.rows[3, first]["loss"]):.3f}', lines[2])
        # Numbers end where their heads end; ε̂ is two characters in one place.
        heads = [match.end() for match in re.finditer(r"\S+", lines[1].replace("at w + ε̂", "at_w+eps"))]
        for line in lines[2:]:
            self.assertEqual([match.end() for match in re.finditer(r"\S+", line)][:7], heads[:7])

    def test_json(self):
        lines = [json.loads(line) for line in self.samples("--json", "--sort", "s", "--top", "4").splitlines()]
        self.assertEqual([line["event"] for line in lines], ["sample"] * 4 + ["samples"])
        self.assertEqual([line["example"] for line in lines[:4]], self.ordered(lambda row: float(row["s"]))[:4])
        row = self.rows[3, lines[0]["example"]]
        self.assertAlmostEqual(lines[0]["s"], float(row["s"]), places=7)
        self.assertEqual(lines[0]["first_class"], CLASSES[int(row["first_label"])])
        self.assertEqual((lines[0]["rank"], lines[0]["side"]), (1, "sharp"))
        self.assertEqual(lines[4], {"event": "samples", "run": self.run_path, "epoch": 3, "listed": 4, "total": PROBE,
                                    "searched": 300})

    def test_sheet(self):
        said = self.samples("--png", "sheet.png", "--side", "sharp", "--sort", "loss", "--reverse", "--lambda", "0.1,1",
                            "--top", "7", "--columns", "6")
        self.assertIn("sheet.png", said)
        width, height, texts = read_png(os.path.join(self.folder, "sheet.png"))
        self.assertEqual((width, height), (2 * 18 + 6 * 104 - 8, 2 * 18 + 66 + 2 * 162 - 12))
        with open(os.path.join(self.run_path, "run.json"), encoding="utf-8") as file:
            self.assertEqual(json.loads(texts["Settings"]), json.load(file)["settings"])
        self.assertEqual(texts["Title"], f"Sharp: CIFAR-10, {self.name}, probe of epoch 3, 7 examples, smallest loss at w "
                                         "first, λ 0.10 to 1.00")
        self.assertEqual((texts["Sort"], texts["Filter"]), ("loss, reversed", "λ 0.10 to 1.00"))
        self.assertRegex(texts["Software"], r"\AG-Mix Studio \d+\.\d+\.\d+\Z")
        self.samples("--png", "large.png", "--scale", "2", "--top", "3", "--columns", "2")
        width, height, texts = read_png(os.path.join(self.folder, "large.png"))
        self.assertEqual((width, height), (2 * (2 * 18 + 5 * 104 - 8), 2 * (2 * 18 + 66 + 2 * 162 - 12)))
        self.assertEqual(texts["Filter"], "none")

    def test_same_bytes(self):
        for name in ("a.png", "b.png"):
            self.samples("--png", name, "--top", "9")
        with open(os.path.join(self.folder, "a.png"), "rb") as a, open(os.path.join(self.folder, "b.png"), "rb") as b:
            self.assertEqual(a.read(), b.read())

    def refuse(self, status, said, *arguments):
        done = self.gmix("samples", *arguments)
        self.assertEqual((done.returncode, done.stdout), (status, ""), done.stderr)
        self.assertRegex(done.stderr, r"\Agmix: [^\n]+\n\Z")
        self.assertIn(said, done.stderr)

    def test_wrong_options(self):
        for said, *arguments in [
            ("--side must be one of sharp, flat, all, not “left”", "--side", "left"),
            ("--sort must be one of side, s, loss, loss-perturbed, lambda, change, not “x”", "--sort", "x"),
            ("--epoch must be a whole number from 1", "--epoch", "0"),
            ("--top must be a whole number from 1 to 1000000, not “many”", "--top", "many"),
            ("--scale must be a whole number from 1 to 4, not “9”", "--scale", "9"),
            ("--lambda must be two rising numbers from 0 to 1", "--lambda", "0.7,0.3"),
            ("--lambda must be two rising numbers from 0 to 1", "--lambda", "0.7"),
            ("--lambda must be two rising numbers from 0 to 1", "--lambda", "0,nan"),
            ("no class “ring”; choose " + ", ".join(CLASSES), "--class", "ring"),
            ("--pair must be two classes of CIFAR-10", "--pair", "cat"),
            ("--pair must be two classes of CIFAR-10", "--pair", "cat,ring"),
            ("--crossed needs the epoch before, and run", "--crossed", "--epoch", "1"),
            ("--sort change needs the epoch before", "--sort", "change", "--epoch", "1"),
            ("unknown option “--wrong”", "--wrong"),
        ]:
            with self.subTest(arguments):
                self.refuse(2, said, self.run_path, *arguments)
        self.refuse(2, "samples needs a RUN")

    def test_errors(self):
        self.refuse(1, "there is no run “x”", "x")
        self.refuse(1, "holds no epoch 9; it has 1 to 3", self.run_path, "--epoch", "9")
        self.refuse(1, "no/sheet.png", self.run_path, "--png", "no/sheet.png")
        self.refuse(1, "no/table.csv", self.run_path, "--csv", "no/table.csv")
        self.refuse(1, "there is no example to draw a sheet of", self.run_path, "--png", "x.png", "--lambda", "0,0")
        # By its name under the runs' folder.
        self.assertEqual(self.gmix("samples", self.name, "--run-dir", "runs", "--top", "1").returncode, 0)

    def change(self, name, old, new):
        """A copy of the run, one of whose files says something else."""
        copy = os.path.join(self.folder, "changed")
        self.addCleanup(shutil.rmtree, copy)
        shutil.copytree(self.run_path, copy)
        with open(os.path.join(copy, name), encoding="utf-8") as file:
            text = file.read()
        changed = re.sub(old, new, text, count=1, flags=re.MULTILINE)
        self.assertNotEqual(text, changed)
        with open(os.path.join(copy, name), "w", encoding="utf-8") as file:
            file.write(changed)
        return copy

    def test_other_data(self):
        self.refuse(1, "its checksum differs", self.change("run.json", r'"checksum": "[^"]*"', '"checksum": "00"'))

    def test_images_that_are_not_there(self):
        self.refuse(1, "probe.csv", self.change("probe.csv", r"^3,0,\d+,", "3,0,99999999,"))

    def test_labels_that_are_none(self):
        self.refuse(1, "probe.csv", self.change("probe.csv", r"^(3,0,\d+,\d+),\d+,", r"\1,77,"))

    def test_not_searched(self):
        done = self.gmix(*SMALL, "--no-intrusion", "--run-dir", "plain", "--json", "--quiet")
        run = json.loads(done.stdout)["run"]
        self.refuse(2, "--intruded needs a run that was searched for intrusion", run, "--intruded")
        self.assertEqual(self.gmix("samples", run, "--top", "1").returncode, 0)

    def test_help(self):
        shown = self.gmix("samples", "--help").stdout
        for text in ["Usage: gmix samples RUN", "--pair A,B", "--png FILE", "--crossed"]:
            self.assertIn(text, shown)
        self.assertLessEqual(max(map(len, shown.splitlines())), 100)
        self.assertIn("samples", self.gmix("--help").stdout)


if __name__ == "__main__":
    unittest.main()
