/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts stand by epoch, so that what a run does again after going back is not counted twice. Of
 * the epoch under way every example is noted besides: a checkpoint lies at an epoch's end, or
 * inside the newest one, and that one can be counted again up to any of its steps. */
#include "engine/train/tally.h"

#include <string.h>

typedef struct {
  int epoch;
  gint64 last;                   /* newest step that is counted */
  guint32 *sharp_pairs, *pairs;  /* [classes × classes]; the lesser class is the row */
  double *sharp_shares, *shares; /* [classes] */
} Epoch;

/* One example of the epoch under way. */
typedef struct {
  guint16 first, second;
  gboolean sharp;
  float lambda;
} Note;

/* Notes up to @end are those of @step and of steps before it. */
typedef struct {
  gint64 step;
  guint end;
} Mark;

struct GmxTally {
  int classes;
  GArray *epochs; /* of Epoch, rising */
  GArray *notes;  /* of Note: all that the newest epoch counts */
  GArray *marks;  /* of Mark */
};

static void clear_epoch(gpointer data) {
  Epoch *epoch = data;
  g_free(epoch->sharp_pairs);
  g_free(epoch->pairs);
  g_free(epoch->sharp_shares);
  g_free(epoch->shares);
}

GmxTally *gmx_tally_new(int classes) {
  g_return_val_if_fail(classes > 0 && classes <= G_MAXUINT16, NULL);
  GmxTally *self = g_new0(GmxTally, 1);
  self->classes = classes;
  self->epochs = g_array_new(FALSE, FALSE, sizeof(Epoch));
  g_array_set_clear_func(self->epochs, clear_epoch);
  self->notes = g_array_new(FALSE, FALSE, sizeof(Note));
  self->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
  return self;
}

void gmx_tally_free(GmxTally *self) {
  if (!self)
    return;
  g_array_unref(self->epochs);
  g_array_unref(self->notes);
  g_array_unref(self->marks);
  g_free(self);
}

static Epoch *newest(const GmxTally *self) {
  const guint count = self->epochs->len;
  return count > 0 ? &g_array_index(self->epochs, Epoch, count - 1) : NULL;
}

static void forget_notes(GmxTally *self) {
  g_array_set_size(self->notes, 0);
  g_array_set_size(self->marks, 0);
}

static Epoch *open_epoch(GmxTally *self, int number) {
  Epoch *last = newest(self);
  if (last && last->epoch == number)
    return last;
  const gsize classes = (gsize)self->classes;
  const Epoch epoch = {.epoch = number,
                       .sharp_pairs = g_new0(guint32, classes * classes),
                       .pairs = g_new0(guint32, classes * classes),
                       .sharp_shares = g_new0(double, classes),
                       .shares = g_new0(double, classes)};
  forget_notes(self);
  g_array_append_val(self->epochs, epoch);
  return newest(self);
}

static void count(Epoch *epoch, int classes, const Note *note) {
  const int a = MIN(note->first, note->second), b = MAX(note->first, note->second);
  const double lambda = note->lambda;
  epoch->pairs[a * classes + b]++;
  epoch->shares[note->first] += lambda;
  epoch->shares[note->second] += 1 - lambda;
  if (!note->sharp)
    return;
  epoch->sharp_pairs[a * classes + b]++;
  epoch->sharp_shares[note->first] += lambda;
  epoch->sharp_shares[note->second] += 1 - lambda;
}

void gmx_tally_add(GmxTally *self, gint64 step, int epoch_number, const GmxBatch *batch,
                   const guint8 *sharp) {
  Epoch *epoch = open_epoch(self, epoch_number);
  const guint from = self->notes->len;
  const Mark mark = {step, from + (guint)batch->count};
  epoch->last = step;
  g_array_set_size(self->notes, mark.end);
  g_array_append_val(self->marks, mark);
  for (int i = 0; i < batch->count; i++) {
    Note *note = &g_array_index(self->notes, Note, from + (guint)i);
    *note = (Note){.first = (guint16)batch->first_label[i],
                   .second = (guint16)batch->second_label[i],
                   .sharp = sharp[i] != 0,
                   .lambda = batch->lambda[i]};
    count(epoch, self->classes, note);
  }
}

/* Counts the newest epoch anew from the notes up to @step. FALSE where they do not hold it. */
static gboolean recount(GmxTally *self, Epoch *epoch, gint64 step) {
  const gsize classes = (gsize)self->classes;
  guint marks = self->marks->len;
  while (marks > 0 && g_array_index(self->marks, Mark, marks - 1).step > step)
    marks--;
  if (marks == 0)
    return FALSE;
  const Mark last = g_array_index(self->marks, Mark, marks - 1);
  g_array_set_size(self->marks, marks);
  g_array_set_size(self->notes, last.end);
  memset(epoch->sharp_pairs, 0, sizeof(guint32) * classes * classes);
  memset(epoch->pairs, 0, sizeof(guint32) * classes * classes);
  memset(epoch->sharp_shares, 0, sizeof(double) * classes);
  memset(epoch->shares, 0, sizeof(double) * classes);
  epoch->last = last.step;
  for (guint i = 0; i < self->notes->len; i++)
    count(epoch, self->classes, &g_array_index(self->notes, Note, i));
  return TRUE;
}

static void drop_newest(GmxTally *self) {
  forget_notes(self);
  g_array_set_size(self->epochs, self->epochs->len - 1);
}

void gmx_tally_cut_after(GmxTally *self, gint64 step, int epoch) {
  Epoch *last;
  while ((last = newest(self)) && last->epoch > epoch)
    drop_newest(self);
  if (last && last->last > step && !recount(self, last, step))
    drop_newest(self);
}

void gmx_tally_get_pairs(const GmxTally *self, guint64 *sharp, guint64 *total) {
  const int n = self->classes;
  memset(sharp, 0, sizeof *sharp * (gsize)n * n);
  memset(total, 0, sizeof *total * (gsize)n * n);
  for (guint e = 0; e < self->epochs->len; e++) {
    const Epoch *epoch = &g_array_index(self->epochs, Epoch, e);
    for (int i = 0; i < n * n; i++) {
      sharp[i] += epoch->sharp_pairs[i];
      total[i] += epoch->pairs[i];
    }
  }
  for (int a = 0; a < n; a++)
    for (int b = a + 1; b < n; b++) {
      sharp[b * n + a] = sharp[a * n + b];
      total[b * n + a] = total[a * n + b];
    }
}

static void clear_share(gpointer data) {
  g_free(((GmxClassShare *)data)->sharp);
  g_free(((GmxClassShare *)data)->total);
}

GArray *gmx_tally_get_class_shares(const GmxTally *self) {
  const gsize size = sizeof(double) * (gsize)self->classes;
  GArray *shares = g_array_new(FALSE, FALSE, sizeof(GmxClassShare));
  g_array_set_clear_func(shares, clear_share);
  for (guint e = 0; e < self->epochs->len; e++) {
    const Epoch *epoch = &g_array_index(self->epochs, Epoch, e);
    const GmxClassShare share = {.epoch = epoch->epoch,
                                 .sharp = g_memdup2(epoch->sharp_shares, size),
                                 .total = g_memdup2(epoch->shares, size)};
    g_array_append_val(shares, share);
  }
  return shares;
}
