#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Live tuning in the real window: changes are taken back, presets applied, kept and deleted, and a
session is saved and opened again. Any warning in the program's log fails the test too.

Usage: test-tuning.py path/to/gmix-studio        (exit 77 where the tools are not installed)"""
import json
import os
import re
import shutil
import sys
import tempfile

import uidrive
from studio import Window, check, choose_file, no_warnings, run, start

SMALL = ("--data", "shapes", "--model", "mlp", "--hidden", "32", "--limit", "2000", "--batch", "32",
         "--epochs", "2000", "--probe", "0", "--evaluate-training", "200")


class OtherPage(Window):
    """A studio that opens on a page without the status line; then the Train page is looked at."""

    def __init__(self, session, program, page, *options):
        env = {"G_DEBUG": "fatal-warnings", "G_ENABLE_DIAGNOSTIC": "1"}
        self.app = session.launch([program, *options], env=env, timeout=180)
        tab = self.app.find("page tab", page)
        uidrive.wait_until(lambda: "selected" in tab.states, what=f"the page {page}")
        self.app.click("tab:Train")
        self.status_label = self.app.find("label", "Status")


def events(runs):
    folder = max((os.path.join(runs, r) for r in os.listdir(runs)), key=os.path.getmtime)
    with open(os.path.join(folder, "events.csv")) as file:
        return [row.split(",", 1)[1] for row in file.read().splitlines()[1:]]


def one_step(w):
    before = w.step()
    w.app.click(w.button("Step"))
    uidrive.wait_until(lambda: w.step() == before + 1, what="one step")


def wait_undo(w, text):
    """Until the button's tooltip, which a screen reader has as its description, says @text."""
    def said():
        return w.button("Undo").snapshot()[0].snap["description"]
    uidrive.wait_until(lambda: said() == text, what=f"the tooltip “{text}”, is “{said()}”")


def wait_entry(w, name, text):
    entry = w.app.find("text", f"{name}, value")
    uidrive.wait_until(lambda: entry.text == text, what=f"{name} {text}, is “{entry.text}”")


def nothing_to_undo_at_first(w):
    w.wait_status("^Ready")
    check(not w.button("Undo").sensitive, "nothing was changed yet")
    wait_undo(w, "Undo the last change")


def undo_brings_back_and_acts(w, runs):
    one_step(w)
    w.app.set_value("slider:Radius of the climb", 0.2)
    wait_undo(w, "Undo: ρ 0.20 → 0.05")
    one_step(w)
    w.wait_status(r"‖ε̂‖ = 0\.200")
    w.app.click(w.button("Undo"))
    wait_entry(w, "Radius of the climb", "0.05")
    check(not w.button("Undo").sensitive, "all is as it was")
    one_step(w)
    w.wait_status(r"‖ε̂‖ = 0\.050")
    check(events(runs) == ["rho,0.05,0.2", "rho,0.2,0.05"], f"both are events: {events(runs)}")


def key_undoes_a_method_with_its_axes(w):
    w.app.set_value("slider:Share of the sharp set", 0.7)
    wait_undo(w, "Undo: γ 0.70 → 0.50")
    choose(w, "Plain training (ERM)")
    wait_undo(w, "Undo: Method ERM → G-Mix")
    w.shown_text("Choose a perturbation to see sharpness")
    w.app.key("ctrl+z")
    wait_undo(w, "Undo: γ 0.70 → 0.50")
    wait_entry(w, "Share of the sharp set", "0.70")
    w.app.key("ctrl+z")
    wait_entry(w, "Share of the sharp set", "0.50")


def rows_say_when_they_act(w):
    w.app.click("button:Batch, augmentation, noise")
    w.shown_text("next epoch")
    w.app.set_value(w.app.find("spin button", "Batch size"), 64)
    wait_undo(w, "Undo: B 64 → 32")
    w.app.key("ctrl+z")
    wait_undo(w, "Undo the last change")
    w.app.click("button:Back")


def optimizer_waits_for_the_reset(w):
    w.app.click("button:Optimizer")
    uidrive.wait_until(lambda: w.app.find_all("switch", "Nesterov"), what="sgd's Nesterov step")
    check(not w.app.find_all("slider", "Decay of the squares"), "and no squares")
    w.app.select("dropdown:Optimizer", "AdamW")
    uidrive.wait_until(lambda: w.app.find_all("slider", "Decay of the squares"), what="β₂")
    check(not w.app.find_all("switch", "Nesterov"), "adamw has no step of Nesterov's")
    w.app.click("button:Back")
    w.shown_text("AdamW, cosine · on reset")
    w.app.key("ctrl+z")
    w.shown_text(r"^SGD, cosine, 2\s000 epochs$")


def wait_alone(w):
    """Until no dialog is open: keys go to the window again."""
    uidrive.wait_until(lambda: len(w.app.root.children) == 1, what="the dialog to be gone")
    uidrive.wait_until(lambda: "active" in w.app.root.children[0].states, what="the window to be active")


def choose(w, *items):
    wait_alone(w)
    uidrive.wait_until(lambda: not w.app.find_all("menu item"), what="the menu to be closed")
    w.app.click(w.app.find("push button", "Preset", pred=lambda x: "click" in x.actions))
    for item in items:
        entry = uidrive.wait_until(lambda: w.app.find_all("menu item", item),
                                   what=f"“{item}” in the menu")
        w.app.click(entry[-1])           # a menu that has opened stands after the one it came from


