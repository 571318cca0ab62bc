/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of boxes: a box is a text or a fraction, a word what no line break may part. Boxes of a
 * line stand on one baseline; a fraction's bar lies at the height of a minus sign. */
#include "ui/slowmotion/formula.h"

#include <math.h>
#include <string.h>

#define OVER " over "
#define FRACTION_SCALE 0.82 /* size of what stands above and below */
#define BAR_GAP 1.5         /* between the bar and what is above and below */
#define BAR_OVERHANG 3
#define LINE_GAP 6
#define INDENT 18 /* of lines that go on */

typedef struct {
  PangoLayout *text, *below;           /* below: NULL for a text */
  double width, ascent, descent;       /* about the baseline */
  double text_width, below_width, bar; /* bar: height of a fraction's bar over the baseline */
} Box;

typedef struct {
  int first, count; /* boxes */
  double width, ascent, descent;
  double x;
  int line;
} Word;

struct GmxFormula {
  GArray *boxes, *words; /* of Box, of Word */
  GArray *baselines;     /* of double: of each line, from the top */
  double width, height;
};

static void clear_box(gpointer data) {
  Box *box = data;
  g_clear_object(&box->text);
  g_clear_object(&box->below);
}

static PangoLayout *new_layout(PangoContext *context, const PangoFontDescription *font,
                               const char *markup, double scale) {
  PangoLayout *layout = pango_layout_new(context);
  PangoFontDescription *sized = pango_font_description_copy(font);
  const double size = pango_font_description_get_size(font) * scale;
  if (pango_font_description_get_size_is_absolute(font))
    pango_font_description_set_absolute_size(sized, size);
  else
    pango_font_description_set_size(sized, (int)size);
  pango_layout_set_font_description(layout, sized);
  pango_font_description_free(sized);
  pango_layout_set_markup(layout, markup, -1);
  return layout;
}

static double layout_width(PangoLayout *layout) {
  int width;
  pango_layout_get_size(layout, &width, NULL);
  return (double)width / PANGO_SCALE;
}

static double layout_ascent(PangoLayout *layout) {
  return (double)pango_layout_get_baseline(layout) / PANGO_SCALE;
}

static double layout_height(PangoLayout *layout) {
  int height;
  pango_layout_get_size(layout, NULL, &height);
  return (double)height / PANGO_SCALE;
}

static Box text_box(PangoContext *context, const PangoFontDescription *font, const char *markup) {
  Box box = {.text = new_layout(context, font, markup, 1)};
  box.width = layout_width(box.text);
  box.ascent = layout_ascent(box.text);
  box.descent = layout_height(box.text) - box.ascent;
  return box;
}

/* The height of the minus sign of @font over the baseline: about a third of an ascent. */
static double axis_height(PangoContext *context, const PangoFontDescription *font) {
  PangoFontMetrics *metrics = pango_context_get_metrics(context, font, NULL);
  const double height = 0.31 * pango_font_metrics_get_ascent(metrics) / PANGO_SCALE;
  pango_font_metrics_unref(metrics);
  return height;
}

static Box fraction_box(PangoContext *context, const PangoFontDescription *font, const char *above,
                        const char *below) {
  Box box = {.text = new_layout(context, font, above, FRACTION_SCALE),
             .below = new_layout(context, font, below, FRACTION_SCALE)};
  box.text_width = layout_width(box.text);
  box.below_width = layout_width(box.below);
  box.bar = axis_height(context, font);
  box.width = fmax(box.text_width, box.below_width) + 2 * BAR_OVERHANG;
  box.ascent = box.bar + BAR_GAP + layout_height(box.text);
  box.descent = layout_height(box.below) + BAR_GAP - box.bar;
  return box;
}

static void end_word(GmxFormula *self, int *first) {
  Word word = {.first = *first, .count = (int)self->boxes->len - *first};
  for (int i = word.first; i < word.first + word.count; i++) {
    const Box *box = &g_array_index(self->boxes, Box, i);
    word.width += box->width;
    word.ascent = fmax(word.ascent, box->ascent);
    word.descent = fmax(word.descent, box->descent);
  }
  if (word.count > 0)
    g_array_append_val(self->words, word);
  *first = (int)self->boxes->len;
}

static void add_text(GmxFormula *self, PangoContext *context, const PangoFontDescription *font,
                     GString *pending) {
  if (pending->len > 0) {
    const Box box = text_box(context, font, pending->str);
    g_array_append_val(self->boxes, box);
  }
  g_string_set_size(pending, 0);
}

/* @at: behind the opening brace. Returns what follows the closing one. */
static const char *add_fraction(GmxFormula *self, PangoContext *context,
                                const PangoFontDescription *font, const char *at) {
  const char *bar = strstr(at, OVER), *end = strchr(at, '}');
  g_return_val_if_fail(bar && end && bar < end, at + strlen(at));
  g_autofree char *above = g_strndup(at, (gsize)(bar - at));
  g_autofree char *below = g_strndup(bar + strlen(OVER), (gsize)(end - bar) - strlen(OVER));
  const Box box = fraction_box(context, font, above, below);
  g_array_append_val(self->boxes, box);
  return end + 1;
}

