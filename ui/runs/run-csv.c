/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of runs as CSV (RFC 4180): one row a run, with all its settings, so that it is read
 * without the studio. */
#include "ui/runs/run-list.h"

#include <math.h>
#include <string.h>

static void add_text(GString *out, const char *text) {
  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append_c(out, ',');
  if (!strpbrk(text, ",\"\r\n")) {
    g_string_append(out, text);
    return;
  }
  g_string_append_c(out, '"');
  for (; *text; text++) {
    if (*text == '"')
      g_string_append_c(out, '"');
    g_string_append_c(out, *text);
  }
  g_string_append_c(out, '"');
}

static void add_number(GString *out, double value) {
  char text[G_ASCII_DTOSTR_BUF_SIZE] = "";
  if (isfinite(value))
    g_ascii_formatd(text, sizeof text, "%.10g", value);
  add_text(out, text);
}

static const char *state_of(GmxRunEntry *entry) {
  static const char *const names[] = {[GMX_RUN_UNFINISHED] = "unfinished",
                                      [GMX_RUN_TRAINING] = "training",
                                      [GMX_RUN_FINISHED] = "finished",
                                      [GMX_RUN_DIVERGED] = "diverged"};
  return names[entry->state];
}

static void add_head(GString *out, GParamSpec **settings, guint count) {
  static const char *const first[] = {"run", "title", "tags", "sweep", "state"};
  static const char *const last[] = {"steps",      "epochs",    "test_accuracy", "best_accuracy",
                                     "best_epoch", "test_loss", "ece",           "train_accuracy",
                                     "train_loss", "sharpness", "seconds"};
  for (guint i = 0; i < G_N_ELEMENTS(first); i++)
    add_text(out, first[i]);
  for (guint i = 0; i < count; i++)
    add_text(out, settings[i]->name);
  for (guint i = 0; i < G_N_ELEMENTS(last); i++)
    add_text(out, last[i]);
  g_string_append_c(out, '\n');
}

static void add_run(GString *out, GmxRunEntry *entry, GParamSpec **settings, guint count) {
  g_autofree char *tags = g_strjoinv(";", entry->tags);
  add_text(out, entry->folder);
  add_text(out, entry->title);
  add_text(out, tags);
  add_text(out, entry->sweep ? entry->sweep : "");
  add_text(out, state_of(entry));
  for (guint i = 0; i < count; i++) {
    g_autofree char *value = gmx_config_to_string(entry->config, settings[i]->name);
    add_text(out, value);
  }
  add_number(out, (double)entry->steps);
  add_number(out, entry->epochs);
  add_number(out, entry->last.test_accuracy);
  add_number(out, entry->best_accuracy);
  add_number(out, entry->best_epoch > 0 ? entry->best_epoch : NAN);
  add_number(out, entry->last.test_loss);
  add_number(out, entry->last.ece);
  add_number(out, entry->last.train_accuracy);
  add_number(out, entry->last.train_loss);
  add_number(out, entry->sharpness);
  add_number(out, entry->seconds);
  g_string_append_c(out, '\n');
}

char *gmx_run_list_to_csv(GmxRunList *list) {
  GString *out = g_string_new(NULL);
  guint count = 0;
  g_autofree GParamSpec **settings = gmx_config_list(&count);
  add_head(out, settings, count);
  for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(list)); i++) {
    g_autoptr(GmxRunRow) group = g_list_model_get_item(G_LIST_MODEL(list), i);
    for (guint k = 0; k < group->entries->len; k++)
      add_run(out, group->entries->pdata[k], settings, count);
  }
  return g_string_free(out, FALSE);
}
