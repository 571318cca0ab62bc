/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The changes that the user made to the settings, newest last, so that they can be taken back. */
#include "ui/setting-history.h"

#include "ui/format.h"
#include "ui/setting-rules.h"

#include <glib/gi18n.h>

/* More than anyone goes back; a long evening of dragging sliders stays small. */
#define MOST_CHANGES 200

typedef struct {
  GParamSpec *setting;
  char *old_value, *new_value;
} Part;

struct GmxChange {
  GArray *parts; /* of Part, in the order of the settings */
  char *name;    /* setting that was asked for; NULL for several */
  char *title;
  guint hold;
};

struct GmxHistory {
  GQueue changes; /* of GmxChange, newest at the tail */
};

static void part_clear(gpointer data) {
  Part *part = data;
  g_free(part->old_value);
  g_free(part->new_value);
}

static const Part *part_at(const GmxChange *change, guint index) {
  return &g_array_index(change->parts, Part, index);
}

static void add_part(GArray *parts, GParamSpec *setting, GmxConfig *before, GmxConfig *after) {
  g_autofree char *old_value = gmx_config_to_string(before, setting->name);
  g_autofree char *new_value = gmx_config_to_string(after, setting->name);
  if (g_strcmp0(old_value, new_value) == 0)
    return;
  const Part part = {setting, g_steal_pointer(&old_value), g_steal_pointer(&new_value)};
  g_array_append_val(parts, part);
}

GmxChange *gmx_change_new(GmxConfig *before, GmxConfig *after, const char *name,
                          const char *title) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  g_autoptr(GmxChange) change = g_new0(GmxChange, 1);
  change->parts = g_array_new(FALSE, FALSE, sizeof(Part));
  g_array_set_clear_func(change->parts, part_clear);
  change->name = g_strdup(name);
  change->title = g_strdup(title);
  for (guint i = 0; i < count; i++)
    add_part(change->parts, all[i], before, after);
  return change->parts->len > 0 ? g_steal_pointer(&change) : NULL;
}

void gmx_change_free(GmxChange *change) {
  if (!change)
    return;
  g_array_unref(change->parts);
  g_free(change->name);
  g_free(change->title);
  g_free(change);
}

/* All settings in their order: what has not changed is set too, for what brings it (a method its
 * axes, points their sizes) would bring it again. */
GmxConfig *gmx_change_undo(const GmxChange *change, GmxConfig *config) {
  guint count = 0, next = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  GmxConfig *undone = gmx_config_copy(config);
  for (guint i = 0; i < count; i++) {
    const Part *part = next < change->parts->len ? part_at(change, next) : NULL;
    const gboolean changed = part && part->setting == all[i];
    g_autofree char *present = gmx_config_to_string(config, all[i]->name);
    gmx_config_set_from_string(undone, all[i]->name, changed ? part->old_value : present, NULL);
    next += changed;
  }
  return undone;
}

/* The part that was asked for; what followed it goes without saying. */
static const Part *main_part(const GmxChange *change) {
  for (guint i = 0; i < change->parts->len; i++)
    if (g_strcmp0(part_at(change, i)->setting->name, change->name) == 0)
      return part_at(change, i);
  return part_at(change, 0);
}

/* "ρ", or the name where the symbol is none that plain text has. */
static const char *plain_name(GParamSpec *setting) {
  const char *symbol = gmx_setting_info(setting)->symbol;
  return symbol && !strchr(symbol, '<') ? symbol : g_param_spec_get_nick(setting);
}

static char *plain_value(GParamSpec *setting, const char *text) {
  if (g_str_equal(setting->name, "method"))
    return gmx_method_short_title(text);
  if (g_str_equal(setting->name, "data") && strchr(text, G_DIR_SEPARATOR))
    return g_path_get_basename(text);
  if (G_IS_PARAM_SPEC_DOUBLE(setting))
    return gmx_format_setting(setting, g_ascii_strtod(text, NULL));
  if (G_IS_PARAM_SPEC_BOOLEAN(setting))
    return g_strdup(g_str_equal(text, "true") ? _("on") : _("off"));
  return g_strdup(gmx_value_title(text));
}

char *gmx_change_describe_undo(const GmxChange *change) {
  const Part *part = main_part(change);
  if (change->title)
    return g_strdup(change->title);
  g_autofree char *from = plain_value(part->setting, part->new_value);
  g_autofree char *to = plain_value(part->setting, part->old_value);
  return g_strdup_printf("%s %s → %s", plain_name(part->setting), from, to);
}

GmxHistory *gmx_history_new(void) {
  GmxHistory *history = g_new0(GmxHistory, 1);
  g_queue_init(&history->changes);
  return history;
}

void gmx_history_clear(GmxHistory *history) {
  g_queue_clear_full(&history->changes, (GDestroyNotify)gmx_change_free);
}

void gmx_history_free(GmxHistory *history) {
  gmx_history_clear(history);
  g_free(history);
}

/* A slider that is still held moves on. */
static gboolean goes_on(const GmxChange *newer, const GmxChange *older) {
  return older && newer->hold != 0 && newer->hold == older->hold && newer->parts->len == 1 &&
         older->parts->len == 1 && part_at(newer, 0)->setting == part_at(older, 0)->setting;
}

void gmx_history_push(GmxHistory *history, GmxChange *change, guint hold) {
  g_autoptr(GmxChange) newer = change;
  newer->hold = hold;
  if (goes_on(newer, gmx_history_peek(history))) {
    g_autoptr(GmxChange) older = gmx_history_pop(history);
    Part *from = &g_array_index(older->parts, Part, 0);
    Part *to = &g_array_index(newer->parts, Part, 0);
    g_free(to->old_value);
    to->old_value = g_steal_pointer(&from->old_value);
    if (g_str_equal(to->old_value, to->new_value))
      return; /* back where it was taken */
  }
  g_queue_push_tail(&history->changes, g_steal_pointer(&newer));
  if (history->changes.length > MOST_CHANGES)
    gmx_change_free(g_queue_pop_head(&history->changes));
}

const GmxChange *gmx_history_peek(GmxHistory *history) {
  return g_queue_peek_tail(&history->changes);
}

GmxChange *gmx_history_pop(GmxHistory *history) {
  return g_queue_pop_tail(&history->changes);
}

static gboolean stands(const GmxChange *change, GmxConfig *config) {
  for (guint i = 0; i < change->parts->len; i++) {
    g_autofree char *value = gmx_config_to_string(config, part_at(change, i)->setting->name);
    if (!g_str_equal(value, part_at(change, i)->new_value))
      return FALSE;
  }
  return TRUE;
}

void gmx_history_prune(GmxHistory *history, GmxConfig *config) {
  while (history->changes.length > 0 && !stands(gmx_history_peek(history), config))
    gmx_change_free(gmx_history_pop(history));
}
