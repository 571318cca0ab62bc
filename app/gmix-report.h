/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `gmix train` says while it works: a bar on a terminal, plain lines elsewhere, or JSON. */
#pragma once

#include "engine/train/trainer.h"

typedef enum {
  GMIX_REPORT_BAR,     /* standard output is a terminal: a bar redrawn at most ten times a second */
  GMIX_REPORT_LINES,   /* one line an epoch */
  GMIX_REPORT_JSON,    /* one object a line, the summary last */
  GMIX_REPORT_STEPS,   /* JSON, and where training stands, at most four times a second */
  GMIX_REPORT_QUIET,   /* nothing */
  GMIX_REPORT_SUMMARY, /* the summary's object alone: --json --quiet */
} GmixReportKind;

typedef struct GmixReport GmixReport;

GmixReport *gmix_report_new(GmixReportKind kind, GmxTrainer *trainer);
void gmix_report_free(GmixReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmixReport, gmix_report_free)

void gmix_report_start(GmixReport *report);
void gmix_report_step(GmixReport *report, const GmxStepRecord *record);
void gmix_report_epoch(GmixReport *report, const GmxEpochRecord *record);
/** "1:12", "2:05:00", "–" where nothing is known; free it. */
char *gmix_format_duration(double seconds);
/** "87.1 %", "–"; free it. */
char *gmix_format_percent(double fraction);
/** Clears the terminal's line; columns that it has. */
void gmix_clear_line(void);
int gmix_terminal_width(void);

/** A phase of an evaluation; fits gmx_trainer_set_phase_func(). */
void gmix_report_phase(const char *phase, gpointer report);
/** The loss of @step is not finite, or training was stopped after it. */
void gmix_report_diverged(GmixReport *report, gint64 step);
void gmix_report_stopped(GmixReport *report, gint64 step);
/** The end: the figures, and where the run lies. */
void gmix_report_summary(GmixReport *report);