def published_preset_is_one_change(w):
    choose(w, re.compile(r"^mixup on CIFAR-10 \(arXiv 1710\.09412\)"))
    w.shown_text("mixup, no climb, all examples")
    wait_undo(w, "Undo: preset “mixup on CIFAR-10 (arXiv 1710.09412)”")
    w.app.click(w.button("Undo"))
    w.shown_text("mixup, SAM, all examples")
    wait_undo(w, "Undo the last change")


def name_preset(w, name):
    choose(w, "Save as Preset…")
    entry = uidrive.wait_until(lambda: w.app.find("text", "Name of the preset"), what="the dialog")
    w.app.set_text(entry, name)


def own_preset_is_kept_applied_and_deleted(w, presets):
    w.app.set_value("slider:Radius of the climb", 0.3)
    wait_undo(w, "Undo: ρ 0.30 → 0.05")
    name_preset(w, "../up")
    check(not w.button("Save").sensitive, "that is no name of a file")
    w.app.set_text("text:Name of the preset", "Far climb")
    w.app.click("button:Save")
    path = os.path.join(presets, "Far climb.json")
    uidrive.wait_until(lambda: os.path.exists(path), what="the preset's file")
    with open(path) as file:
        kept = json.load(file)
    check(kept["rho"] == 0.3 and "data" not in kept and "seed" not in kept, f"how, not on what: {kept}")
    w.app.key("ctrl+z")
    wait_entry(w, "Radius of the climb", "0.05")
    choose(w, "Far climb")
    wait_entry(w, "Radius of the climb", "0.30")
    wait_undo(w, "Undo: preset “Far climb”")
    name_preset(w, "Far climb")
    check(w.button("Replace"), "what is replaced is said")
    w.app.click("button:Cancel")
    os.replace(path, os.path.join(presets, "Moved by hand.json"))
    with open(os.path.join(presets, "broken.json"), "w") as file:
        file.write('{"rh": 0.1}')
    choose(w, "Delete Preset", "Moved by hand")
    w.shown_text("A preset is left out. broken.json: there is no setting “rh”")
    w.app.click("button:Delete")
    uidrive.wait_until(lambda: os.listdir(presets) == ["broken.json"], what="the file to go")


def session_is_saved(w, path):
    wait_alone(w)
    w.app.click("tab:Samples")           # the settings go, and the focus leaves them
    uidrive.wait_until(lambda: "focused" in w.button("Settings").states, what="the focus to move")
    choose_file(w.app, lambda: w.app.key("ctrl+s"), "Save", path)
    uidrive.wait_until(lambda: os.path.exists(path + ".gmix"), what="the file, with its ending")
    with open(path + ".gmix") as file:
        saved = json.load(file)
    check(saved["settings"]["rho"] == 0.3, "all settings")
    check(saved["page"] == "samples", "the page")
    check(os.path.isdir(saved["run"]), "the run")


def bad_session_leaves_the_state(w, path):
    with open(path, "w") as file:
        file.write('{"gmix": 1, "settings": {"rho": 99}}')
    wait_alone(w)
    step = w.step()
    choose_file(w.app, lambda: w.app.key("ctrl+o"), "Open", path)
    w.shown_text(r"The session could not be opened\. .*bad\.gmix: rho must be a number")
    check(w.step() == step, "the run stands")


def session_opens_where_it_was(w, step):
    w.wait_status("^Paused")
    check(w.step() == step, f"the run goes on at step {step}, not {w.step()}")
    wait_entry(w, "Radius of the climb", "0.30")
    one_step(w)


def bad_session_is_said_at_the_start(w):
    w.shown_text(r"The session could not be opened\. .*bad\.gmix: rho must be a number")
    w.wait_status("^Ready")


def main():
    program = os.path.abspath(sys.argv[1])
    folder = tempfile.mkdtemp(prefix="gmix-test-")
    runs = os.path.join(folder, "runs")
    saved, bad = os.path.join(folder, "evening"), os.path.join(folder, "bad.gmix")
    os.mkdir(runs)
    try:
        with uidrive.Session(size=(1280, 1000), wm="openbox" if shutil.which("openbox") else None) as s:
            presets = os.path.join(s.env["XDG_DATA_HOME"], "gmix-studio", "presets")
            w = Window(s, program, runs, *SMALL)
            failed = run([(nothing_to_undo_at_first, w), (undo_brings_back_and_acts, w, runs),
                          (key_undoes_a_method_with_its_axes, w), (rows_say_when_they_act, w),
                          (optimizer_waits_for_the_reset, w), (published_preset_is_one_change, w),
                          (own_preset_is_kept_applied_and_deleted, w, presets)])
            step = w.step()
            failed += run([(session_is_saved, w, saved)])
            w.app.click("tab:Train")
            failed += run([(bad_session_leaves_the_state, w, bad), (no_warnings, w)])
            again = OtherPage(s, program, "Samples", "--run-dir", runs, saved + ".gmix")
            failed += run([(session_opens_where_it_was, again, step), (no_warnings, again)])
            broken = Window(s, program, runs, bad)
            failed += run([(bad_session_is_said_at_the_start, broken), (no_warnings, broken)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    start(main)
