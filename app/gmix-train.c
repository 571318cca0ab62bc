/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `gmix train`: one run, new or gone on with. */
#include "app/gmix.h"
#include "app/gmix-drive.h"
#include "app/gmix-options.h"
#include "engine/train/run-folder.h"
#include "engine/train/session-file.h"

#include <stdio.h>
#include <string.h>

/* @weights: file that the weights begin with; NULL: they are drawn. */
static GmxTrainer *begin(GmxConfig *config, const char *run_dir, const char *weights,
                         GError **error) {
  g_autofree char *parent = run_dir != NULL ? g_strdup(run_dir) : gmx_run_default_parent();
  g_autoptr(GmxDataset) dataset = NULL;
  g_autoptr(GmxTrainer) trainer = NULL;

  gmx_config_make_data_absolute(config, NULL);
  dataset = gmx_config_load_dataset(config, NULL, NULL, NULL, error);
  trainer = dataset != NULL ? gmx_trainer_new(config, dataset, parent, error) : NULL;
  if (trainer == NULL || (weights != NULL && !gmx_trainer_load_weights(trainer, weights, error)))
    return NULL;
  return g_steal_pointer(&trainer);
}

/* What was given acts as a change of the window's does, and is an event of the run. */
static GmxTrainer *resume(const char *run, const char *run_dir, GStrv given, GError **error) {
  g_autofree char *path = gmx_run_find(run_dir, run, error);
  g_autoptr(GmxRunInfo) info = path != NULL ? gmx_run_info_load(path, error) : NULL;
  g_autoptr(GmxDataset) dataset =
      info != NULL ? gmx_config_load_dataset(info->config, NULL, NULL, NULL, error) : NULL;
  g_autoptr(GmxTrainer) trainer = dataset != NULL ? gmx_trainer_resume(path, dataset, error) : NULL;

  if (trainer == NULL || !gmx_trainer_set_all(trainer, (const char *const *)given, error))
    return NULL;
  return g_steal_pointer(&trainer);
}

/* The first of the @given settings that only a new run can have; NULL for none. */
static char *find_fixed(GStrv given) {
  g_autoptr(GTypeClass) klass = g_type_class_ref(GMX_TYPE_CONFIG);

  for (int i = 0; given[i] != NULL; i++) {
    g_autofree char *name = g_strndup(given[i], strcspn(given[i], "="));
    GParamSpec *setting = g_object_class_find_property(G_OBJECT_CLASS(klass), name);

    if (gmx_setting_info(setting)->apply == GMX_APPLY_RESET)
      return g_steal_pointer(&name);
  }
  return NULL;
}

/* Whether --resume, where it was given, goes with the rest; -1 to go on. */
static int check_resume(const char *resumed, const char *file, const char *weights, GStrv given) {
  g_autofree char *fixed = resumed != NULL ? find_fixed(given) : NULL;

  if (resumed != NULL && file != NULL)
    return gmix_complain(GMIX_WRONG_OPTION,
                         "--resume and --config exclude each other: a resumed "
                         "run keeps its settings but for those given as options");
  if (resumed != NULL && weights != NULL)
    return gmix_complain(GMIX_WRONG_OPTION, "--resume and --weights exclude each other: a resumed "
                                            "run has weights already");
  if (fixed != NULL)
    return gmix_complain(GMIX_WRONG_OPTION,
                         "--resume and --%s exclude each other: only a new run can have another "
                         "%s, as with --config and this one's run.json",
                         fixed, fixed);
  return -1;
}

/* Trains, and chooses the exit status. */
static int run(GmxTrainer *trainer, GmixReportKind kind) {
  g_autoptr(GError) error = NULL;
  GmxTrainerState state;

  if (!gmix_drive(trainer, kind, &error))
    return gmix_complain(GMIX_FAILED, "%s", error->message);
  state = gmx_trainer_get_state(trainer);
  if (state == GMX_TRAINER_DIVERGED)
    return gmix_complain(GMIX_FAILED,
                         "the loss is not finite at step %" G_GINT64_FORMAT
                         "; try a smaller --lr or --rho (the run lies in %s)",
                         gmx_trainer_get_step(trainer), gmx_trainer_get_run_path(trainer));
  return state == GMX_TRAINER_FINISHED ? GMIX_DONE : GMIX_STOPPED;
}

