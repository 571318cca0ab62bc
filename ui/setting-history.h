/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The changes that the user made to the settings, newest last, so that they can be taken back.
 *
 * One change is what one action did: a method with the axes that follow it, a preset with all that
 * it sets, a slider from where it was taken to where it was let go. */
#pragma once

#include "engine/train/config.h"

typedef struct GmxChange GmxChange;
typedef struct GmxHistory GmxHistory;

GmxHistory *gmx_history_new(void);
void gmx_history_free(GmxHistory *history);
void gmx_history_clear(GmxHistory *history);

/**
 * The change from @before to @after; NULL where they are the same.
 * @param name setting that was asked for, which the others follow; NULL for several at once
 * @param title what the change is called; NULL: by its setting and values
 */
GmxChange *gmx_change_new(GmxConfig *before, GmxConfig *after, const char *name, const char *title);
void gmx_change_free(GmxChange *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxChange, gmx_change_free)

/** The settings of @config without @change. The caller owns them. */
GmxConfig *gmx_change_undo(const GmxChange *change, GmxConfig *config);

/** "ρ 0.20 → 0.05": what undoing @change brings back; a titled change by its title. g_free(). */
char *gmx_change_describe_undo(const GmxChange *change);

/**
 * Adds @change, which becomes the history's.
 * @param hold number of the hold in which it was made, 0 for none: changes of one setting in one
 *   hold join
 */
void gmx_history_push(GmxHistory *history, GmxChange *change, guint hold);

/** The newest change, NULL for none; owned by the history. */
const GmxChange *gmx_history_peek(GmxHistory *history);
/** The newest change, which leaves the history and becomes the caller's. */
GmxChange *gmx_history_pop(GmxHistory *history);

/** Forgets the newest changes that do not stand in @config: something else has undone them. */
void gmx_history_prune(GmxHistory *history, GmxConfig *config);
