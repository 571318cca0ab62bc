#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real gmix export for charts, without a display, and reads the pictures back: SVG as XML,
PDF by its objects, PNG by its pixels and texts.

    test-cli-charts.py GMIX
"""
import json
import os
import re
import shutil
import sys
import unittest
import xml.etree.ElementTree as ElementTree
import zlib

from export_readers import Case, read_bytes, read_rows
from png_files import read_pixels, read_png

Case.program = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else ""
SVG = "{http://www.w3.org/2000/svg}"
# Roles of the charts' colours in light and in dark.
PAPER = (0xFF, 0xFF, 0xFF), (0x36, 0x36, 0x36)
AT_W = (0x61, 0x35, 0x83), (0x9B, 0x7C, 0xF0)
PERTURBED = (0xC0, 0x61, 0xCB), (0xF0, 0xA0, 0xF0)
EVENT = (0x9A, 0x67, 0x00), (0xF5, 0xC2, 0x11)
ERROR = (0xC0, 0x1C, 0x28), (0xFF, 0x7B, 0x63)


def count_colour(rows, rgb):
    found = 0
    for row in rows:
        at = row.find(bytes(rgb))
        while at >= 0:
            found += at % 3 == 0
            at = row.find(bytes(rgb), at + 1)
    return found


def svg_colour(rgb):
    """As cairo writes it, without its spaces."""
    return "rgb(" + ",".join(f"{100 * value / 255:.6f}".rstrip("0").rstrip(".") + "%" for value in rgb) + ")"


class Charts(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.run_path = cls.train("--model", "mlp", "--hidden", "16", "--method", "dg-mix", "--epochs", "3")
        cls.changed = shutil.copytree(cls.run_path, os.path.join(cls.folder, "changed"))
        with open(os.path.join(cls.changed, "events.csv"), "a", encoding="utf-8") as file:
            file.write("3,rho,0.05,0.1\n6,alpha,1,0.5\n")
        cls.plain = cls.train("--model", "mlp", "--hidden", "16", "--method", "erm", "--epochs", "1")

    def png(self, *arguments, run=None):
        path = self.export("chart.png", *arguments, run=run)
        width, height, texts = read_png(path)
        return (width, height), read_pixels(path), texts

    def svg(self, *arguments, run=None):
        """The root, and the whole text without spaces."""
        text = read_bytes(self.export("chart.svg", *arguments, run=run)).decode()
        return ElementTree.fromstring(text), re.sub(r"\s", "", text)


class Vectors(Charts):
    def test_svg_says_what_it_shows(self):
        root, text = self.svg("--width", "500", "--height", "300", run=self.changed)
        self.assertEqual((root.get("width"), root.get("height")), ("500px", "300px"))
        self.assertEqual(root.find(SVG + "title").text, "Loss: changed")
        words = root.find(SVG + "desc").text
        last = read_rows(self.run_path, "epochs.csv")[-1]
        self.assertIn(f"held-out {float(last['test_loss']):.2f}", words)
        self.assertIn("mixed, at w", words)
        self.assertIn("α 1.00 → 0.50", words)
        for role in (AT_W, PERTURBED, EVENT):
            self.assertTrue(svg_colour(role[0]) in text, role)
        self.assertFalse(svg_colour(EVENT[0]) in self.svg()[1])

    def test_a_marker_for_each_evaluation(self):
        _, text = self.svg("--what", "accuracy", "--style", "dark")
        held_out = svg_colour((0xF6, 0xF5, 0xF4))
        # Closed paths filled with the colour: one square an epoch, and one in the legend.
        filled = re.findall(r'<path[^>]*fill[=:]"?' + re.escape(held_out) + r"[^>]*", text)
        self.assertEqual(sum("Z" in path for path in filled), len(read_rows(self.run_path, "epochs.csv")) + 1)

    def test_pdf(self):
        data = read_bytes(self.export("chart.pdf", "--what", "all", "--width", "640", "--height", "800"))
        self.assertEqual(data[:5], b"%PDF-")
        self.assertEqual(data.rstrip()[-5:], b"%%EOF")
        boxes = re.findall(rb"/MediaBox\s*\[\s*([\d. ]+?)\s*\]", data)
        self.assertEqual([float(number) for number in boxes[0].split()], [0, 0, 480, 600])
        pages = [zlib.decompress(body) for body in re.findall(rb"/FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", data, re.S)
                 if body[:1] == b"\x78"]
        for rgb in (AT_W[0], PERTURBED[0]):
            self.assertTrue(any(b" ".join(b"%.6g" % round(value / 255, 6) for value in rgb) in page for page in pages), rgb)
        self.assertNotIn(b"CreationDate", data)

    def test_equal_bytes(self):
        for name in ["chart.svg", "chart.pdf", "chart.png"]:
            first = read_bytes(self.export(name, "--what", "all", "--width", "400"))
            self.assertEqual(read_bytes(self.export(name, "--what", "all", "--width", "400")), first, name)


class Pixels(Charts):
    def test_sizes_and_texts(self):
        size, rows, texts = self.png("--width", "300", "--height", "220")
        self.assertEqual(size, (600, 440))
        self.assertEqual(len(rows), 440)
        self.assertEqual(self.png("--width", "300", "--height", "220", "--scale", "1")[0], (300, 220))
        self.assertEqual(texts["Title"], f"Loss: {os.path.basename(self.run_path)}")
        with open(os.path.join(self.run_path, "run.json"), encoding="utf-8") as file:
            self.assertEqual(json.loads(texts["Settings"]), json.load(file)["settings"])

    def test_styles(self):
        for style, name in enumerate(["light", "dark"]):
            _, rows, _ = self.png("--scale", "1", "--style", name, run=self.changed)
            self.assertEqual(tuple(rows[0][:3]), PAPER[style])
            for role in (AT_W, PERTURBED, EVENT):
                self.assertGreater(count_colour(rows, role[style]), 40)
                self.assertEqual(count_colour(rows, role[1 - style]), 0)

    def test_ticks_stand_where_settings_changed(self):
        """The dotted lines divide the x axis as the steps do."""
        (width, height), rows, _ = self.png("--what", "accuracy", "--scale", "1", run=self.changed)
        counts = [sum(rows[y][3 * x:3 * x + 3] == bytes(EVENT[0]) for y in range(60, height)) for x in range(width)]
        lines = [x for x in range(width) if counts[x] > 50]
        self.assertEqual(len(lines), 2)
        # Steps 3 and 6 of an axis from 0: equal distances from its beginning, at the left of all marks.
        origin = 2 * lines[0] - lines[1]
        base = [x for x in range(width) if any(rows[y][3 * x:3 * x + 3] != b"\xff\xff\xff" for y in range(60, height - 60))]
        self.assertGreater(origin, base[0])
        self.assertLess(origin, base[0] + 45)

    def test_all_stands_under_each_other(self):
        self.assertEqual(self.png("--what", "all", "--scale", "1")[0], (760, 380 + 2 * 300))
        self.assertEqual(self.png("--what", "all", "--scale", "1", run=self.plain)[0], (760, 380 + 300))

    def test_no_climb_no_curve(self):
        _, rows, _ = self.png("--scale", "1", run=self.plain)
        self.assertEqual(count_colour(rows, PERTURBED[0]), 0)
        self.assertGreater(count_colour(rows, AT_W[0]), 40)

    def test_divergence_is_marked(self):
        run = shutil.copytree(self.run_path, self.path("diverged"))
        with open(os.path.join(run, "steps.csv"), "a", encoding="utf-8") as file:
            file.write("10,4,0.5,,,,,,,0.1\n")
        path = os.path.join(run, "run.json")
        with open(path, encoding="utf-8") as file:
            description = json.load(file)
        description["summary"]["state"] = "diverged"
        with open(path, "w", encoding="utf-8") as file:
            json.dump(description, file)
        _, rows, texts = self.png("--scale", "1", run=run)
        self.assertGreater(count_colour(rows, ERROR[0]), 40)
        self.assertIn("not finite at 10", texts["Description"])


class Messages(Charts):
    def refuse(self, status, said, *arguments):
        done = self.gmix("export", *arguments)
        self.assertEqual((done.returncode, done.stdout), (status, ""))
        self.assertRegex(done.stderr, r"\Agmix: [^\n]+\n\Z")
        self.assertIn(said, done.stderr)

    def test_refusals(self):
        run = self.run_path
        self.refuse(2, "--what must be loss, accuracy, sharpness or all, not “ece”", run, "--output", "a.svg", "--what", "ece")
        self.refuse(2, "--width must be a whole number from 200 to 8000, not “wide”", run, "--output", "a.svg", "--width", "wide")
        self.refuse(2, "--scale must be a whole number from 1 to 4, not “9”", run, "--output", "a.png", "--scale", "9")
        self.refuse(2, "--style must be light or dark, not “blue”", run, "--output", "a.svg", "--style", "blue")
        self.refuse(2, "are for charts (svg, pdf, png), not csv", run, "--output", "a.csv", "--what", "loss")
        self.refuse(1, "has no sharpness to draw", self.plain, "--output", "a.svg", "--what", "sharpness")
        for name in ["svg", "pdf", "png"]:
            self.refuse(1, f"missing/a.{name} can't be written", run, "--output", f"missing/a.{name}")
        self.assertFalse(os.path.exists(self.path("a.svg")))


if __name__ == "__main__":
    unittest.main()
