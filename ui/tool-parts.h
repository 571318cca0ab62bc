/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rows of tools above the pages are made of. */
#pragma once

#include <gtk/gtk.h>

/** What a screen reader calls @widget; @tooltip NULL: it keeps the one it has. */
void gmx_tool_name(GtkWidget *widget, const char *name, const char *tooltip);

/** Icon and words for a button, of which the words go where there is no room. */
GtkWidget *gmx_tool_content_new(const char *icon, const char *words);
void gmx_tool_content_show_words(GtkWidget *content, gboolean visible);

/** A line of text beside the buttons. */
GtkWidget *gmx_tool_note_new(void);
/** Puts it into @row behind @after, or, where it is narrow, below the rows of @box. */
void gmx_tool_note_place(GtkWidget *note, GtkWidget *row, GtkWidget *after, GtkWidget *box,
                         gboolean narrow);

/** Makes @tools @count rows below each other, into @rows, @spacing between what stands in a row.
 * Its class has GtkBoxLayout. */
void gmx_tool_rows_init(GtkWidget *tools, int spacing, int count, GtkWidget **rows);
/** Puts @widget at the end of @row, wherever it was before. */
void gmx_tool_row_take(GtkWidget *row, GtkWidget *widget);
/** Fills a row up, so that what follows stands at its end. */
GtkWidget *gmx_tool_spacer_new(void);
/** What does not fit into a row is scrolled, so that the row's end stays in sight. */
GtkWidget *gmx_tool_scroller_new(GtkWidget *child);
