#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that nothing is left of a test that tests/alone.py has run, however it ended."""
import os
import signal
import subprocess
import sys
import tempfile
import unittest

ALONE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "alone.py")
# Writes where a test may, starts a process that has cut itself loose, and tells of both.
LEAVES = """
touch "$TMPDIR/file"; mkdir -p "$XDG_DATA_HOME/folder"
setsid sh -c 'echo "$$"; exec sleep 600 >&-' &
echo "$XDG_DATA_HOME"
"""


class Alone(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def start(self, script):
        process = subprocess.Popen([sys.executable, ALONE, "sh", "-c", script], stdout=subprocess.PIPE, text=True,
                                   env=dict(os.environ, TMPDIR=self.folder))
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        return process

    def assert_nothing_left(self, process, status):
        said = process.stdout.read().split()
        self.assertEqual(process.wait(timeout=100), status)
        number = next(int(word) for word in said if word.isdigit())
        self.assertTrue(any(word.startswith(self.folder + "/") for word in said), said)
        self.assertFalse(os.path.exists(f"/proc/{number}"), "the process has ended")
        self.assertEqual(os.listdir(self.folder), [])

    def test_ends_as_the_test_does(self):
        for script, status in (("exit 0", 0), ("exit 77", 77), ("kill -SEGV $$", -signal.SIGSEGV)):
            self.assert_nothing_left(self.start(f"{LEAVES} sleep 0.2; {script}"), status)

    def test_is_ended(self):
        process = self.start(f"{LEAVES} sleep 0.2; echo ready; sleep 600")
        while process.stdout.readline() not in ("ready\n", ""):
            pass
        process.terminate()
        self.assertEqual(process.wait(timeout=100), 128 + signal.SIGTERM)
        self.assertEqual(os.listdir(self.folder), [])
        self.assertEqual([n for n in os.listdir("/proc") if n.isdigit() and self.is_ours(n)], [])

    def is_ours(self, number):
        try:
            with open(f"/proc/{number}/environ", "rb") as file:
                return self.folder.encode() in file.read()
        except OSError:
            return False


if __name__ == "__main__":
    unittest.main()
