/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table follows the visual language: a hue family a role, told apart by colour-blind eyes. */
#include "ui/chart/colors.h"

#include <string.h>

const GmxNamedColor gmx_colors[GMX_COLORS] = {
    {"card_bg_color", "#ffffff", "#363636"},   {"card_fg_color", "#2e3436", "#ffffff"},
    {"accent_bg_color", "#3584e4", "#3584e4"}, {"gmx_sharp", "#e66100", "#ff9a4d"},
    {"gmx_sharp_text", "#b34a00", "#ffb27a"},  {"gmx_flat", "#2190a4", "#4fc3d9"},
    {"gmx_flat_text", "#176f80", "#86dbea"},   {"gmx_at_w", "#613583", "#9b7cf0"},
    {"gmx_at_w_raw", "#b79bd0", "#6a58a8"},    {"gmx_perturbed", "#c061cb", "#f0a0f0"},
    {"gmx_held_out", "#2e3436", "#f6f5f4"},    {"gmx_training", "#77767b", "#9a9996"},
    {"gmx_measure", "#77767b", "#9a9996"},     {"gmx_event", "#9a6700", "#f5c211"},
    {"gmx_error", "#c01c28", "#ff7b63"},       {"gmx_parent_a", "#3d7cc9", "#78aeed"},
    {"gmx_parent_b", "#d9a200", "#f5c83a"},    {"gmx_run_1", "#1c71d8", "#4a90e8"},
    {"gmx_run_2", "#9a6700", "#f5c211"},       {"gmx_run_3", "#063d2c", "#b9f0d6"},
    {"gmx_run_4", "#d6508f", "#e86aa6"},       {"gmx_other_class", "#c0bfbc", "#77767b"},
    {"gmx_surface", "#b29ace", "#8f76ae"},     {"gmx_class_3", "#9c497f", "#e1497a"},
    {"gmx_class_4", "#597048", "#95fa93"},     {"gmx_class_5", "#b2a7d4", "#bba2b8"},
    {"gmx_class_6", "#192485", "#d1eaff"},     {"gmx_class_7", "#552100", "#85ae5f"},
    {"gmx_class_8", "#ff758e", "#f1e6cb"},     {"gmx_class_9", "#402b36", "#7875e2"},
    {"gmx_class_10", "#857219", "#ae820e"},
};

void gmx_color_parse(const char *text, double rgb[3]) {
  for (int i = 0; i < 3; i++)
    rgb[i] = (16 * g_ascii_xdigit_value(text[1 + 2 * i]) + g_ascii_xdigit_value(text[2 + 2 * i])) /
             255.0;
}

void gmx_color_get_light(const char *name, double rgb[3]) {
  const char *text = gmx_colors[1].light;
  for (guint i = 0; i < GMX_COLORS; i++)
    if (strcmp(name, gmx_colors[i].name) == 0)
      text = gmx_colors[i].light;
  gmx_color_parse(text, rgb);
}
