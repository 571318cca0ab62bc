/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sub-commands of gmix. Each gets its own name as argv[0] and returns the exit status. */
#pragma once

int gmix_train(int argc, char **argv);
int gmix_eval(int argc, char **argv);
int gmix_list(int argc, char **argv);
int gmix_bench(int argc, char **argv);
int gmix_samples(int argc, char **argv);
int gmix_export(int argc, char **argv);
int gmix_lesson(int argc, char **argv);
int gmix_sweep(int argc, char **argv);
