/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Presets: settings of a method and its optimizer under a name. Some are published, others the
 * user's own.
 *
 * A preset of the user's is a plain JSON object of settings, $XDG_DATA_HOME/gmix-studio/presets/
 * NAME.json, which `gmix train --config` takes too. It says how to train, not on what: neither data
 * set and network nor length, seed and bookkeeping of a run. No GTK here. */
#pragma once

#include "engine/train/config.h"

typedef struct {
  char *name;    /* of a file; of a published one the engine's word */
  char *title;   /* what the menu shows */
  char **values; /* setting, text, setting, text, …, NULL, in the order of the settings */
} GmxPreset;

void gmx_preset_free(GmxPreset *preset);

/** Whether a preset may say something of @setting. */
gboolean gmx_preset_has(GParamSpec *setting);

/** Settings that papers publish, with their source in the title: an array of GmxPreset. */
GPtrArray *gmx_presets_published(void);

/** Where the user's own lie. Free with g_free(). */
char *gmx_presets_folder(void);

/**
 * The user's own in @folder, by name: an array of GmxPreset, empty where there is no folder.
 * @param wrong gets a line for each file that is skipped, and NULL at the end; free it with
 *   g_strfreev()
 */
GPtrArray *gmx_presets_load(const char *folder, char ***wrong);

/** @config with what @preset says; the caller owns it. */
GmxConfig *gmx_preset_apply(const GmxPreset *preset, GmxConfig *config);

/** Whether a file can be called so; one line says what is wrong. */
gboolean gmx_preset_check_name(const char *name, GError **error);

/** Path of the preset called @name. Free with g_free(). */
char *gmx_preset_path(const char *folder, const char *name);

/** Keeps what @config says that a preset may have, over one of that name. */
gboolean gmx_preset_save(const char *folder, const char *name, GmxConfig *config, GError **error);
gboolean gmx_preset_delete(const char *folder, const char *name, GError **error);
