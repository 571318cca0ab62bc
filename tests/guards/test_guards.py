#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that the guards find what they are there for: each case breaks one rule in a small tree."""
import os
import tempfile
import unittest

import check_includes
import check_sources

HEAD = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n/* What lives here. */\n"
SCRIPT = "#!/usr/bin/env python3\n# SPDX-License-Identifier: GPL-3.0-or-later\n"
TREE = {
    "engine/nn/model.h": HEAD + "#include <cblas.h>\n",
    "engine/data/batch.h": HEAD + '#include "engine/nn/model.h"\n#include <gio/gio.h>\n#include <png.h>\n',
    "engine/session.c": HEAD + '#include "engine/data/batch.h"\n',
    "resources/meson.build": "compile_resources('studio-resources')\n",
    "engine/nn/meson.build": "# openblas_dep\n",
    "ui/window.h": HEAD + '#include <adwaita.h>\n#include "resources/studio-resources.h"\n#include "engine/data/batch.h"\n',
    "ui/samples/sample-model.h": HEAD + "#include <gio/gio.h>\n",
    "ui/chart/colors.h": HEAD + "#include <glib.h>\n",
    "ui/sheet/sheet.h": HEAD + '#include <cairo.h>\n#include "ui/chart/colors.h"\n#include "ui/samples/sample-model.h"\n',
    "ui/sheet/meson.build": "# cairo_dep\n",
    "app/gmix-samples.c": HEAD + '#include "ui/samples/sample-model.h"\n#include "ui/sheet/sheet.h"\n',
    "app/gmix-studio.c": HEAD + '#include "ui/window.h"\n',
    "tests/ui/test-window.c": HEAD + '#include "ui/window.h"\n#include <gtk/gtk.h>\n',
    "tests/engine/test-model.c": HEAD + '#include "engine/nn/model.h"\n',
    "tests/drive.py": SCRIPT + '"""Drives."""\n',
    "build/meson-private/x.c": "no licence, but not ours\n",
}


class Guards(unittest.TestCase):
    def findings(self, guard, path=None, text=""):
        with tempfile.TemporaryDirectory() as root:
            for name, content in {**TREE, **({path: text} if path else {})}.items():
                os.makedirs(os.path.join(root, os.path.dirname(name)), exist_ok=True)
                with open(os.path.join(root, name), "w", encoding="utf-8") as file:
                    file.write(content)
            return list(guard.check(root))

    def finds(self, guard, path, text, word):
        found = self.findings(guard, path, text)
        self.assertEqual(len(found), 1, found)
        self.assertEqual(found[0][0], path)
        self.assertIn(word, found[0][2])

    def test_a_good_tree_passes(self):
        self.assertEqual(self.findings(check_includes), [])
        self.assertEqual(self.findings(check_sources), [])

    def test_nothing_reaches_up(self):
        for path, included in [
            ("engine/nn/model.h", "engine/data/batch.h"),
            ("engine/data/batch.h", "engine/session.c"),
            ("engine/session.c", "app/gmix-studio.c"),
            ("ui/window.h", "app/gmix-studio.c"),
        ]:
            self.finds(check_includes, path, f'{HEAD}#include "{included}"\n', "must not include")

    def test_the_engine_and_its_tests_are_free_of_the_desktop(self):
        for path in ["engine/nn/model.h", "engine/session.c", "tests/engine/test-model.c"]:
            for name in ["gtk/gtk.h", "gdk/gdk.h", "cairo.h", "adwaita.h", "gdk-pixbuf/gdk-pixbuf.h", "pango/pangocairo.h"]:
                self.finds(check_includes, path, f"{HEAD}#  include <{name}>\n", "window")
        for path in ["tests/engine/test-model.c", "app/gmix.c", "app/gmix-train.c"]:
            self.finds(check_includes, path, HEAD + '#include "ui/window.h"\n', "display")

    def test_what_draws_without_a_display_needs_none(self):
        for path in ["ui/sheet/sheet.c", "ui/samples/sample-model.h", "ui/chart/colors.h"]:
            for name in ["gtk/gtk.h", "gdk/gdk.h", "adwaita.h"]:
                self.finds(check_includes, path, f"{HEAD}#include <{name}>\n", "display")
            self.finds(check_includes, path, HEAD + '#include "ui/window.h"\n', "display")
        self.assertEqual(self.findings(check_includes, "ui/sheet/sheet.c", HEAD + "#include <pango/pangocairo.h>\n"), [])
        self.finds(check_includes, "tests/engine/test-model.c", HEAD + '#include "ui/sheet/sheet.h"\n', "display")
        self.finds(check_includes, "ui/sheet/meson.build", "library(dependencies: [gtk_dep])\n", "gtk_dep")
        self.finds(check_includes, "ui/sheet/meson.build", "library(dependencies: [chart_dep])\n", "chart_dep")

    def test_nn_is_free_of_glib(self):
        for name in ["glib.h", "gio/gio.h", "glib/gstdio.h", "json-glib/json-glib.h", "png.h"]:
            self.finds(check_includes, "engine/nn/model.h", f"{HEAD}#include <{name}>\n", "nn")

    def test_includes_are_named_from_the_root(self):
        self.finds(check_includes, "engine/session.c", HEAD + '#include "batch.h"\n', "root")
        self.finds(check_includes, "engine/session.c", HEAD + '#include "data/batch.h"\n', "root")
        self.finds(check_includes, "ui/window.c", HEAD + '#include "resources/other-resources.h"\n', "root")

    def test_the_engine_links_no_desktop(self):
        self.finds(check_includes, "engine/meson.build", "library(dependencies: [gtk_dep])\n", "gtk_dep")
        self.finds(check_includes, "engine/nn/meson.build", "library(dependencies: [glib_dep])\n", "glib_dep")

    def test_files_have_licence_and_comment(self):
        self.finds(check_sources, "app/gmix-studio.c", "/* What lives here. */\n", "SPDX")
        self.finds(check_sources, "app/gmix-studio.c", HEAD.splitlines()[0] + "\n#include <glib.h>\n", "comment")
        self.finds(check_sources, "tests/drive.py", SCRIPT + "import os\n", "comment")

    def test_files_are_short(self):
        self.finds(check_sources, "app/gmix-studio.c", HEAD + "\n" * 599, "at most 600")

    def test_nothing_of_one_machine_or_moment(self):
        for text, word in [
            ("/ho" "me/me/data", "machine"),
            ("open(/tm" "p/x)", "machine"),
            ("TO" "DO: later", "unfinished"),
            ("see Is" "sue 12", "reason"),
        ]:
            self.finds(check_sources, "docs/design.md", text, word)


if __name__ == "__main__":
    unittest.main()
