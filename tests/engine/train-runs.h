/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Helpers of the training tests: small runs on the drawn set. */
#pragma once

#include "engine/train/trainer.h"

/** The drawn set, loaded once for the whole test program. */
GmxDataset *gmx_test_shapes(void);

/** A small mlp on 256 images of it, with settings "name=value" on top, ended by NULL. No files. */
GmxTrainer *gmx_test_trainer(const char *setting, ...) G_GNUC_NULL_TERMINATED;

typedef void (*GmxTestStep)(GmxTrainer *trainer, const GmxStepRecord *record, gpointer data);

/** Trains to the end; @func is called after each step and may be NULL. */
void gmx_test_train(GmxTrainer *trainer, GmxTestStep func, gpointer data);

/** The tests of whole runs and their folders (train-runs.c). */
void gmx_test_add_run_tests(void);

/** The tests of the search for intrusion (train-intrusion.c). */
void gmx_test_add_intrusion_tests(void);
