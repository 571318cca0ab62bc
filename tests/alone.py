#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one test in a place of its own. What it writes beside its own folders (temporary files, data, settings,
caches) and the processes that it starts go with it, however it ends: well, with a failure, or by a signal.
So several suites run beside each other, and nothing of the user's is read or written.

Usage: alone.py COMMAND [ARGUMENT…]"""
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PATIENCE, HASTE = 5, 0.3        # seconds that processes have to end; the second where this one is to end itself
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
prctl = ctypes.CDLL(None).prctl


def die_with_parent():
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def descendants(of):
    """Whatever the test has started, also what has cut itself loose: that is a child of this process then."""
    found = []
    try:
        for thread in os.listdir(f"/proc/{of}/task"):
            with open(f"/proc/{of}/task/{thread}/children") as file:
                for child in map(int, file.read().split()):
                    found += [child, *descendants(child)]
    except OSError:             # it has ended meanwhile
        pass
    return found


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def end_all(patience):
    """They go when they are asked to, else they are made to."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        end = time.monotonic() + patience
        while (left := descendants(os.getpid())) and time.monotonic() < end:
            for process in left:
                try:
                    os.kill(process, number)
                except ProcessLookupError:
                    pass
            time.sleep(0.02)
            reap()


def settings_of(folder):
    environment = dict(os.environ, TMPDIR=folder, PYTHONDONTWRITEBYTECODE="1")
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        environment[f"XDG_{name}_HOME"] = os.path.join(folder, f".{name.lower()}")
    return environment


def stop(number, frame):
    sys.exit(128 + number)


def main():
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    folder, patience = tempfile.mkdtemp(prefix="gmix-suite-"), HASTE
    os.chmod(folder, 0o711)     # a test of what may not be read becomes another user, who must get this far
    try:
        status = subprocess.Popen(sys.argv[1:], env=settings_of(folder), preexec_fn=die_with_parent).wait()
        patience = PATIENCE
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        end_all(patience)
        shutil.rmtree(folder, ignore_errors=True)
    if status < 0:              # as the test ended: meson tells a signal from a failure
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    return status


if __name__ == "__main__":
    sys.exit(main())
