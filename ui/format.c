/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and names as the window writes them. */
#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>

#define THIN_SPACE "\u2009"

char *gmx_format_count(gint64 value) {
  return gmx_format_number((double)value, 0);
}

char *gmx_format_percent(double fraction, int digits) {
  g_autofree char *text = gmx_format_number(fraction * 100, digits);
  return g_strconcat(text, THIN_SPACE "%", NULL);
}

char *gmx_format_duration(double seconds) {
  if (!isfinite(seconds) || seconds < 0)
    return g_strdup("–");
  gint64 whole = (gint64)(seconds + 0.5);
  int hours = (int)(whole / 3600), minutes = (int)(whole / 60 % 60), rest = (int)(whole % 60);
  if (hours > 0)
    return g_strdup_printf("%d:%02d:%02d", hours, minutes, rest);
  return g_strdup_printf("%d:%02d", minutes, rest);
}

char *gmx_format_setting(GParamSpec *setting, double value) {
  const GmxSettingInfo *info = gmx_setting_info(setting);
  double least = pow(10, -info->digits);
  if (value != 0 && fabs(value) < 10 * least && fabs(value - round(value / least) * least) > 1e-9)
    return g_strdup_printf("%.3g", value);
  return gmx_format_number(value, info->digits);
}

const char *gmx_value_title(const char *value) {
  static const char *const titles[][2] = {
      {"sam", "SAM"},
      {"asam", "ASAM"},
      {"sharp-only", N_("sharp only")},
      {"flat-at-w", N_("flat at w")},
      {"fashion-mnist", "Fashion-MNIST"},
      {"sgd", "SGD"},
      {"adamw", "AdamW"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(titles); i++)
    if (g_str_equal(value, titles[i][0]))
      return _(titles[i][1]);
  return value;
}

/* A value of an event in the window's writing. */
static char *event_value(GParamSpec *setting, const char *text) {
  char *end = NULL;
  double number = g_ascii_strtod(text, &end);
  if (setting && G_IS_PARAM_SPEC_DOUBLE(setting) && end != text && *end == '\0')
    return gmx_format_setting(setting, number);
  return g_strdup(gmx_value_title(text));
}

static GParamSpec *find_setting(const char *name) {
  g_autoptr(GTypeClass) class = g_type_class_ref(GMX_TYPE_CONFIG);
  return g_object_class_find_property(G_OBJECT_CLASS(class), name);
}

char *gmx_format_event(const GmxEventRecord *event) {
  GParamSpec *setting = find_setting(event->setting);
  const GmxSettingInfo *info = setting ? gmx_setting_info(setting) : NULL;
  const char *name = info && info->symbol ? info->symbol : event->setting;
  g_autofree char *old_value = event_value(setting, event->old_value);
  g_autofree char *new_value = event_value(setting, event->new_value);
  return g_strdup_printf("%s %s → %s", name, old_value, new_value);
}

char *gmx_describe_event(const GmxEventRecord *event, const char *step) {
  GParamSpec *setting = find_setting(event->setting);
  const char *name = setting ? g_param_spec_get_nick(setting) : event->setting;
  g_autofree char *old_value = event_value(setting, event->old_value);
  g_autofree char *new_value = event_value(setting, event->new_value);
  double before = g_ascii_strtod(event->old_value, NULL);
  double after = g_ascii_strtod(event->new_value, NULL);
  const char *format = before < after   ? _("%s was raised from %s to %s at step %s.")
                       : before > after ? _("%s was lowered from %s to %s at step %s.")
                                        : _("%s was changed from %s to %s at step %s.");
  return g_strdup_printf(format, name, old_value, new_value, step);
}
