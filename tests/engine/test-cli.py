#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real gmix: exit statuses, one-line messages, JSON lines, equal bytes, stop and resume.

    test-cli.py GMIX
"""
import csv
import filecmp
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

GMIX = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else ""
SMALL = ["train", "--data", "shapes", "--model", "mlp", "--hidden", "16", "--limit", "200"]
REPEATED = ["run.json", "steps.csv", "epochs.csv", "probe.csv", "intrusion.csv", "events.csv",
            "checkpoint.safetensors"]


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gmix-cli-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        # Nothing of the user's own runs is seen or touched.
        self.environment = dict(os.environ, XDG_DATA_HOME=os.path.join(self.folder, "data"))

    def gmix(self, *arguments):
        return subprocess.run([GMIX, *arguments], capture_output=True, text=True, timeout=100, cwd=self.folder,
                              env=self.environment)

    def train(self, name, *arguments):
        """A run below a folder of its own; the run's path and its lines."""
        done = self.gmix(*SMALL, "--json", "--run-dir", name, *arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        return lines[-1]["run"], lines

    def refuse(self, status, said, *arguments):
        done = self.gmix(*arguments)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, r"\Agmix: [^\n]+\n\Z")
        self.assertIn(said, done.stderr)

    def assert_same_files(self, first, second, names):
        for name in names:
            paths = [os.path.join(run, name) for run in (first, second)]
            self.assertTrue(filecmp.cmp(*paths, shallow=False), name)


class Options(Case):
    def test_wrong_options(self):
        for said, *arguments in [
            ("a command is missing",),
            ("no command “trian”", "trian"),
            ("unknown option “--bacth”", "train", "--bacth", "3"),
            ("unknown option “-b”", "train", "-b", "3"),
            ("unknown option “--no-batch”", "train", "--no-batch"),
            ("unexpected argument “shapes”", "train", "shapes"),
            ("--batch needs a value", "train", "--batch"),
            ("--batch must be a whole number from 2 to 4096, not “1”", "train", "--batch", "1"),
            ("--batch must be a whole number from 2 to 4096, not “64.5”", "train", "--batch=64.5"),
            ("--alpha must be a number from 0 to 16, not “nan”", "train", "--alpha", "nan"),
            ("--rho must be a number from 0 to 10, not “inf”", "train", "--rho", "inf"),
            ("--gamma must be a number from 0.01 to 0.99, not “1”", "train", "--gamma", "1"),
            ("--mix must be one of none, mixup, not “cutmix”", "train", "--mix", "cutmix"),
            ("--method must be one of erm, ", "train", "--method", "gmix"),
            ("--model must be one of mlp, cnn, ", "train", "--model", "vgg"),
            ("--hidden must be 1 to 8 widths", "train", "--hidden", "0"),
            ("--augment must be true or false", "train", "--augment=maybe"),
            ("--json takes no value", "train", "--json=yes"),
            ("--combine sharp-only needs a perturbation", "train", "--combine", "sharp-only", "--perturb", "none"),
            ("--combine orthogonal needs a perturbation", "train", "--method", "dg-mix", "--perturb", "none"),
            ("--resume and --model exclude each other", "train", "--resume", "x", "--model", "cnn"),
            ("limit: 1 image", *SMALL, "--limit", "1"),
            ("eval needs a RUN", "eval"),
            ("eval needs a RUN", "eval", ""),
            ("--run-dir is empty; it needs a value", *SMALL, "--run-dir", ""),
            ("--resume is empty; it needs a value", "train", "--resume="),
            ("unexpected argument “b”", "eval", "a", "b"),
            ("unknown option “--lr”", "list", "--lr", "1"),
        ]:
            with self.subTest(arguments):
                self.refuse(2, said, *arguments)
        self.assertEqual(os.listdir(self.folder), [])

    def test_errors(self):
        with open(os.path.join(self.folder, "file"), "w"):
            pass
        for said, *arguments in [
            ("/nonexistent", "train", "--data", "/nonexistent"),
            (os.path.join(self.folder, "file", "runs"), *SMALL, "--run-dir", "file/runs"),
            ("there is no run “x”", "train", "--resume", "x"),
            ("there is no run “x”", "eval", "x"),
            ("gmix: file can't be read: Not a directory\n", "list", "--run-dir", "file"),
            ("gmix: nothing: can't be read: No such file or directory\n", *SMALL, "--weights", "nothing"),
        ]:
            with self.subTest(arguments):
                self.refuse(1, said, *arguments)

    def test_help(self):
        shown = self.gmix("train", "--help")
        self.assertEqual((shown.returncode, shown.stderr), (0, ""))
        for text in ["--rho NUMBER", "0.01 to 0.99", "default: 0.05", "mixup", "--run-dir DIR"]:
            self.assertIn(text, shown.stdout)
        self.assertLessEqual(max(map(len, shown.stdout.splitlines())), 100)
        for command in ["eval", "list", "bench"]:
            self.assertEqual(self.gmix(command, "--help").returncode, 0)
            self.assertIn(command, self.gmix("--help").stdout)

    def test_version(self):
        self.assertRegex(self.gmix("--version").stdout, r"\Agmix \d+\.\d+\.\d+\n\Z")

    def test_order_of_options(self):
        """A method does not undo what is said of its parameters, wherever it stands."""
        run, _ = self.train("a", "--gamma", "0.3", "--method", "bg-mix", "--epochs", "1", "--no-augment", "--nesterov")
        with open(os.path.join(run, "run.json")) as file:
            settings = json.load(file)["settings"]
        self.assertEqual([settings[name] for name in ("method", "gamma", "augment", "nesterov")],
                         ["bg-mix", 0.3, False, True])


