/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list model over an array that is replaced as a whole: one side's examples in their order. */
#pragma once

#include <gio/gio.h>

#define GMX_TYPE_SAMPLE_LIST (gmx_sample_list_get_type())
G_DECLARE_FINAL_TYPE(GmxSampleList, gmx_sample_list, GMX, SAMPLE_LIST, GObject)

/** What a replacement changed, to be told once every list is in its new state. */
typedef struct {
  guint position, removed, added;
} GmxListChange;

/** @type of the items: GMX_TYPE_SAMPLE. */
GmxSampleList *gmx_sample_list_new(GType type);

/**
 * Takes over @items (GObject *, with a free function) without telling anybody. The change is the
 * shortest range outside of which the items are the same ones at the same distance from both ends.
 */
GmxListChange gmx_sample_list_replace(GmxSampleList *list, GPtrArray *items);
/** Tells that @change happened; nothing where nothing did. */
void gmx_sample_list_tell(GmxSampleList *list, GmxListChange change);

/** The items now, owned by the list. */
GPtrArray *gmx_sample_list_get_items(GmxSampleList *list);
