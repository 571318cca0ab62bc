/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas below one another, which break where there is no room. */
#include "ui/slowmotion/formula-view.h"

#include "ui/slowmotion/formula.h"

#include <math.h>

#define GAP 10
#define LEAST_WIDTH 120

struct _GmxFormulaView {
  GtkWidget parent_instance;

  char **lines;
  GPtrArray *formulas; /* of GmxFormula, for `width`; NULL: to be made */
  int width;
};

G_DEFINE_FINAL_TYPE(GmxFormulaView, gmx_formula_view, GTK_TYPE_WIDGET)

static GPtrArray *lay_out(GmxFormulaView *self, int width) {
  PangoContext *context = gtk_widget_get_pango_context(GTK_WIDGET(self));
  const PangoFontDescription *font = pango_context_get_font_description(context);
  GPtrArray *formulas = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_formula_free);
  for (int i = 0; self->lines && self->lines[i]; i++)
    g_ptr_array_add(formulas, gmx_formula_new(context, font, self->lines[i], width));
  return formulas;
}

static void get_size(GPtrArray *formulas, double *width, double *height) {
  *width = *height = 0;
  for (guint i = 0; i < formulas->len; i++) {
    double w, h;
    gmx_formula_get_size(g_ptr_array_index(formulas, i), &w, &h);
    *width = fmax(*width, w);
    *height += h + (i > 0 ? GAP : 0);
  }
}

static void forget(GmxFormulaView *self) {
  g_clear_pointer(&self->formulas, g_ptr_array_unref);
}

static void formula_view_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxFormulaView *self = GMX_FORMULA_VIEW(widget);
  const int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  double y = 0;
  GdkRGBA ink;
  if (self->width != width)
    forget(self);
  if (!self->formulas)
    self->formulas = lay_out(self, width);
  self->width = width;
  cairo_t *cr = gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(0, 0, width, height));
  gtk_style_context_get_color(gtk_widget_get_style_context(widget), &ink);
  gdk_cairo_set_source_rgba(cr, &ink);
  for (guint i = 0; i < self->formulas->len; i++) {
    double w, h;
    const GmxFormula *formula = g_ptr_array_index(self->formulas, i);
    gmx_formula_draw(formula, cr, 0, y);
    gmx_formula_get_size(formula, &w, &h);
    y += h + GAP;
  }
  cairo_destroy(cr);
}

static GtkSizeRequestMode formula_view_get_request_mode(GtkWidget *widget) {
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void formula_view_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                 int *minimum, int *natural, int *minimum_baseline,
                                 int *natural_baseline) {
  const gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;
  double width, height;
  g_autoptr(GPtrArray) formulas = lay_out(GMX_FORMULA_VIEW(widget), across ? 0 : for_size);
  get_size(formulas, &width, &height);
  *natural = (int)ceil(across ? width : height);
  *minimum = across ? MIN(*natural, LEAST_WIDTH) : *natural;
}

static void formula_view_css_changed(GtkWidget *widget, GtkCssStyleChange *change) {
  GTK_WIDGET_CLASS(gmx_formula_view_parent_class)->css_changed(widget, change);
  forget(GMX_FORMULA_VIEW(widget)); /* the font may be another */
}

static void formula_view_finalize(GObject *object) {
  GmxFormulaView *self = GMX_FORMULA_VIEW(object);
  forget(self);
  g_strfreev(self->lines);
  G_OBJECT_CLASS(gmx_formula_view_parent_class)->finalize(object);
}

static void gmx_formula_view_class_init(GmxFormulaViewClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->finalize = formula_view_finalize;
  widget_class->snapshot = formula_view_snapshot;
  widget_class->measure = formula_view_measure;
  widget_class->get_request_mode = formula_view_get_request_mode;
  widget_class->css_changed = formula_view_css_changed;
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void gmx_formula_view_init(GmxFormulaView *self) {
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-big-formula");
}

GtkWidget *gmx_formula_view_new(void) {
  return g_object_new(GMX_TYPE_FORMULA_VIEW, NULL);
}

/* For ears: all lines as one text. */
static void describe(GmxFormulaView *self) {
  GString *text = g_string_new(NULL);
  for (int i = 0; self->lines[i]; i++) {
    g_autofree char *plain = gmx_formula_to_text(self->lines[i]);
    g_string_append_printf(text, "%s%s", i > 0 ? "; " : "", plain);
  }
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, text->str,
                                 -1);
  g_string_free(text, TRUE);
}

void gmx_formula_view_set_lines(GmxFormulaView *self, const char *const *lines) {
  g_strfreev(self->lines);
  self->lines = g_strdupv((char **)lines);
  forget(self);
  describe(self);
  gtk_widget_queue_resize(GTK_WIDGET(self));
}
