# SPDX-License-Identifier: GPL-3.0-or-later
"""A double click on a session opens the studio: the database of file types, made from our file as a
desktop makes it, knows the ending, and the program says that it takes that type and a file.

Usage: test_mime.py path/without/ending/of/the/desktop/file     (exit 77 without shared-mime-info)"""
import os
import shutil
import subprocess
import sys
import tempfile

TYPE, ENDING = "application/x-gmix-session+json", "*.gmix"


def check(condition, what):
    if not condition:
        sys.exit(f"not ok - {what}")


def globs_of(source):
    """What update-mime-database makes of @source: {ending: type}."""
    with tempfile.TemporaryDirectory(prefix="gmix-test-") as folder:
        packages = os.path.join(folder, "packages")
        os.mkdir(packages)
        shutil.copy(source, packages)
        subprocess.run(["update-mime-database", folder], check=True)
        with open(os.path.join(folder, "globs2")) as file:
            rows = [line.strip().split(":") for line in file if not line.startswith("#")]
    return {row[2]: row[1] for row in rows}


def desktop_entries(path):
    with open(path) as file:
        return dict(line.strip().split("=", 1) for line in file if "=" in line)


def main():
    if not shutil.which("update-mime-database"):
        print("skipped, not installed: shared-mime-info")
        sys.exit(77)
    check(globs_of(sys.argv[1] + ".xml").get(ENDING) == TYPE, f"{ENDING} is of the type {TYPE}")
    entries = desktop_entries(sys.argv[1] + ".desktop")
    check(TYPE in entries.get("MimeType", "").split(";"), f"the studio says that it opens {TYPE}")
    check(entries["Exec"].endswith(" %f"), "and is started with the file")
    print("ok - a session is opened by the studio")


if __name__ == "__main__":
    main()
