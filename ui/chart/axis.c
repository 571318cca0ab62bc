/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The axis as an object: its choices, its sources, its hair line. The view is in axis-view.c. */
#include "ui/chart/axis-private.h"

#include <math.h>

G_DEFINE_FINAL_TYPE(GmxAxis, gmx_axis, G_TYPE_OBJECT)

enum { PROP_0, PROP_LOG, PROP_OUTLIERS, N_PROPS };
enum { CHANGED, HAIR_CHANGED, N_SIGNALS };
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

void gmx_axis_touch(GmxAxis *self) {
  self->revision++;
  g_signal_emit(self, signals[CHANGED], 0);
}

/* A choice that moves the fit. */
static void choice_changed(GmxAxis *self) {
  self->stale = self->refit = TRUE;
  gmx_axis_touch(self);
}

void gmx_axis_set_tick_count(GmxAxis *self, int fewest, int most) {
  g_return_if_fail(GMX_IS_AXIS(self));
  self->fewest = MAX(fewest, 2);
  self->most = MAX(most, self->fewest);
  self->ticks_chosen = TRUE;
  choice_changed(self);
}

void gmx_axis_lay_down(GmxAxis *self) {
  if (self->ticks_chosen)
    return;
  self->fewest = 5;
  self->most = 9;
  choice_changed(self);
}

int gmx_axis_get_most_ticks(GmxAxis *self) {
  return self->most;
}

void gmx_axis_set_limits(GmxAxis *self, double low, double high) {
  g_return_if_fail(GMX_IS_AXIS(self));
  self->limit_low = low;
  self->limit_high = high;
  choice_changed(self);
}

void gmx_axis_set_include(GmxAxis *self, double low, double high) {
  g_return_if_fail(GMX_IS_AXIS(self));
  self->include_low = low;
  self->include_high = high;
  choice_changed(self);
}

void gmx_axis_set_factor(GmxAxis *self, double factor) {
  g_return_if_fail(GMX_IS_AXIS(self) && factor > 0.0);
  self->factor = factor;
  choice_changed(self);
}

double gmx_axis_get_factor(GmxAxis *self) {
  return self->factor;
}

void gmx_axis_set_least_step(GmxAxis *self, double least) {
  g_return_if_fail(GMX_IS_AXIS(self) && least >= 0.0);
  self->least_step = least;
  choice_changed(self);
}

double gmx_axis_get_least_step(GmxAxis *self) {
  return self->least_step;
}

void gmx_axis_set_names(GmxAxis *self, const char *const *names) {
  g_return_if_fail(GMX_IS_AXIS(self));
  self->names = names;
  gmx_axis_touch(self);
}

const char *gmx_axis_name(GmxAxis *self, double shown) {
  const int place = (int)lround(CLAMP(shown, 0, G_MAXINT)) - 1;
  const int count = self->names != NULL ? (int)g_strv_length((char **)self->names) : 0;
  return place >= 0 && place < count && fabs(shown - (place + 1)) < 1e-6 ? self->names[place]
                                                                         : NULL;
}

const char *gmx_axis_get_unit(GmxAxis *self) {
  return self->unit;
}

void gmx_axis_set_note(GmxAxis *self, GmxAxisNote note, gpointer data, GDestroyNotify destroy) {
  g_return_if_fail(GMX_IS_AXIS(self));
  if (self->note_destroy != NULL)
    self->note_destroy(self->note_data);
  self->note = note;
  self->note_data = data;
  self->note_destroy = destroy;
}

char *gmx_axis_note(GmxAxis *self, double x) {
  return self->note != NULL ? self->note(x, self->note_data) : NULL;
}

void gmx_axis_set_log(GmxAxis *self, gboolean log) {
  g_return_if_fail(GMX_IS_AXIS(self));
  if (self->log == !!log)
    return;
  self->log = !!log;
  self->zoomed = FALSE; /* the old interval may have no place on the new scale */
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_LOG]);
  choice_changed(self);
}

gboolean gmx_axis_get_log(GmxAxis *self) {
  return self->log;
}

void gmx_axis_set_outliers(GmxAxis *self, gboolean outliers) {
  g_return_if_fail(GMX_IS_AXIS(self));
  if (self->outliers == !!outliers)
    return;
  self->outliers = !!outliers;
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_OUTLIERS]);
  choice_changed(self);
}

gboolean gmx_axis_get_outliers(GmxAxis *self) {
  return self->outliers;
}

void gmx_extent_add(GmxExtent *extent, double value) {
  if (!isfinite(value))
    return;
  extent->low = fmin(extent->low, value);
  extent->high = fmax(extent->high, value);
  if (value > 0.0)
    extent->positive = fmin(extent->positive, value);
}

