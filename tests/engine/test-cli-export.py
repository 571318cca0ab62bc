#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real gmix export on a small run, and compares what independent readers find in its files
with the run's own files.

    test-cli-export.py GMIX
"""
import filecmp
import glob
import json
import os
import shutil
import struct
import sys
import unittest

from export_readers import Case, crc32c, float32, read_bytes, read_events, read_message, read_rows, read_safetensors

Case.program = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else ""


class Export(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.run_path = cls.train("--model", "cnn", "--method", "dg-mix", "--epochs", "3")


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

    def test_a_run_that_has_just_begun(self):
        run = shutil.copytree(self.run_path, self.path("begun"))
        for name in ["steps", "epochs", "timing"]:
            with open(os.path.join(run, f"{name}.csv"), "r+", encoding="utf-8") as file:
                header = file.readline()
                file.seek(0)
                file.truncate()
                file.write(header)
        self.assertEqual(read_rows(self.export("begun.csv", run=run)), [])
        with open(self.export("begun.json", run=run), encoding="utf-8") as file:
            self.assertEqual(json.load(file)["steps"]["loss"], [])
        for name in ["begun.svg", "begun.pdf", "begun.png"]:
            self.assertGreater(os.path.getsize(self.export(name, run=run)), 500)
        folder = self.export("begun-log", "--format", "tensorboard", run=run)
        self.assertEqual(len(read_events(read_bytes(folder, os.listdir(folder)[0]))), 1)

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
        whole, _ = read_safetensors(read_bytes(self.run_path, "checkpoint.safetensors"))
        self.assertEqual(metadata, {"format": "pt", "model": "cnn", "classes": "10", "channels": "1", "height": "9",
                                    "width": "7", "step": "9"})
        self.assertEqual(tensors, {name: tensor for name, tensor in whole.items()
                                   if name.split(".")[0] not in ("optimizer", "random", "position")})
        self.assertEqual(tensors["conv1.weight"][:2], ("F32", [16, 1, 3, 3]))
        self.assertEqual(tensors["bn3.num_batches_tracked"][2], struct.pack("<q", 9))


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