/* What lets a finished run go on. */
static const char *way_on(GmxTrainer *trainer) {
  return gmx_trainer_get_plateau(trainer) > 0 ? "a larger --patience, or 0 for none,"
                                              : "a larger --epochs or --steps";
}

/* A run that was resumed and has nothing left to do. */
static int tell_finished(GmxTrainer *trainer, GmixReportKind kind) {
  g_autofree char *name = g_path_get_basename(gmx_trainer_get_run_path(trainer));
  const gint64 steps = gmx_trainer_get_step(trainer);
  const int epochs = gmx_trainer_get_summary(trainer).epochs;

  if (!gmx_config_equal(gmx_trainer_get_config(trainer), gmx_trainer_get_waiting_config(trainer)))
    return gmix_complain(GMIX_WRONG_OPTION,
                         "%s has nothing left to train: it has made %" G_GINT64_FORMAT
                         " steps in %d epochs; only %s goes on with it",
                         name, steps, epochs, way_on(trainer));
  if (kind == GMIX_REPORT_JSON || kind == GMIX_REPORT_SUMMARY)
    return run(trainer, kind);
  if (kind != GMIX_REPORT_QUIET)
    printf("%s: finished already, %" G_GINT64_FORMAT " steps in %d epochs; %s goes on with it\n",
           name, steps, epochs, way_on(trainer));
  return GMIX_DONE;
}

/* A run that was resumed may have nothing left to do. */
static int go_on(GmxTrainer *trainer, gboolean resumed, GmixReportKind kind) {
  if (resumed && gmx_trainer_get_state(trainer) == GMX_TRAINER_FINISHED)
    return tell_finished(trainer, kind);
  gmix_drive_catch_signals();
  return run(trainer, kind);
}

/* Some settings only the data can refuse: a network for which its images are too small. */
static int complain(const GError *error, gboolean resumed) {
  const gboolean setting = !resumed && error->domain == GMX_CONFIG_ERROR;

  return gmix_complain(setting ? GMIX_WRONG_OPTION : GMIX_FAILED, "%s", error->message);
}

int gmix_train(int argc, char **argv) {
  g_autofree char *run_dir = NULL, *resumed = NULL, *file = NULL, *weights = NULL;
  gboolean json = FALSE, quiet = FALSE;
  const GmixOption options[] = {
      {"run-dir", "DIR", "Folder that gets the run's folder.", &run_dir, NULL},
      {"config", "FILE",
       "Settings from a session (.gmix), a run's run.json or a JSON object of settings; what else "
       "is "
       "given overrides them.",
       &file, NULL},
      {"resume", "RUN",
       "Go on with a run from its checkpoint; settings given beside it change it from there on, as "
       "--epochs does.",
       &resumed, NULL},
      {"weights", "FILE",
       "Begin with the weights of a safetensors file, a PyTorch state_dict or another run's "
       "checkpoint, instead of drawn ones.",
       &weights, NULL},
      {"json", NULL, "Print one JSON object a line, the summary last.", NULL, &json},
      {"quiet", NULL, "Print nothing but errors (with --json: the summary alone).", NULL, &quiet},
      {NULL},
  };
  const GmixCommand command = {.name = "train",
                               .summary = "Trains a network and writes a run folder.",
                               .settings = TRUE,
                               .config_file = &file,
                               .options = options};
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_autoptr(GmxTrainer) trainer = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) given = NULL;
  int status = gmix_options_parse(&command, argc, argv, config, &given, NULL);

  if (status >= 0)
    return status;
  status = check_resume(resumed, file, weights, given);
  if (status >= 0)
    return status;
  trainer = resumed != NULL ? resume(resumed, run_dir, given, &error)
                            : begin(config, run_dir, weights, &error);
  if (trainer == NULL)
    return complain(error, resumed != NULL);
  return go_on(trainer, resumed != NULL, gmix_drive_choose_report(json, quiet));
}