void gmx_extent_join(GmxExtent *extent, const GmxExtent *other) {
  extent->low = fmin(extent->low, other->low);
  extent->high = fmax(extent->high, other->high);
  extent->positive = fmin(extent->positive, other->positive);
}

void gmx_axis_add_source(GmxAxis *self, gpointer owner, GmxAxisSource source) {
  g_return_if_fail(GMX_IS_AXIS(self));
  GmxAxisEntry entry = {owner, source};
  g_array_append_val(self->sources, entry);
  gmx_axis_data_changed(self);
}

void gmx_axis_remove_source(GmxAxis *self, gpointer owner) {
  g_return_if_fail(GMX_IS_AXIS(self));
  for (guint i = self->sources->len; i-- > 0;)
    if (g_array_index(self->sources, GmxAxisEntry, i).owner == owner)
      g_array_remove_index(self->sources, i);
  gmx_axis_data_changed(self);
}

gpointer gmx_axis_get_owner(GmxAxis *self, guint index) {
  return index < self->sources->len ? g_array_index(self->sources, GmxAxisEntry, index).owner
                                    : NULL;
}

void gmx_axis_data_changed(GmxAxis *self) {
  g_return_if_fail(GMX_IS_AXIS(self));
  /* Said once; whoever looks at the view next finds it anew. */
  if (self->stale)
    return;
  self->stale = TRUE;
  g_signal_emit(self, signals[CHANGED], 0);
}

guint64 gmx_axis_get_revision(GmxAxis *self) {
  gmx_axis_ensure(self);
  return self->revision;
}

void gmx_axis_set_hair(GmxAxis *self, double x) {
  g_return_if_fail(GMX_IS_AXIS(self));
  if (self->hair == x || (isnan(self->hair) && isnan(x)))
    return;
  self->hair = x;
  g_signal_emit(self, signals[HAIR_CHANGED], 0);
}

double gmx_axis_get_hair(GmxAxis *self) {
  return self->hair;
}

static void gmx_axis_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec) {
  GmxAxis *self = GMX_AXIS(object);
  if (id == PROP_LOG)
    g_value_set_boolean(value, self->log);
  else if (id == PROP_OUTLIERS)
    g_value_set_boolean(value, self->outliers);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
}

static void gmx_axis_set_property(GObject *object, guint id, const GValue *value,
                                  GParamSpec *pspec) {
  GmxAxis *self = GMX_AXIS(object);
  if (id == PROP_LOG)
    gmx_axis_set_log(self, g_value_get_boolean(value));
  else if (id == PROP_OUTLIERS)
    gmx_axis_set_outliers(self, g_value_get_boolean(value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
}

static void gmx_axis_finalize(GObject *object) {
  GmxAxis *self = GMX_AXIS(object);
  if (self->note_destroy != NULL)
    self->note_destroy(self->note_data);
  g_array_unref(self->sources);
  g_free(self->unit);
  G_OBJECT_CLASS(gmx_axis_parent_class)->finalize(object);
}

static void gmx_axis_class_init(GmxAxisClass *klass) {
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  object_class->get_property = gmx_axis_get_property;
  object_class->set_property = gmx_axis_set_property;
  object_class->finalize = gmx_axis_finalize;
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  props[PROP_LOG] = g_param_spec_boolean("log", NULL, NULL, FALSE, flags);
  props[PROP_OUTLIERS] = g_param_spec_boolean("outliers", NULL, NULL, FALSE, flags);
  g_object_class_install_properties(object_class, N_PROPS, props);
  signals[CHANGED] = g_signal_new("changed", GMX_TYPE_AXIS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[HAIR_CHANGED] = g_signal_new("hair-changed", GMX_TYPE_AXIS, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
}

static void gmx_axis_init(GmxAxis *self) {
  self->factor = 1.0;
  self->limit_low = -INFINITY;
  self->limit_high = INFINITY;
  self->include_low = self->include_high = NAN;
  self->hair = NAN;
  self->sources = g_array_new(FALSE, FALSE, sizeof(GmxAxisEntry));
  self->fewest = 4;
  self->most = 6;
  self->fit_high = 1.0;
  self->stale = self->refit = TRUE;
  self->revision = 1;
}

GmxAxis *gmx_axis_new_x(const char *unit) {
  GmxAxis *self = g_object_new(GMX_TYPE_AXIS, NULL);
  self->unit = g_strdup(unit);
  self->steps = TRUE;
  self->include_low = self->include_high = 0.0;
  self->least_step = 1.0;
  gmx_axis_lay_down(self);
  return self;
}

GmxAxis *gmx_axis_new_y(const char *unit) {
  GmxAxis *self = g_object_new(GMX_TYPE_AXIS, NULL);
  self->unit = g_strdup(unit);
  return self;
}
