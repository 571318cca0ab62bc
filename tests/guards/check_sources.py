#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what every file owes its reader: a licence, a comment at its top, a size one can read.

    check_sources.py [ROOT]

It also finds what belongs to one machine or one moment: absolute paths, marks of unfinished work.
"""
import re

import tree

LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
MOST_LINES = 600
CODE = (".c", ".h")
SCRIPTS = (".py", ".sh", "dev", ".ci/run")
TEXTS = CODE + SCRIPTS + (".md", ".build", ".ui", ".css", ".xml", ".in", ".desktop")
# In pieces, so that this file passes its own check.
MARKS = {
    re.compile(r"(?<![\w.])/(" + "|".join(["work", "tmp", "root", "home"]) + r")/(?!\.X11-unix)"): "a path of one machine",
    re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b"): "a mark of unfinished work",
    re.compile(r"\bis" r"sue #?\d", re.IGNORECASE): "say the reason, not a number",
}


def check_head(path, text):
    """Licence first (after a script's interpreter line), then what lives here and why."""
    start = 1 if text and text[0].startswith("#!") else 0
    if len(text) <= start or LICENCE not in text[start]:
        yield path, 1, f"does not open with {LICENCE}"
        return
    opening = '"""' if path.endswith(".py") else ("/*", "//") if path.endswith(CODE) else "# "
    if len(text) <= start + 1 or not text[start + 1].startswith(opening):
        yield path, start + 2, "has no comment on what lives here"


def check_marks(path, text):
    for number, line in enumerate(text, 1):
        for mark, what in MARKS.items():
            if mark.search(line):
                yield path, number, f"{what}: {line.strip()[:80]}"


def check(root):
    for path in tree.files(root, *TEXTS):
        text = tree.lines(root, path)
        yield from check_marks(path, text)
        if path.endswith(CODE + SCRIPTS):
            yield from check_head(path, text)
            if len(text) > MOST_LINES:
                yield path, MOST_LINES + 1, f"{len(text)} lines, at most {MOST_LINES}: is it one thing?"


if __name__ == "__main__":
    tree.main(check)
