/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Samples page shows, as files: a sheet of tiles as PNG, the table as CSV. */
#pragma once

#include "engine/train/config.h"
#include "ui/samples/sample-model.h"

#include <gtk/gtk.h>

typedef enum {
  GMX_SAVE_SELECTION, /* the selected examples, PNG */
  GMX_SAVE_GALLERIES, /* all that are shown, PNG */
  GMX_SAVE_TABLE,     /* all that are shown, CSV */
} GmxSaveKind;

/** @saved says what was saved, in words; NULL where @error tells why not. */
typedef void (*GmxSavedFunc)(GtkWidget *owner, const char *saved, const GError *error);

/**
 * Asks for a file, and writes on a thread what was shown when this was called. @done is not called
 * where the user thinks better of it.
 * @param owner stays alive until then; the chooser belongs to its window
 * @param run name of the run; NULL: not said
 */
void gmx_samples_save(GtkWidget *owner, GmxSampleModel *model, GmxSaveKind kind, const char *run,
                      GmxConfig *config, GmxSavedFunc done);