static void split(GmxFormula *self, PangoContext *context, const PangoFontDescription *font,
                  const char *text) {
  g_autoptr(GString) pending = g_string_new(NULL);
  int first = 0, depth = 0; /* of markup: a space within an element breaks no line */
  for (const char *at = text; *at;) {
    if (*at == '{') {
      add_text(self, context, font, pending);
      at = add_fraction(self, context, font, at + 1);
      continue;
    }
    if (*at == '<')
      depth += at[1] == '/' ? -1 : 1;
    if (*at == ' ' && depth == 0) {
      add_text(self, context, font, pending);
      end_word(self, &first);
    } else {
      g_string_append_c(pending, *at);
    }
    at++;
  }
  add_text(self, context, font, pending);
  end_word(self, &first);
}

static double space_width(PangoContext *context, const PangoFontDescription *font) {
  g_autoptr(PangoLayout) layout = new_layout(context, font, " ", 1);
  return layout_width(layout);
}

static void place_words(GmxFormula *self, double space, double width) {
  double x = 0;
  int line = 0;
  for (guint i = 0; i < self->words->len; i++) {
    Word *word = &g_array_index(self->words, Word, i);
    if (width > 0 && x > INDENT && x + word->width > width) {
      line++;
      x = INDENT;
    }
    word->x = x;
    word->line = line;
    x += word->width + space;
    self->width = fmax(self->width, x - space);
  }
}

/* Each line is as high as what stands in it. */
static void place_lines(GmxFormula *self) {
  const int lines = gmx_formula_get_lines(self);
  double y = 0;
  for (int line = 0; line < lines; line++) {
    double ascent = 0, descent = 0;
    for (guint i = 0; i < self->words->len; i++) {
      const Word *word = &g_array_index(self->words, Word, i);
      ascent = word->line == line ? fmax(ascent, word->ascent) : ascent;
      descent = word->line == line ? fmax(descent, word->descent) : descent;
    }
    const double baseline = y + ascent;
    g_array_append_val(self->baselines, baseline);
    y = baseline + descent;
    self->height = y;
    y += LINE_GAP;
  }
}

GmxFormula *gmx_formula_new(PangoContext *context, const PangoFontDescription *font,
                            const char *text, double width) {
  GmxFormula *self = g_new0(GmxFormula, 1);
  self->boxes = g_array_new(FALSE, FALSE, sizeof(Box));
  self->words = g_array_new(FALSE, FALSE, sizeof(Word));
  self->baselines = g_array_new(FALSE, FALSE, sizeof(double));
  g_array_set_clear_func(self->boxes, clear_box);
  split(self, context, font, text);
  place_words(self, space_width(context, font), width);
  place_lines(self);
  return self;
}

void gmx_formula_free(GmxFormula *self) {
  if (!self)
    return;
  g_array_unref(self->boxes);
  g_array_unref(self->words);
  g_array_unref(self->baselines);
  g_free(self);
}

void gmx_formula_get_size(const GmxFormula *self, double *width, double *height) {
  *width = self->width;
  *height = self->height;
}

int gmx_formula_get_lines(const GmxFormula *self) {
  const guint count = self->words->len;
  return count > 0 ? g_array_index(self->words, Word, count - 1).line + 1 : 0;
}

static void draw_layout(cairo_t *cr, PangoLayout *layout, double x, double y) {
  cairo_move_to(cr, x, y);
  pango_cairo_show_layout(cr, layout);
}

static void draw_box(cairo_t *cr, const Box *box, double x, double baseline) {
  if (!box->below) {
    draw_layout(cr, box->text, x, baseline - box->ascent);
    return;
  }
  const double bar = floor(baseline - box->bar) + 0.5;
  draw_layout(cr, box->text, x + (box->width - box->text_width) / 2,
              bar - BAR_GAP - layout_height(box->text));
  draw_layout(cr, box->below, x + (box->width - box->below_width) / 2, bar + BAR_GAP);
  cairo_set_line_width(cr, 1);
  cairo_move_to(cr, x + 1, bar);
  cairo_line_to(cr, x + box->width - 1, bar);
  cairo_stroke(cr);
}

void gmx_formula_draw(const GmxFormula *self, cairo_t *cr, double x, double y) {
  for (guint i = 0; i < self->words->len; i++) {
    const Word *word = &g_array_index(self->words, Word, i);
    double at = x + word->x;
    for (int b = word->first; b < word->first + word->count; b++) {
      const Box *box = &g_array_index(self->boxes, Box, b);
      draw_box(cr, box, at, y + g_array_index(self->baselines, double, word->line));
      at += box->width;
    }
  }
}

static void append_plain(GString *out, const char *from, gsize length) {
  g_autofree char *markup = g_strndup(from, length);
  g_autofree char *plain = NULL;
  if (pango_parse_markup(markup, -1, 0, NULL, &plain, NULL, NULL))
    g_string_append(out, plain);
}

char *gmx_formula_to_text(const char *text) {
  GString *out = g_string_new(NULL);
  for (const char *at = text; *at;) {
    const char *brace = strchr(at, '{');
    append_plain(out, at, brace ? (gsize)(brace - at) : strlen(at));
    if (!brace)
      break;
    const char *bar = strstr(brace, OVER), *end = strchr(brace, '}');
    g_string_append_c(out, '(');
    append_plain(out, brace + 1, (gsize)(bar - brace - 1));
    g_string_append(out, ") / (");
    append_plain(out, bar + strlen(OVER), (gsize)(end - bar) - strlen(OVER));
    g_string_append_c(out, ')');
    at = end + 1;
  }
  return g_string_free(out, FALSE);
}
