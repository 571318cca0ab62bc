# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the Runs page share: small runs, and the page as a user sees it."""
import os
import re
import subprocess

from studio import Window, check
import uidrive

SMALL = ("--data", "shapes", "--model", "mlp", "--hidden", "16", "--limit", "64", "--batch", "16", "--epochs", "3",
         "--probe", "0", "--evaluate-training", "64")


def make_runs(gmix, folder, runs):
    """Trains what @runs lists, (method, seed)."""
    for method, seed in runs:
        subprocess.run([gmix, "train", *SMALL, "--method", method, "--seed", str(seed), "--run-dir", folder],
                       check=True, capture_output=True, timeout=120)


def folders(runs):
    return sorted(n for n in os.listdir(runs) if not n.startswith(".") and os.path.isdir(os.path.join(runs, n)))


class Page:
    def __init__(self, session, program, runs):
        self.window = Window(session, program, runs, *SMALL)
        self.runs, self.app = runs, self.window.app
        self.app.click(self.app.find("page tab", "Runs"))
        self.page = self.app.find(pred=lambda n: n.snap["raw"] == "GmxRunsPage")

    def texts(self):
        """All words on the page: to ask for those of the whole window takes ten times as long."""
        for node in self.page.snapshot():
            if node.snap and node.snap["visible"]:
                yield from (node.snap["name"], node.snap["description"])

    def says(self, pattern, timeout=uidrive.PATIENCE):
        found = re.compile(pattern)
        return uidrive.wait_until(lambda: next((m for t in self.texts() if t and (m := found.search(t))), None),
                                  timeout, 0.2, what=f"the page to say /{pattern}/")

    def find(self, role, name, timeout=uidrive.PATIENCE, pred=None):
        return uidrive.wait_until(lambda: self.page.find(role, name, True, pred), timeout, 0.2,
                                  what=f"{role} {name} on the page")

    def name(self, text):
        """The name of a row: the table stands above the cards."""
        return self.find("tree table", "Runs").find("label", text)

    def heads(self):
        """The titles of the columns; the sidebar has labels of the same names."""
        table = self.find("tree table", "Runs")
        top = table.extents()[1]
        return [n.snap["name"] for n in table.snapshot() if n.snap["role"] == "label" and n.snap["visible"]
                and n.snap["rect"] and n.snap["rect"][1] < top + 30]

    def check_box(self, name):
        self.app.mouse(self.find("check box", f"Show {name}"))

    def menu(self, row, item):
        """The item of a row's context menu. A click that comes while a window closes is lost."""
        def opened():
            self.app.mouse(self.name(row), button=3)
            return self.app.find("menu item", re.compile(item), timeout=3)
        found = uidrive.wait_until(opened, what=f"the menu of {row}")
        check(found.sensitive, f"{item} can be chosen")
        self.app.click(found)
