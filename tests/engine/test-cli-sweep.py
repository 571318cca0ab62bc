#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs gmix sweep: workers, kills, two calls at once, merging by copying, single tasks; and train --config.

    test-cli-sweep.py GMIX
"""
import filecmp
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import small_images

GMIX = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else ""
TRAINING, HELD_OUT = 96, 32
EPOCHS = 8
TASKS = 12


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gmix-sweep-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.environment = dict(os.environ, XDG_DATA_HOME=os.path.join(self.folder, "data"))
        small_images.write_rows(os.path.join(self.folder, "images"), TRAINING, HELD_OUT)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, content):
        with open(self.path(name), "w") as file:
            file.write(content if isinstance(content, str) else json.dumps(content))
        return name

    def sweep(self, **members):
        """Writes s.json, twelve tasks unless members say otherwise."""
        base = {"data": "images", "model": "mlp", "hidden": "16", "batch": 4, "probe": 8, "epochs": EPOCHS}
        base.update(members.pop("base", {}))
        content = {"name": "s", "base": base, "axes": {"method": ["mixup", "g-mix"], "lr": [0.02, 0.05]},
                   "seeds": [1, 2, 3]}
        content.update(members)
        return self.write("s.json", content)

    def run_gmix(self, *arguments, environment=None, **options):
        return subprocess.run([GMIX, *arguments], capture_output=True, text=True, timeout=120, cwd=self.folder,
                              env=dict(self.environment, **environment or {}), **options)

    def start(self, *arguments, environment=None, stdout=subprocess.PIPE):
        process = subprocess.Popen([GMIX, *arguments], stdout=stdout, stderr=subprocess.PIPE, text=True,
                                   cwd=self.folder, env=dict(self.environment, **environment or {}))
        self.addCleanup(self.end, process)
        return process

    def end(self, process):
        process.kill()
        process.communicate()

    def lines(self, done, status=0):
        self.assertEqual(done.returncode, status, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def refuse(self, status, said, *arguments, **options):
        done = self.run_gmix(*arguments, **options)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, r"\Agmix: [^\n]+\n\Z")
        self.assertIn(said, done.stderr)

    def wait(self, what, condition, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = condition()
            if found:
                return found
            time.sleep(0.005)
        self.fail("waited in vain for " + what)

    def assert_same_runs(self, left, right, count=TASKS):
        """The same run folders with the same files, the one with times in it excepted; no lock is left."""
        self.assertEqual(sorted(os.listdir(self.path(left))), sorted(os.listdir(self.path(right))))
        self.assertEqual(len(os.listdir(self.path(left))), count)
        for run in os.listdir(self.path(left)):
            names = sorted(os.listdir(self.path(left, run)))
            self.assertEqual(names, sorted(os.listdir(self.path(right, run))))
            self.assertNotIn(".lock", names)
            for name in names:
                if name != "timing.csv":
                    self.assertTrue(filecmp.cmp(self.path(left, run, name), self.path(right, run, name), shallow=False),
                                    run + "/" + name)

    def assert_rows(self, runs, count=TASKS):
        """Each task was trained once: as many rows as epochs, and their header."""
        self.assertEqual(len(os.listdir(self.path(runs))), count)
        for run in os.listdir(self.path(runs)):
            with open(self.path(runs, run, "epochs.csv")) as file:
                rows = file.read().splitlines()[1:]
            self.assertEqual([int(row.split(",")[0]) for row in rows], list(range(1, EPOCHS + 1)), run)

    def children(self, process):
        try:
            with open(f"/proc/{process.pid}/task/{process.pid}/children") as file:
                return [int(number) for number in file.read().split()]
        except OSError:
            return []

    def epochs_of(self, runs, run):
        """Epochs that a run has evaluated, -1 where there is no run."""
        try:
            with open(self.path(runs, run, "epochs.csv")) as file:
                return len(file.readlines()) - 1
        except OSError:
            return -1

    def bring_midway(self, child, runs, names):
        """Lets a worker go on in small steps until it has some epochs, but not all; the task's number, or None."""
        try:
            with open(f"/proc/{child}/cmdline", "rb") as file:
                arguments = file.read().split(b"\0")
            task = int(arguments[arguments.index(b"--task") + 1])
            os.kill(child, signal.SIGSTOP)
            while self.epochs_of(runs, names[task]) < 2 and os.path.exists(f"/proc/{child}/exe"):
                os.kill(child, signal.SIGCONT)
                time.sleep(0.01)
                os.kill(child, signal.SIGSTOP)
            if self.epochs_of(runs, names[task]) < EPOCHS - 1 and os.path.exists(f"/proc/{child}/exe"):
                return task
            os.kill(child, signal.SIGCONT)
        except (OSError, ValueError):
            pass
        return None

    def worker_midway(self, process, runs, names):
        """A worker that is stopped in the middle of its task, and the task's number."""
        for child in self.children(process):
            task = self.bring_midway(child, runs, names)
            if task is not None:
                return child, task
        return None

    def has_heard(self, process):
        """Whether SIGINT waits for a stopped worker, or has reached its handler, which is then taken away."""
        with open(f"/proc/{process}/status") as file:
            masks = dict(line.split(":\t") for line in file if line.startswith(("ShdPnd", "SigCgt")))
        bit = 1 << (signal.SIGINT - 1)
        return int(masks["ShdPnd"], 16) & bit or not int(masks["SigCgt"], 16) & bit

    def names(self, file):
        listed = self.lines(self.run_gmix("sweep", file, "--list", "--json", "--run-dir", "nowhere"))
        self.assertEqual([task["task"] for task in listed], list(range(len(listed))))
        return [os.path.basename(task["run"]) for task in listed]


