#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills gmix train at many moments, takes the power away too, and looks whether what is resumed ends with the bytes
of a run that was never interrupted.

    test-cli-resume.py GMIX CUT-SHORT.so
"""
import filecmp
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

import small_images

CUT_SHORT = os.path.abspath(sys.argv.pop(2)) if len(sys.argv) > 2 else ""
GMIX = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else ""
SEED = int(os.environ.get("GMX_TEST_SEED", "1"))
TRAINING, HELD_OUT = 360, 96
KILLS = 50
TABLES = ["steps.csv", "epochs.csv", "probe.csv", "intrusion.csv", "events.csv", "timing.csv"]
# Beside the bytes of timing.csv, which are the only ones to tell when.
REPEATED = [name for name in TABLES if name != "timing.csv"] + ["run.json", "checkpoint.safetensors"]
BASE = ["--data", "images", "--model", "mlp", "--hidden", "24", "--batch", "4", "--probe", "48", "--threads", "1"]
# Checkpoints between epochs only, and within them too: there a second is as short as a step or two.
PLAIN = ["--checkpoint-every", "0"]
TIMED = ["--checkpoint-every", "1", "--method", "dg-mix", "--augment", "--optimizer", "adamw", "--label-noise", "0.1"]
HURRY = {"CUT_HURRY": "300"}


class Disk:
    """What of a run's files would outlast a loss of power, from what cut-short.c wrote down."""

    def __init__(self, log):
        self.synced, self.named = {}, set()
        new = set()
        with open(log) as file:
            lines = file.read().splitlines()
        for line in lines:
            what, path, *rest = line.split(" ")
            path = os.path.realpath(path)
            if what == "create":
                new.add(path)
            elif what == "sync" and os.path.isdir(path):
                # A synced folder keeps the names that are in it.
                self.named |= {name for name in new if os.path.dirname(name) == path}
            elif what == "sync":
                self.synced[path] = int(rest[0])
            elif what == "cut":
                self.synced[path] = min(self.synced.get(path, 0), int(rest[0]))
            elif what == "rename":
                target = os.path.realpath(rest[0])
                self.synced[target] = self.synced.pop(path, 0)
                self.named.add(target)

    def lose(self, folder, draw):
        """Takes the power away: whatever was not synced may be cut, be zeros, or have no name."""
        for name in sorted(os.listdir(folder)):
            path = os.path.realpath(os.path.join(folder, name))
            size, kept = os.path.getsize(path), min(self.synced.get(path, 0), os.path.getsize(path))
            if path not in self.named and draw.random() < 0.5:
                os.remove(path)
            elif kept < size:
                self.spoil(path, kept, size, draw)

    @staticmethod
    def spoil(path, kept, size, draw):
        cut, gap = draw.randint(kept, size), sorted(draw.randint(kept, size) for _ in range(2))
        with open(path, "r+b") as file:
            kind = draw.randrange(3)
            if kind == 0:  # shorter
                file.truncate(cut)
            elif kind == 1:  # as long, but zeros
                file.truncate(cut)
                file.truncate(size)
            else:  # a block that never came, and a later one that did
                file.seek(gap[0])
                file.write(bytes(gap[1] - gap[0]))


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gmix-resume-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.environment = dict(os.environ, XDG_DATA_HOME=os.path.join(self.folder, "data"))
        small_images.write_rows(os.path.join(self.folder, "images"), TRAINING, HELD_OUT)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def start(self, *arguments, **environment):
        """With variables of cut-short.c it is preloaded."""
        if environment:
            environment["LD_PRELOAD"] = CUT_SHORT
            environment["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        return subprocess.Popen([GMIX, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                cwd=self.folder, env=dict(self.environment, **environment))

    def gmix(self, *arguments, status=0, **environment):
        process = self.start(*arguments, **environment)
        out, err = process.communicate(timeout=200)
        self.assertEqual(process.returncode, status, err)
        self.assertEqual(err == "", status == 0, err)
        return out

    def refuse(self, status, said, *arguments):
        process = self.start(*arguments)
        out, err = process.communicate(timeout=200)
        self.assertEqual((process.returncode, out), (status, ""), err)
        self.assertRegex(err, r"\Agmix: [^\n]+\n\Z")
        self.assertIn(said, err)

    def run_in(self, parent):
        """The one run's folder below @parent, or None where there is none yet."""
        names = os.listdir(self.path(parent)) if os.path.isdir(self.path(parent)) else []
        self.assertLessEqual(len(names), 1, names)
        return self.path(parent, names[0]) if names else None

    def train(self, parent, *arguments, **environment):
        """A run that nothing interrupts; its folder."""
        self.gmix("train", *BASE, *arguments, "--quiet", "--run-dir", parent, **environment)
        return self.run_in(parent)

    def assert_same_run(self, whole, run, told):
        for name in REPEATED:
            self.assertTrue(filecmp.cmp(os.path.join(whole, name), os.path.join(run, name), shallow=False),
                            f"{name} differs: {told}")
        self.assertEqual(sorted(os.listdir(run)), sorted(os.listdir(whole)), told)
        with open(os.path.join(run, "timing.csv")) as file:
            rows = [line.split(",") for line in file.read().splitlines()]
        with open(os.path.join(whole, "timing.csv")) as file:
            self.assertEqual([row[0] for row in rows], [line.split(",")[0] for line in file.read().splitlines()], told)

    def command(self, parent, arguments):
        """What goes on with the run below @parent, or begins it."""
        run = self.run_in(parent)
        if run and not os.path.exists(os.path.join(run, "run.json")):
            # Nothing was begun; it is told apart, stands in no list, and makes room for a new run.
            self.refuse(1, "has no run.json", "train", "--resume", run)
            self.assertEqual(self.gmix("list", "--json", "--run-dir", parent), "")
            shutil.rmtree(run)
            run = None
        if run:
            return ["train", "--resume", run, "--quiet"]
        return ["train", *BASE, *arguments, "--quiet", "--run-dir", parent]

    def finish(self, parent, arguments, whole, told, **environment):
        self.gmix(*self.command(parent, arguments), **environment)
        self.assert_same_run(whole, self.run_in(parent), told)
        shutil.rmtree(self.path(parent))


class Kills(Case):
    """By the clock."""

    def kill_at(self, command, seconds, environment):
        """Whether it was killed; it may be through before, and is then in order."""
        process = self.start(*command, **environment)
        try:
            _, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return process.returncode == -signal.SIGKILL
        self.assertEqual((process.returncode, err), (0, ""))
        return False

    def trial(self, number, arguments, environment, whole, length):
        """One run, killed once or, every third, up to four times; how often."""
        draw = random.Random(SEED * 1000 + number)
        parent, moments = f"trial-{number}", []
        wanted = draw.randint(2, 4) if number % 3 == 0 else 1
        # Spread over the run: a stratum for each trial. A run that is quicker than it was is killed earlier.
        moment = (number % (KILLS // 2) + draw.random()) / (KILLS // 2) * length
        for _ in range(60):
            command = self.command(parent, arguments)
            if self.kill_at(command, moment, environment):
                moments.append(moment)
                if len(moments) == wanted:
                    break
                moment = draw.random() * length / 2
            else:
                if moments:
                    break
                shutil.rmtree(self.path(parent))
                moment *= 0.7
        self.finish(parent, arguments, whole, f"trial {number}, killed after {moments} s", **environment)
        return len(moments)

    def test_random_moments(self):
        variants = [(PLAIN + ["--epochs", "16"], {}), (TIMED + ["--epochs", "10"], HURRY)]
        runs = []
        for number, (arguments, environment) in enumerate(variants):
            began = time.monotonic()
            whole = self.train(f"whole-{number}", *arguments, **environment)
            runs.append((arguments, environment, whole, time.monotonic() - began))
        with ThreadPoolExecutor(2) as pool:
            kills = list(pool.map(lambda number: self.trial(number, *runs[number % 2]), range(KILLS)))
        self.assertEqual([number for number, count in enumerate(kills) if count == 0], [])
        self.assertGreater(sum(kills), KILLS)


class Calls(Case):
    """At every call that changes a file, one after the other: nothing depends on the clock."""

    ARGUMENTS = TIMED + ["--epochs", "2", "--limit", "60"]

    def cut(self, command, parent, at):
        """Runs @command up to its call @at; whether it came so far."""
        process = self.start(*command, CUT_UNDER=self.path(parent), CUT_LOG=self.path(parent + ".log"),
                             CUT_AT=str(at), **HURRY)
        _, err = process.communicate(timeout=200)
        self.assertIn(process.returncode, (0, -signal.SIGKILL), err)
        return process.returncode != 0

    def go_through(self, name, power, whole, first, step):
        """Cuts a run short at call first, first + step, …, and what goes on with it at another; how often."""
        draw = random.Random(f"{SEED} {name} {first}")
        cuts, at, before = 0, first, True
        while before:
            parent = f"{name}-{at}"
            before = self.cut(self.command(parent, self.ARGUMENTS), parent, at)
            told = [at]
            for _ in range(draw.randint(0, 1)):
                self.lose(parent, power, draw)
                told.append(draw.randint(1, 30))
                cuts += self.cut(self.command(parent, self.ARGUMENTS), parent, told[-1])
            self.lose(parent, power, draw)
            self.finish(parent, self.ARGUMENTS, whole, f"{name}, cut short at calls {told}", **HURRY)
            cuts += before
            at += step
        return cuts

    def lose(self, parent, power, draw):
        run, log = self.run_in(parent), self.path(parent + ".log")
        if power and run and os.path.exists(log):
            Disk(log).lose(run, draw)

    def go_through_all(self, name, power, step):
        whole = self.train("whole", *self.ARGUMENTS, **HURRY)
        with ThreadPoolExecutor(2) as pool:
            cuts = sum(pool.map(lambda first: self.go_through(name, power, whole, first, step),
                                range(1, 3)))
        # Six tables, run.json twice and two checkpoints at least: each is made, written, synced, renamed.
        self.assertGreater(cuts, 120 // step)

    def test_kill(self):
        self.go_through_all("kill", False, 4)

    def test_power_loss(self):
        self.go_through_all("power", True, 2)

    def test_weights(self):
        """Weights out of a file: the run never goes on with others, and needs the file no more once it has begun."""
        first = self.train("first", *PLAIN, "--epochs", "1", "--limit", "40")
        shutil.copy(os.path.join(first, "checkpoint.safetensors"), self.path("weights"))
        arguments = PLAIN + ["--epochs", "1", "--limit", "60", "--weights", "weights"]
        whole = self.train("whole", *arguments)
        refused = resumed = 0
        for at in range(1, 40, 2):
            self.cut(self.command("runs", arguments), "runs", at)
            run = self.run_in("runs")
            if run and os.path.exists(os.path.join(run, "checkpoint.safetensors")):
                os.rename(self.path("weights"), self.path("away"))
                self.gmix(*self.command("runs", arguments))
                os.rename(self.path("away"), self.path("weights"))
                self.assert_same_run(whole, run, f"cut short at call {at}")
                resumed += 1
            elif run and os.path.exists(os.path.join(run, "run.json")):
                self.refuse(1, "the weights that the run began with", "train", "--resume", run)
                refused += 1
            shutil.rmtree(self.path("runs"), ignore_errors=True)
        self.assertGreater(min(refused, resumed), 0)


class Damage(Case):
    """Files behind a checkpoint, as they may be found."""

    def setUp(self):
        super().setUp()
        self.arguments = PLAIN + ["--epochs", "3", "--limit", "60"]
        self.whole = self.train("whole", *self.arguments)

    def cut_short(self, name):
        """The run between its second and its third epoch, with rows of the third."""
        at = 1
        while True:
            process = self.start("train", *BASE, *self.arguments, "--quiet", "--run-dir", name, CUT_AT=str(at),
                                 CUT_UNDER=self.path(name))
            process.communicate()
            run = self.run_in(name)
            if run and os.path.exists(os.path.join(run, "epochs.csv")):
                with open(os.path.join(run, "epochs.csv")) as file:
                    if len(file.readlines()) == 4:
                        return run
            self.assertNotEqual(process.returncode, 0)
            shutil.rmtree(self.path(name), ignore_errors=True)
            # From the last row to the new checkpoint's name there are more calls than this.
            at += 4

    def table(self, run, name):
        with open(os.path.join(run, name), "rb") as file:
            return file.read()

    def write(self, run, name, content):
        with open(os.path.join(run, name), "wb") as file:
            file.write(content)

    def test_tails(self):
        """Each table cut and zero-filled at bytes behind the checkpoint, with a temporary file half written."""
        run = self.cut_short("run")
        shutil.copytree(run, self.path("kept"))
        draw = random.Random(SEED)
        for name in TABLES:
            text = self.table(self.path("kept"), name)
            # What the checkpoint of the second epoch has seen.
            last = 30 if name in ("steps.csv", "events.csv", "timing.csv") else 2
            seen = sum(len(line) for line in text.splitlines(True)
                       if not line[:1].isdigit() or int(line.split(b",")[0]) <= last)
            for _ in range(2):
                cut = draw.randint(seen, len(text))
                for tail in (b"", bytes(len(text) - cut), bytes(7) + text[cut:], bytes(300) + b"\n4,1\n", b"\n"):
                    shutil.rmtree(run)
                    shutil.copytree(self.path("kept"), run)
                    self.write(run, name, text[:cut] + tail)
                    self.write(run, "checkpoint.safetensors.AB12CD", b"x" * draw.randint(0, 99))
                    self.write(run, "run.json.ZZZZZZ", b"")
                    self.gmix("train", "--resume", run, "--quiet")
                    self.assert_same_run(self.whole, run, f"{name} cut at {cut} of {len(text)}, and {tail[:12]}")

    def test_holes(self):
        """Rows that the checkpoint has seen are missing: that can't be mended, and is said."""
        run = self.cut_short("run")
        for name, unit in (("steps.csv", "step 29"), ("epochs.csv", "epoch 1"), ("probe.csv", "epoch 1")):
            text = self.table(run, name)
            lines = text.splitlines(True)
            before = len(lines) - sum(line.startswith((b"30,", b"31,") if unit[0] == "s" else (b"2,", b"3,"))
                                      for line in lines)
            lines = [line for line in lines[:before]
                     if not line[:1].isdigit() or int(line.split(b",")[0]) < (30 if unit[0] == "s" else 2)]
            self.write(run, name, b"".join(lines))
            self.refuse(1, f"{name} is whole up to {unit} only", "train", "--resume", run)
            self.write(run, name, text)
        self.gmix("train", "--resume", run, "--quiet")
        self.assert_same_run(self.whole, run, "put back")

    def test_lost_checkpoint(self):
        """A run with figures is not trained anew over them because its checkpoint is gone."""
        run = self.cut_short("run")
        for folder, said in ((run, "trained epochs"), (self.whole, "finished")):
            os.remove(os.path.join(folder, "checkpoint.safetensors"))
            before = {name: self.table(folder, name) for name in TABLES}
            self.refuse(1, "checkpoint.safetensors is missing, and the run has " + said, "train", "--resume", folder)
            self.assertEqual(before, {name: self.table(folder, name) for name in TABLES})


class Longer(Case):
    """Settings given to a run that goes on."""

    ARGUMENTS = PLAIN + ["--schedule", "constant", "--limit", "60"]

    def summary(self, run):
        with open(os.path.join(run, "run.json")) as file:
            return json.load(file).get("summary")

    def events(self, run):
        with open(os.path.join(run, "events.csv")) as file:
            return file.read().splitlines()[1:]

    def test_finished(self):
        run = self.train("runs", *self.ARGUMENTS, "--epochs", "2")
        before = {name: os.stat(os.path.join(run, name)).st_mtime_ns for name in REPEATED}
        said = self.gmix("train", "--resume", run)
        self.assertRegex(said, r"\A[^\n]*: finished already, 30 steps in 2 epochs; [^\n]*--epochs[^\n]*\n\Z")
        self.assertEqual(self.gmix("train", "--resume", run, "--quiet"), "")
        lines = [json.loads(line) for line in self.gmix("train", "--resume", run, "--json").splitlines()]
        self.assertEqual([line["event"] for line in lines], ["start", "summary"])
        for arguments in (["--epochs", "1"], ["--rho", "0.3"], ["--steps", "20", "--json"]):
            self.refuse(2, "nothing left to train", "train", "--resume", run, *arguments)
        self.refuse(2, "--resume and --hidden exclude each other", "train", "--resume", run, "--hidden", "8")
        self.assertEqual(before, {name: os.stat(os.path.join(run, name)).st_mtime_ns for name in REPEATED})

    def test_longer(self):
        """With a constant rate, more epochs later is the same as more epochs from the start."""
        whole = self.train("whole", *self.ARGUMENTS, "--epochs", "5")
        run = self.train("runs", *self.ARGUMENTS, "--epochs", "2")
        self.gmix("train", "--resume", run, "--epochs", "5", "--quiet")
        for name in ("steps.csv", "epochs.csv", "probe.csv", "intrusion.csv", "checkpoint.safetensors"):
            self.assertTrue(filecmp.cmp(os.path.join(whole, name), os.path.join(run, name), shallow=False), name)
        self.assertEqual(self.events(run), ["31,epochs,2,5"])
        self.assertEqual(self.summary(run), self.summary(whole))
        # The same call again finds nothing to do, and the settings in force are those of the events.
        self.assertIn("finished already, 75 steps in 5 epochs", self.gmix("train", "--resume", run, "--epochs", "5"))
        self.assertIn("finished already", self.gmix("train", "--resume", run))
        # Several at once that only fit together.
        self.gmix("train", "--resume", run, "--epochs", "6", "--method", "dg-mix", "--quiet")
        self.gmix("train", "--resume", run, "--epochs", "7", "--perturb", "none", "--combine", "all", "--quiet")
        self.assertEqual(self.summary(run)["epochs"], 7)
        self.assertIn("91,perturb,sam,none", self.events(run))

    def test_killed_longer(self):
        """Killed while it goes on longer: the same call ends with the same bytes, whenever that was."""
        whole = self.train("whole", *self.ARGUMENTS, "--epochs", "2")
        shutil.copytree(self.path("whole"), self.path("kept"))
        more = ["--epochs", "4", "--rho", "0.2", "--quiet"]
        self.gmix("train", "--resume", whole, *more)
        states = set()
        for at in range(1, 200, 3):
            shutil.copytree(self.path("kept"), self.path("runs"))
            run = self.run_in("runs")
            process = self.start("train", "--resume", run, *more, CUT_UNDER=self.path("runs"), CUT_AT=str(at))
            process.communicate()
            states.add((self.summary(run) or {}).get("state"))
            self.gmix("train", "--resume", run, *more)
            self.assert_same_run(whole, run, f"killed at call {at}")
            shutil.rmtree(self.path("runs"))
            if process.returncode == 0:
                break
        self.assertEqual(process.returncode, 0)
        # While it went on it was not said to be finished.
        self.assertEqual(states, {"finished", None})

    def test_before_first_step(self):
        """A run that was killed before its first checkpoint takes settings too, from its first step on."""
        at, run = 1, None
        while not run or not os.path.exists(os.path.join(run, "run.json")):
            shutil.rmtree(self.path("runs"), ignore_errors=True)
            self.start("train", *BASE, *self.ARGUMENTS, "--run-dir", "runs", CUT_UNDER=self.path("runs"),
                       CUT_AT=str(at)).communicate()
            run, at = self.run_in("runs"), at + 1
        self.gmix("train", "--resume", run, "--epochs", "2", "--rho", "0.3", "--quiet")
        self.assertEqual(sorted(self.events(run)), ["1,epochs,10,2", "1,rho,0.05,0.3"])
        whole = self.train("whole", *self.ARGUMENTS, "--epochs", "2", "--rho", "0.3")
        for name in ("steps.csv", "epochs.csv", "checkpoint.safetensors"):
            self.assertTrue(filecmp.cmp(os.path.join(whole, name), os.path.join(run, name), shallow=False), name)

    def test_diverged(self):
        """A run that has diverged goes on from its checkpoint with a smaller rate."""
        run = self.train("runs", *self.ARGUMENTS, "--epochs", "1")
        self.refuse(1, "the loss is not finite", "train", "--resume", run, "--lr", "100", "--momentum", "0.99",
                    "--weight-decay", "10", "--epochs", "90", "--quiet")
        self.assertEqual(self.summary(run)["state"], "diverged")
        self.gmix("train", "--resume", run, "--lr", "0.01", "--epochs", "2", "--quiet")
        self.assertEqual(self.summary(run)["state"], "finished")
        self.assertEqual(sorted(self.events(run)), ["16,epochs,1,2", "16,lr,0.1,0.01"])

    def test_locked(self):
        process = self.start("train", *BASE, "--epochs", "100000", "--run-dir", "runs", "--json")
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        run = json.loads(process.stdout.readline())["run"]
        process.send_signal(signal.SIGSTOP)
        self.refuse(1, "is being trained by another process", "train", "--resume", run)
        self.refuse(1, "is being trained by another process", "train", "--resume", run, "--epochs", "3")


class Sweeps(Case):
    def test_killed_task(self):
        """A sweep's task takes the same road: cut short at every call, the next call of the sweep goes on."""
        base = {"data": "images", "model": "mlp", "hidden": "24", "batch": 4, "probe": 48, "threads": 1, "epochs": 2,
                "limit": 60, "checkpoint-every": 1, "method": "dg-mix"}
        with open(self.path("s.json"), "w") as file:
            json.dump({"name": "s", "base": base, "axes": {}, "seeds": [1]}, file)
        call = ["sweep", "s.json", "--task", "0", "--quiet", "--run-dir"]
        self.gmix(*call, "whole", **HURRY)
        draw = random.Random(SEED)
        at, cut = 1, True
        while cut:
            process = self.start(*call, "runs", CUT_UNDER=self.path("runs"), CUT_LOG=self.path(f"{at}.log"),
                                 CUT_AT=str(at), **HURRY)
            process.communicate()
            cut = process.returncode != 0
            if os.path.exists(self.path(f"{at}.log")) and self.run_in("runs"):
                Disk(self.path(f"{at}.log")).lose(self.run_in("runs"), draw)
            self.gmix(*call, "runs", **HURRY)
            self.assert_same_run(self.run_in("whole"), self.run_in("runs"), f"cut short at call {at}")
            shutil.rmtree(self.path("runs"))
            at += 1 if at < 12 else 3
        self.assertGreater(at, 60)


if __name__ == "__main__":
    unittest.main()