class Training(Case):
    def test_json(self):
        run, lines = self.train("runs", "--epochs", "2")
        self.assertEqual([line["event"] for line in lines], ["start", "epoch", "epoch", "summary"])
        summary = lines[-1]
        self.assertEqual(set(summary), {"event", "run", "test_accuracy", "test_loss", "train_accuracy", "ece", "steps",
                                        "epochs", "seconds", "images_per_second"})
        for name, value in summary.items():
            self.assertIsNotNone(value, name)
        self.assertTrue(0 <= summary["test_accuracy"] <= 1)
        self.assertEqual((summary["steps"], summary["epochs"]), (2, 2))
        self.assertEqual(lines[2]["test_accuracy"], summary["test_accuracy"])
        self.assertEqual(lines[0]["run"], run)
        self.assertEqual(sorted(os.listdir(run)), sorted(REPEATED + ["timing.csv"]))

    def test_files_hold_what_is_said(self):
        run, lines = self.train("runs", "--epochs", "2", "--probe", "16")
        with open(os.path.join(run, "run.json")) as file:
            kept = json.load(file)
        for name in ("test_accuracy", "test_loss", "train_accuracy", "ece", "steps", "epochs"):
            self.assertEqual(kept["summary"][name], lines[-1][name])
        self.assertNotIn("seconds", kept["summary"])
        with open(os.path.join(run, "epochs.csv")) as file:
            rows = [line.strip().split(",") for line in file]
        self.assertEqual(float(rows[2][rows[0].index("test_loss")]), lines[2]["test_loss"])
        with open(os.path.join(run, "probe.csv")) as file:
            self.assertEqual(len(file.readlines()), 1 + 2 * 16)
        with open(os.path.join(run, "intrusion.csv")) as file:
            self.assertEqual(len(file.readlines()), 1 + 2 * 16)

    def test_equal_bytes(self):
        arguments = ["--epochs", "2", "--batch", "32", "--augment", "--method", "dg-mix", "--label-noise", "0.1"]
        first, _ = self.train("a", *arguments, "--threads", "1")
        second, _ = self.train("b", *arguments, "--threads", "1")
        self.assert_same_files(first, second, REPEATED)
        for threads in ("2", "3"):
            other, _ = self.train("c" + threads, *arguments, "--threads", threads)
            # run.json says how many threads there were.
            self.assert_same_files(first, other, REPEATED[1:])
        other, _ = self.train("d", *arguments, "--threads", "1", "--seed", "2")
        self.assertFalse(filecmp.cmp(os.path.join(first, "steps.csv"), os.path.join(other, "steps.csv"), shallow=False))

    def test_plain_and_quiet(self):
        plain = self.gmix(*SMALL, "--epochs", "2")
        self.assertEqual((plain.returncode, plain.stderr), (0, ""))
        self.assertNotIn("\r", plain.stdout)
        self.assertIn("epoch 2/2", plain.stdout)
        self.assertIn(os.path.join(self.folder, "data", "gmix-studio", "runs"), plain.stdout)
        quiet = self.gmix(*SMALL, "--epochs", "1", "--quiet")
        self.assertEqual((quiet.returncode, quiet.stdout, quiet.stderr), (0, "", ""))
        both = self.gmix(*SMALL, "--epochs", "1", "--quiet", "--json")
        self.assertEqual(json.loads(both.stdout)["event"], "summary")

    def test_bar_on_a_terminal(self):
        ours, theirs = pty.openpty()
        process = subprocess.Popen([GMIX, *SMALL, "--epochs", "2"], stdout=theirs, stderr=theirs, cwd=self.folder,
                                   env=self.environment)
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(ours, 4096):
                shown += chunk
        except OSError:  # how Linux tells that the other side has closed
            pass
        os.close(ours)
        self.assertEqual(process.wait(timeout=100), 0)
        text = shown.decode()
        self.assertIn("\r\x1b[K", text)
        self.assertIn("░", text)
        self.assertIn("held-out", text)
        self.assertIn("the run lies in", text)

    def test_divergence(self):
        done = self.gmix(*SMALL, "--json", "--method", "erm", "--lr", "100", "--momentum", "0.99", "--schedule",
                         "constant", "--epochs", "500", "--weight-decay", "10")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"\Agmix: the loss is not finite at step \d+; try a smaller --lr[^\n]+\n\Z")
        events = [json.loads(line)["event"] for line in done.stdout.splitlines()]
        self.assertEqual(events[-2:], ["diverged", "summary"])