class Workers(Case):
    def test_killed_worker(self):
        """Three workers, one killed: the others go on, the next call completes; equal to an undisturbed sweep."""
        file = self.sweep()
        names = self.names(file)
        whole = self.lines(self.run_gmix("sweep", file, "--jobs", "2", "--run-dir", "whole", "--json"))
        self.assertEqual(whole[-1], {"event": "summary", "name": "s", "tasks": TASKS, "finished": TASKS, "diverged": 0,
                                     "failed": 0})
        process = self.start("sweep", file, "--jobs", "3", "--run-dir", "runs", "--json")
        child, task = self.wait("a worker midway", lambda: self.worker_midway(process, "runs", names))
        os.kill(child, signal.SIGKILL)
        out, err = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 1)
        self.assertRegex(err, rf"\Agmix: task {task} \([^\n]*signal 9[^\n]*\n\Z")
        first = [json.loads(line) for line in out.splitlines()]
        ended = [line["task"] for line in first if line["event"] == "task"]
        self.assertEqual(sorted(ended + [task]), list(range(TASKS)))
        self.assertEqual(first[-1]["failed"], 1)
        # The lock file that the killed worker left blocks nobody.
        self.assertTrue(os.path.exists(self.path("runs", names[task], ".lock")))
        second = self.lines(self.run_gmix("sweep", file, "--jobs", "3", "--run-dir", "runs", "--json"))
        self.assertEqual([line["task"] for line in second if line["event"] == "task"], [task])
        self.assert_rows("runs")
        self.assert_same_runs("whole", "runs")

    def test_two_calls(self):
        """Two calls at once share the tasks; each is trained by one of them, and both see all done."""
        file = self.sweep()
        calls = [self.start("sweep", file, "--jobs", "2", "--run-dir", "runs", "--json") for _ in range(2)]
        here = []
        for call in calls:
            out, err = call.communicate(timeout=120)
            self.assertEqual((call.returncode, err), (0, ""))
            lines = [json.loads(line) for line in out.splitlines()]
            self.assertEqual(lines[-1]["finished"], TASKS)
            here += [line["task"] for line in lines if line["event"] == "task" and line["here"]]
        self.assertEqual(sorted(here), list(range(TASKS)))
        self.assert_rows("runs")

    def test_killed_call(self):
        """The workers of a call that is killed write a checkpoint and end; another call takes their tasks over."""
        file = self.sweep(seeds=[1], base={"epochs": EPOCHS})
        names = self.names(file)
        first = self.start("sweep", file, "--jobs", "2", "--run-dir", "runs", "--json")
        child, task = self.wait("a worker midway", lambda: self.worker_midway(first, "runs", names))
        second = self.start("sweep", file, "--run-dir", "runs", "--json")
        lines = (json.loads(line) for line in second.stdout)
        # It leaves the locked task alone: all others are done, and it waits.
        for line in lines:
            self.assertNotEqual(line.get("task"), task)
            if line["done"] == len(names) - 1:
                break
        first.kill()
        os.kill(child, signal.SIGCONT)
        last = [(line["task"], line["here"]) for line in lines if line["event"] == "task"]
        self.assertEqual(second.wait(timeout=60), 0)
        self.assertEqual(last, [(task, True)])
        self.assert_rows("runs", len(names))

    def test_interrupt(self):
        """Ctrl-C stops after the step with checkpoints, and the same call goes on to the same bytes."""
        file = self.sweep(seeds=[1])
        names = self.names(file)
        self.lines(self.run_gmix("sweep", file, "--run-dir", "whole", "--json"))
        process = self.start("sweep", file, "--jobs", "2", "--run-dir", "runs", "--json")
        child, _ = self.wait("a worker midway", lambda: self.worker_midway(process, "runs", names))
        process.send_signal(signal.SIGINT)
        # It is passed on to the worker, which hears it when it goes on.
        self.wait("the signal", lambda: self.has_heard(child))
        os.kill(child, signal.SIGCONT)
        out, err = process.communicate(timeout=120)
        self.assertEqual((process.returncode, err), (130, ""))
        last = json.loads(out.splitlines()[-1])
        self.assertLess(last["finished"], len(names))
        self.lines(self.run_gmix("sweep", file, "--run-dir", "runs", "--json"))
        self.assert_same_runs("whole", "runs", len(names))


