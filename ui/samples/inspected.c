/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One example as the inspector's cards are given it, and the words they share. */
#include "ui/samples/inspected.h"

#include "ui/format.h"
#include "ui/tile-parts.h"

#include <glib/gi18n.h>

char *gmx_inspected_class(GmxDataset *dataset, int label) {
  const char *name = gmx_dataset_get_class_name(dataset, label);
  return g_ascii_isdigit(*name) ? g_strdup_printf(_("class %s"), name) : g_strdup(name);
}

gboolean gmx_inspected_is_mixed(const GmxInspected *e) {
  return gmx_tile_is_mixed(e->gallery, e->index);
}

char *gmx_inspected_title(const GmxInspected *e) {
  g_autofree char *first = gmx_inspected_class(e->dataset, e->gallery->first_label[e->index]);
  g_autofree char *second = gmx_inspected_class(e->dataset, e->gallery->second_label[e->index]);
  if (!gmx_inspected_is_mixed(e))
    return g_steal_pointer(&first);
  return g_strdup_printf(_("%s and %s"), first, second);
}

char *gmx_inspected_subtitle(const GmxInspected *e) {
  const GmxGallery *gallery = e->gallery;
  gboolean probe = gallery->source == GMX_GALLERY_PROBE;
  g_autofree char *number = gmx_format_count(e->index + 1);
  g_autofree char *count = gmx_format_count(gallery->count);
  g_autofree char *when = gmx_format_count(probe ? gallery->epoch : gallery->step);
  return g_strdup_printf(probe ? _("probe example %s of %s, epoch %s")
                               : _("example %s of %s, step %s"),
                         number, count, when);
}

/* The crop's corner went right or down, so what is shown went the other way; the flip comes last.
 */
char *gmx_inspected_move(const GmxBatchMove *move) {
  if (!move || (move->down == 0 && move->right == 0 && !move->flip))
    return NULL;
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
  if (move->right != 0)
    g_ptr_array_add(parts, g_strdup_printf(move->right > 0 ? _("%d px left") : _("%d px right"),
                                           ABS(move->right)));
  if (move->down != 0)
    g_ptr_array_add(
        parts, g_strdup_printf(move->down > 0 ? _("%d px up") : _("%d px down"), ABS(move->down)));
  if (move->flip)
    g_ptr_array_add(parts, g_strdup(parts->len > 0 ? _("then flipped") : _("flipped")));
  g_ptr_array_add(parts, NULL);
  g_autofree char *all = g_strjoinv(", ", (char **)parts->pdata);
  return g_strdup_printf(_("shown as augmented: %s"), all);
}

gboolean gmx_inspected_same(const GmxGallery *a, const GmxGallery *b, int index) {
  return index < a->count && index < b->count && a->first[index] == b->first[index] &&
         a->second[index] == b->second[index] && a->lambdas[index] == b->lambdas[index];
}