class Runs(Case):
    def test_eval_and_list(self):
        first, lines = self.train("runs", "--epochs", "1")
        second, _ = self.train("runs", "--epochs", "1", "--method", "sam")
        result = json.loads(self.gmix("eval", first, "--json").stdout)
        for name in ("test_accuracy", "test_loss", "ece", "steps"):
            self.assertEqual(result[name], lines[-1][name])
        by_name = self.gmix("eval", os.path.basename(second), "--run-dir", "runs")
        self.assertEqual(by_name.returncode, 0)
        self.assertIn("held-out accuracy", by_name.stdout)
        listed = [json.loads(line) for line in self.gmix("list", "--json", "--run-dir", "runs").stdout.splitlines()]
        self.assertEqual({run["run"] for run in listed}, {first, second})
        self.assertEqual({run["method"] for run in listed}, {"g-mix", "sam"})
        self.assertEqual({run["state"] for run in listed}, {"finished"})
        self.assertEqual(len(self.gmix("list", "--run-dir", "runs").stdout.splitlines()), 2)
        self.assertIn("no runs yet", self.gmix("list").stdout)
        self.refuse(1, "nowhere: there is no such folder", "list", "--run-dir", "nowhere")

    def test_what_classes_are_taken_for(self):
        run, lines = self.train("runs", "--epochs", "2")
        with open(os.path.join(run, "epochs.csv"), newline="") as file:
            accuracy = float(list(csv.DictReader(file))[-1]["test_accuracy"])
        result = json.loads(self.gmix("eval", run, "--confusion", "--csv", "table.csv", "--json").stdout)
        matrix = result["confusion"]
        count, right = sum(map(sum, matrix)), sum(row[label] for label, row in enumerate(matrix))
        self.assertEqual(count, result["images"])
        self.assertAlmostEqual(right / count, accuracy, places=8)
        self.assertEqual(len(result["classes"]), len(matrix))
        for label, row in enumerate(matrix):
            self.assertAlmostEqual(result["recall"][label], row[label] / sum(row))
        with open(os.path.join(self.folder, result["csv"]), newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(list(rows[0]), ["example", "label", "predicted", "probability", "loss"])
        self.assertEqual([int(row["example"]) for row in rows], list(range(count)))
        counted = [[0] * len(matrix) for _ in matrix]
        for row in rows:
            counted[int(row["label"])][int(row["predicted"])] += 1
            self.assertTrue(0.1 <= float(row["probability"]) <= 1)
        self.assertEqual(counted, matrix)
        self.assertAlmostEqual(sum(float(row["loss"]) for row in rows) / count, lines[-1]["test_loss"], places=6)
        # A row a class, with its name, its counts and the share that was recognised.
        text = self.gmix("eval", run, "--confusion").stdout.splitlines()
        for label, row in enumerate(matrix):
            cells = [cell if cell else "·" for cell in row]
            self.assertRegex(text[label + 2], rf"^{label}  {result['classes'][label]} +" +
                             " +".join(map(str, cells)) + rf" +{100 * result['recall'][label]:.1f} %$")
        self.assertIn(f"{count - right} of {count} taken for another class; most often", text[-1])
        self.assertNotIn("confusion", json.loads(self.gmix("eval", run, "--json").stdout))
        self.refuse(1, "no/such/place.csv", "eval", run, "--csv", "no/such/place.csv")

    def test_damaged_runs(self):
        run, _ = self.train("runs", "--epochs", "1")
        path = os.path.join(run, "checkpoint.safetensors")
        with open(path, "rb") as file:
            whole = file.read()
        # The same length, another place: far beyond the images of an epoch.
        with open(path, "wb") as file:
            file.write(whole.replace(b'"index": "0"', b'"index":"99"'))
        self.refuse(1, "its index is 99", "train", "--resume", run)
        with open(path, "wb") as file:
            file.write(whole[:-100])
        self.refuse(1, "checkpoint.safetensors", "eval", run)
        os.remove(path)
        self.refuse(1, "checkpoint.safetensors", "eval", run)
        with open(os.path.join(run, "run.json"), "w") as file:
            file.write('{"settings": {"rho": 99}, "dataset": {}}')
        self.refuse(1, "rho must be a number", "eval", run)

    def test_stop_and_resume(self):
        """Ctrl-C and a terminal that closes stop after the step; a resumed run ends with the bytes of one that
        never stopped."""
        for number in (signal.SIGINT, signal.SIGHUP):
            with self.subTest(number=number):
                self.stop_and_resume(number, f"a{number}", f"b{number}")

    def stop_and_resume(self, number, whole_dir, dir):
        arguments = ["--limit", "1000", "--hidden", "64", "--batch", "8", "--epochs", "4", "--augment", "--probe", "64"]
        whole, _ = self.train(whole_dir, *arguments)
        for _ in range(5):           # until this process was let in before the end
            shutil.rmtree(os.path.join(self.folder, dir), ignore_errors=True)
            process = subprocess.Popen([GMIX, *SMALL, *arguments, "--json", "--run-dir", dir], stdout=subprocess.PIPE,
                                       text=True, cwd=self.folder, env=self.environment,
                                       preexec_fn=lambda: signal.signal(number, signal.SIG_DFL))  # also under nohup
            run = json.loads(process.stdout.readline())["run"]
            process.send_signal(number)
            lines = [json.loads(line) for line in process.stdout]
            process.stdout.close()
            status = process.wait(timeout=100)
            if status != 0:
                break
        self.assertEqual(status, 130)
        self.assertEqual([line["event"] for line in lines[-2:]], ["stopped", "summary"])
        self.assertEqual(lines[-1]["run"], run)
        self.assertLess(lines[-1]["steps"], 4 * 125)
        resumed = self.gmix("train", "--resume", run, "--json")
        self.assertEqual((resumed.returncode, resumed.stderr), (0, ""))
        self.assertEqual(json.loads(resumed.stdout.splitlines()[-1])["run"], run)
        self.assert_same_files(whole, run, REPEATED)
        again = self.gmix("train", "--resume", os.path.basename(run), "--run-dir", dir, "--json")
        last = [json.loads(text.stdout.splitlines()[-1]) for text in (resumed, again)]
        self.assertEqual(last[0]["test_loss"], last[1]["test_loss"])


if __name__ == "__main__":
    unittest.main()