class Tasks(Case):
    def test_single_tasks(self):
        """Tasks by number, on two machines as it were, and merged by copying."""
        file = self.sweep(seeds=[1])
        self.assertEqual(self.run_gmix("sweep", file, "--count").stdout, "4\n")
        self.lines(self.run_gmix("sweep", file, "--run-dir", "whole", "--quiet", "--json"))
        for runs, tasks in (("a", (0, 3)), ("b", (1, 2))):
            for task in tasks:
                done = self.run_gmix("sweep", file, "--task", str(task), "--run-dir", runs, "--json", "--threads", "1")
                self.assertEqual(self.lines(done)[-1]["event"], "summary")
        again = self.run_gmix("sweep", file, "--task", "3", "--run-dir", "a")
        self.assertEqual((again.returncode, again.stdout), (0, "task 3, s_g-mix_lr0.05_s1: finished already\n"))
        states = [task["state"] for task in self.lines(self.run_gmix("sweep", file, "--list", "--json", "--run-dir", "a"))]
        self.assertEqual(states, ["finished", "missing", "missing", "finished"])
        for run in os.listdir(self.path("b")):
            shutil.copytree(self.path("b", run), self.path("a", run))
        merged = self.lines(self.run_gmix("sweep", file, "--json", "--run-dir", "a"))
        self.assertEqual([line["event"] for line in merged], ["sweep"] + 4 * ["row"] + ["summary"])
        self.assert_same_runs("whole", "a", 4)
        with open(self.path("a", "s_g-mix_lr0.02_s1", "run.json")) as run:
            self.assertEqual(json.load(run)["sweep"], {"name": "s", "task": 2})

    def test_ranks(self):
        file = self.sweep(seeds=[1], base={"epochs": 1})
        ranks = [{"OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "2"}, {"PMI_RANK": "2", "PMI_SIZE": "16"},
                 {"SLURM_PROCID": "9", "SLURM_NTASKS": "16"}]
        wanted = [[1, 3], [1, 2, 3], [1, 2, 3]]
        names = self.names(file)
        for rank, tasks in zip(ranks, wanted):
            done = self.run_gmix("sweep", file, "--task", "rank", "--run-dir", "runs", "--quiet", environment=rank)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
            self.assertEqual(sorted(os.listdir(self.path("runs"))), sorted(names[task] for task in tasks))
        self.refuse(2, "neither mpirun nor srun", "sweep", file, "--task", "rank")

    def test_ranks_say_a_line_at_each_end(self):
        """Under mpirun the output of every rank is a terminal: bars would be drawn over each other."""
        file = self.sweep(seeds=[1], base={"epochs": 1})
        names = self.names(file)
        rank = {"OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "2"}
        ours, theirs = pty.openpty()
        process = self.start("sweep", file, "--task", "rank", "--run-dir", "runs", environment=rank, stdout=theirs)
        os.close(theirs)
        said = b""
        try:
            while part := os.read(ours, 4096):
                said += part
        except OSError:     # the other end has gone
            pass
        os.close(ours)
        self.assertEqual((process.wait(100), process.stderr.read()), (0, ""))
        lines = re.sub(r"\d+\.\d %", "N %", said.decode()).splitlines()
        self.assertEqual(lines, [f"task {i}, {names[i]}: {what}" for i in (1, 3)
                                 for what in ("begins", "finished, held-out accuracy N %")])

    def test_mpirun(self):
        """Each task once, where Open MPI is installed."""
        if not shutil.which("mpirun"):
            self.skipTest("not installed: mpirun")
        file = self.sweep(seeds=[1], base={"epochs": 1})
        names = self.names(file)
        environment = dict(self.environment, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")
        done = subprocess.run(["mpirun", "--oversubscribe", "-n", "3", GMIX, "sweep", file, "--task", "rank", "--run-dir",
                               "runs", "--threads", "1"], capture_output=True, text=True, timeout=100, cwd=self.folder,
                              env=environment, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(re.findall(r"task \d, (\S+): finished, ", done.stdout)), sorted(names))
        self.assertEqual(sorted(os.listdir(self.path("runs"))), sorted(names))

    def test_busy_task(self):
        file = self.sweep(seeds=[1], base={"epochs": 10000})
        names = self.names(file)
        process = self.start("sweep", file, "--task", "1", "--run-dir", "runs", "--json")
        self.wait("the run", lambda: self.epochs_of("runs", names[1]) > 0)
        process.send_signal(signal.SIGSTOP)
        self.refuse(3, "is being trained by another process", "sweep", file, "--task", "1", "--run-dir", "runs")
        self.refuse(1, "is being trained by another process", "train", "--resume", names[1], "--run-dir", "runs")
        listed = self.lines(self.run_gmix("sweep", file, "--list", "--json", "--run-dir", "runs"))
        self.assertEqual([task["state"] for task in listed], ["missing", "running", "missing", "missing"])

    def test_failures_and_divergence(self):
        """A worker that fails does not stop the others; a run that diverges is done."""
        file = self.sweep(axes={"data": ["images", "elsewhere"], "lr": [0.05, 100]}, seeds=[1],
                          base={"epochs": 4, "method": "erm"})
        with open(self.path("s.json")) as stream:
            content = json.load(stream)
        del content["base"]["data"]
        self.write("s.json", content)
        done = self.run_gmix("sweep", file, "--jobs", "2", "--run-dir", "runs", "--json")
        lines = self.lines(done, 1)
        self.assertEqual(lines[-1], {"event": "summary", "name": "s", "tasks": 4, "finished": 1, "diverged": 1,
                                     "failed": 2})
        errors = done.stderr.splitlines()
        self.assertEqual(len(errors), 2)
        for task, error in zip((2, 3), sorted(errors)):
            self.assertRegex(error, rf"\Agmix: task {task} \(erm, elsewhere, lr [0-9.]+, seed 1\): .*elsewhere")
        rows = [line for line in lines if line["event"] == "row"]
        self.assertEqual([(row["seeds"], row["diverged"], row["left"]) for row in rows],
                         [(1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 0, 1)])
        self.assertEqual(len(os.listdir(self.path("runs"))), 2)
        table = self.run_gmix("sweep", file, "--run-dir", "runs")
        self.assertIn("1 diverged", table.stdout)

    def test_wrong(self):
        self.write("bad.json", '{"name": "s",\n "base": {"rhu": 1}}')
        file = self.sweep()
        for status, said, *arguments in [
            (2, "sweep needs a FILE", "sweep"),
            (2, "nothing.json can't be read: No such file", "sweep", "nothing.json"),
            (2, "bad.json:2: base: there is no setting “rhu”", "sweep", "bad.json"),
            (2, "--task must be a whole number from 0 to 11, not “12”", "sweep", file, "--task", "12"),
            (2, "--jobs must be a whole number from 1", "sweep", file, "--jobs", "0"),
            (2, "unknown option “--rho”", "sweep", file, "--rho", "0.1"),
        ]:
            with self.subTest(arguments):
                self.refuse(status, said, *arguments)
        self.refuse(2, "standard input: a sweep is one JSON object", "sweep", "-", stdin=subprocess.DEVNULL)


class Config(Case):
    def settings(self, *arguments):
        done = self.run_gmix("train", "--quiet", "--json", "--run-dir", "runs", *arguments)
        run = self.lines(done)[-1]["run"]
        with open(os.path.join(run, "run.json")) as file:
            return run, json.load(file)["settings"]

    def test_config(self):
        plain = {"data": "images", "model": "mlp", "hidden": "8", "epochs": 1, "method": "dg-mix", "beta": 0.25,
                 "threads": 1}
        self.write("plain.json", plain)
        self.write("session.gmix", {"gmix": 1, "settings": plain, "page": "train"})
        first, settings = self.settings("--config", "plain.json")
        self.assertEqual({name: settings[name] for name in plain}, dict(plain, data=self.path("images")))
        for file in ("session.gmix", os.path.join(first, "run.json")):
            run, again = self.settings("--config", file)
            self.assertEqual(again, settings)
            self.assertTrue(filecmp.cmp(os.path.join(first, "steps.csv"), os.path.join(run, "steps.csv"), shallow=False))
        # A method on the command line brings its own parameters, and leaves the rest of the file.
        _, other = self.settings("--config", "session.gmix", "--method", "bg-mix", "--rho=0.1")
        self.assertEqual([other[name] for name in ("method", "combine", "gamma", "rho", "hidden")],
                         ["bg-mix", "sharp-only", 0.8, 0.1, "8"])

    def test_wrong(self):
        self.write("a.gmix", {"gmix": 1, "settings": {"rhu": 1}})
        self.write("b.gmix", {"gmix": 1, "pages": "train"})
        self.write("c.json", {"rho": 99})
        self.write("d.json", {"perturb": "none"})
        for said, *arguments in [
            ("--config: a.gmix: there is no setting “rhu”", "--config", "a.gmix"),
            ("--config: b.gmix: there is no member “pages”", "--config", "b.gmix"),
            ("--config: c.json: rho must be a number from 0 to 10, not “99”", "--config", "c.json"),
            ("--config: none can't be read: No such file", "--config", "none"),
            ("gmix sweep", "--config", self.sweep()),
            ("--combine orthogonal needs a perturbation", "--config", "d.json", "--combine", "orthogonal"),
            ("--resume and --config exclude each other", "--config", "d.json", "--resume", "x"),
        ]:
            with self.subTest(arguments):
                self.refuse(2, said, "train", *arguments)


if __name__ == "__main__":
    unittest.main()
