#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs ./dev and .ci/run in a small tree of stand-ins: nothing is installed and nothing is built.

Every stand-in writes its name and arguments to a log, so that a test can say what was called.
"""
import json
import os
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
TOOLS = ["apt-get", "dpkg-query", "id", "meson", "ninja", "sudo", "pkg-config", "cc"]
# dpkg-query's last argument is the package; $MISSING names what is not installed.
STAND_IN = """#!/bin/bash
name=${0##*/}
case $name in
dpkg-query) [[ " $MISSING " == *" ${@: -1} "* ]] || echo -n installed; exit ;;
id) echo "${FAKE_UID:-0}"; exit ;;
pkg-config) exit "${NO_MODULES:-0}" ;;
esac
echo "$name $*" >>"$LOG"
[[ $name == sudo ]] && { while [[ $1 == -* ]]; do shift; done; exec "$@"; }
[[ "$name $1" == "meson setup" ]] && { mkdir -p build && touch build/build.ninja; }
[[ "$name $1" == "meson test" && -n $RESULTS ]] && { mkdir -p build/meson-logs && cp "$RESULTS" build/meson-logs/testlog.json; }
[[ "$name $1" == "meson test" && -n $SECOND && -f $SECOND.tried ]] && { cp "$SECOND" build/meson-logs/testlog.json; exit; }
[[ "$name $1" == "meson test" && -n $SECOND ]] && touch "$SECOND.tried"
[[ $FAILS != "$name" && $FAILS != "$name $1" ]]
"""


class Dev(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.root)
        self.log = os.path.join(self.root, "log")
        os.makedirs(os.path.join(self.root, ".ci"))
        for script in ["dev", ".ci/run"]:
            shutil.copy(os.path.join(ROOT, script), os.path.join(self.root, script))
        for tool in TOOLS + ["build/app/gmix", "build/app/gmix-studio"]:
            self.stand_in(tool if "/" in tool else f"bin/{tool}")
        for tool in ["env", "dirname", "bash", "cat", "find", "mkdir", "touch", "cp", "mv", "rm", "python3"]:
            os.symlink(shutil.which(tool), os.path.join(self.root, "bin", tool))

    def stand_in(self, path):
        path = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(STAND_IN)
        os.chmod(path, 0o755)

    def run_script(self, *command, **settings):
        """What was called, what was said, and the exit status."""
        environment = {"PATH": os.path.join(self.root, "bin"), "LOG": self.log, **settings}
        done = subprocess.run(command, cwd=self.root, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        called = ""
        if os.path.exists(self.log):
            with open(self.log, encoding="utf-8") as file:
                called = file.read()
            os.remove(self.log)
        return called, done.stdout + done.stderr, done.returncode

    def results(self, *names):
        path = os.path.join(self.root, "results.json")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps({"name": f"g:engine / {number}", "result": name}) + "\n" for number, name in enumerate(names))
        return path

    def window_results(self, path, results):
        path = os.path.join(self.root, path)
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps({"name": name, "result": result}) + "\n" for name, result in results.items())
        return path

    def test_scripts_are_well_formed(self):
        for script in ["dev", ".ci/run"]:
            subprocess.run(["bash", "-n", os.path.join(ROOT, script)], check=True)
            self.assertTrue(os.access(os.path.join(ROOT, script), os.X_OK), script)

    def test_nothing_is_installed_where_nothing_is_missing(self):
        called, said, status = self.run_script("./dev", "run", DISPLAY=":0", FAKE_UID="1000")
        self.assertEqual(status, 0, said)
        self.assertNotIn("apt-get", called)
        self.assertNotIn("sudo", called)
        self.assertTrue(called.endswith("gmix-studio \n"), called)

    def test_only_what_is_missing_is_installed_and_named(self):
        called, said, status = self.run_script("./dev", "build", MISSING="libpng-dev meson xvfb")
        self.assertEqual(status, 0, said)
        self.assertRegex(called, r"apt-get .*update\n.*apt-get .*install -y --no-install-recommends meson libpng-dev\n")
        self.assertIn("installing meson libpng-dev", said)
        self.assertNotIn("sudo", called)

    def test_what_was_installed_is_seen_by_an_old_configuration(self):
        called, _, _ = self.run_script("./dev", "build", MISSING="meson")
        self.assertIn("meson setup build\n", called)
        called, _, _ = self.run_script("./dev", "build")
        self.assertNotIn("meson", called)
        called, _, _ = self.run_script("./dev", "test", MISSING="xvfb")
        self.assertIn("meson setup --reconfigure build\n", called)

    def test_root_is_asked_for_only_to_install(self):
        called, said, _ = self.run_script("./dev", "build", MISSING="meson", FAKE_UID="1000")
        self.assertIn("this needs root", said)
        self.assertRegex(called, r"sudo env .*install")
        self.assertNotRegex(called, r"sudo .*(meson setup|ninja)")

    def test_a_failed_installation_says_what_to_do(self):
        for settings in [{"FAILS": "apt-get"}, {"FAKE_UID": "1000"}]:
            if "FAKE_UID" in settings:
                os.remove(os.path.join(self.root, "bin/sudo"))
            called, said, status = self.run_script("./dev", "build", MISSING="meson", **settings)
            self.assertEqual(status, 1)
            self.assertIn("as root: apt-get install --no-install-recommends meson", said)
            self.assertNotIn("ninja", called)

    def test_the_terminal_stands_in_for_a_display(self):
        called, said, status = self.run_script("./dev", "run", "--epochs", "2")
        self.assertEqual(status, 0)
        self.assertIn("no display", said)
        self.assertTrue(called.endswith("gmix train --epochs 2\n"), called)
        for display in ["DISPLAY", "WAYLAND_DISPLAY"]:
            called, _, _ = self.run_script("./dev", "run", **{display: "wayland-0"})
            self.assertTrue(called.endswith("gmix-studio \n"), called)

    def test_another_system_is_told_what_it_needs(self):
        os.remove(os.path.join(self.root, "bin/apt-get"))
        called, said, status = self.run_script("./dev", "build", NO_MODULES="1")
        self.assertEqual((status, called), (1, ""))
        self.assertRegex(said, r"^dev: not a Debian-like system: .*'gtk4 >= 4.8' .*openblas.*\n$")
        called, said, status = self.run_script("./dev", "build")
        self.assertEqual(status, 0, said)

    def test_a_failed_build_is_not_run(self):
        called, _, status = self.run_script("./dev", "run", DISPLAY=":0", FAILS="ninja")
        self.assertNotEqual(status, 0)
        self.assertNotIn("gmix-studio \n", called.splitlines(True)[-1])

    def test_an_unknown_command_is_an_error(self):
        _, said, status = self.run_script("./dev", "tset")
        self.assertEqual(status, 1)
        self.assertIn("unknown command 'tset'", said)

    def test_ci_counts_what_meson_found(self):
        for names, failing, line in [
            (["OK", "OK", "SKIP"], "", "2 passed, 0 failed, 1 skipped"),
            (["OK", "FAIL", "TIMEOUT", "ERROR"], "meson", "1 passed, 3 failed, 0 skipped"),
            (["OK", "FAIL"], "", "1 passed, 1 failed, 0 skipped"),
            ([], "", "0 passed, 1 failed, 0 skipped"),
        ]:
            called, said, status = self.run_script(".ci/run", RESULTS=self.results(*names), FAILS=failing)
            self.assertEqual(said.splitlines()[-1], line)
            self.assertEqual(status == 0, " 0 failed" in line)
            self.assertRegex(called, r"meson test .*--timeout-multiplier")

    def test_ci_tries_a_window_test_twice_and_no_other(self):
        for results, tried in [
            ({"g:engine / a": "OK", "g:ui / mix lab": "FAIL"}, ["mix lab"]),
            ({"g:engine / a": "FAIL", "g:engine / b": "OK", "g:ui / mix lab": "FAIL"}, []),
            ({"g:engine / a": "FAIL", "g:ui / mix lab": "OK"}, []),
            ({"g:engine / a": "OK", **{f"g:ui / {name}": "FAIL" for name in "abc"}}, []),
        ]:
            first = self.window_results("first.json", results)
            second = self.window_results("second.json", {name: "OK" for name in results if "ui" in name})
            called, said, status = self.run_script(".ci/run", RESULTS=first, SECOND=second, FAILS="meson test")
            if os.path.exists(second + ".tried"):
                os.remove(second + ".tried")
            self.assertEqual([line[12:] for line in said.splitlines() if line.startswith("second try: ")], tried)
            self.assertEqual(called.count("meson test"), 2 if tried else 1)
            self.assertEqual(status == 0, bool(tried), said)
            failed = 0 if tried else list(results.values()).count("FAIL")
            self.assertEqual(said.splitlines()[-1], f"{len(results) - failed} passed, {failed} failed, 0 skipped")

    def test_ci_does_not_count_an_earlier_run(self):
        self.run_script(".ci/run", RESULTS=self.results("OK"))
        _, said, status = self.run_script(".ci/run", RESULTS=self.results("OK"), FAILS="ninja")
        self.assertEqual(said.splitlines()[-1], "0 passed, 1 failed, 0 skipped")
        self.assertNotEqual(status, 0)


if __name__ == "__main__":
    unittest.main()
