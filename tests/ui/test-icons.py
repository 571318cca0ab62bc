#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Symbolic icons are filled shapes: GTK fills every shape of one with the text's colour, so that an
outline made by a stroke turns into a blob that stays black in the dark.

Usage: test-icons.py FOLDER"""
import os
import sys
import xml.etree.ElementTree


def faults(path):
    for element in xml.etree.ElementTree.parse(path).getroot():
        if "stroke" in element.attrib or element.get("fill") == "none":
            yield f"{os.path.basename(path)}: a <{element.tag.split('}')[-1]}> is stroked"


def main():
    names = sorted(n for n in os.listdir(sys.argv[1]) if n.endswith("-symbolic.svg"))
    found = [f for n in names for f in faults(os.path.join(sys.argv[1], n))]
    print("\n".join(found) or f"{len(names)} symbolic icons are filled")
    return 1 if found or not names else 0


if __name__ == "__main__":
    sys.exit(main())
