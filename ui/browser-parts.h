/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What windows that browse examples have in common: a grid of tiles, the image of a tile, and the
 * line of actions below. */
#pragma once

#include "engine/data/dataset.h"

#include <gtk/gtk.h>

/** What makes a tile of a grid; both get the GtkListItem. */
typedef void (*GmxTileFunc)(GtkSignalListItemFactory *factory, GtkListItem *list_item);

/**
 * A grid of the tiles of @model, called @name, in a scroller, which is returned. While a tile is
 * shown the example is its "item" (g_object_get_data() of the list item's child), referenced.
 * @param grid receives the GtkGridView, owned by the scroller
 */
GtkWidget *gmx_browser_grid_new(GtkSelectionModel *model, guint least_columns, const char *name,
                                GmxTileFunc setup, GmxTileFunc bind, GtkWidget **grid);

/** Shows example @index in @image, a GmxPixelImage whose accessible name becomes @words. */
void gmx_browser_show_image(GtkWidget *image, GmxDataset *dataset, GmxSplit split, int index,
                            const char *words);

/** The line of actions: a label for gmx_browser_show_count(), at the line's start. */
GtkWidget *gmx_browser_actions_new(GtkWidget **count);
/** Appends a button to it that calls @func with @data. @tip may be NULL. */
GtkWidget *gmx_browser_add_action(GtkWidget *line, const char *label, const char *tip,
                                  GCallback func, gpointer data);
/** "1 204 images", or points. @dataset NULL: images. */
void gmx_browser_show_count(GtkWidget *label, GmxDataset *dataset, guint count);

/** Escape closes the windows of @class. */
void gmx_browser_close_on_escape(GtkWidgetClass *class);
