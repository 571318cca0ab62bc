/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of the settings: what there is, its range, its default, its words and its formula.
 *
 * Everything else about a setting (option, row, tooltip, run.json, message) is made from here. */
#include "engine/train/config-private.h"

#include <string.h>

#define ANY_COUNT 100000000

/* Where the formulas come from; a section is one of docs/methods.md. */
#define METHODS_1 "docs/methods.md, section 1"
#define METHODS_2 "docs/methods.md, section 2"
#define METHODS_5 "docs/methods.md, section 5"
#define METHODS_6 "docs/methods.md, section 6"
#define METHODS_7 "docs/methods.md, section 7"
#define MIXUP "mixup: Zhang et al., arXiv 1710.09412"
#define SAM "SAM: Foret et al., arXiv 2010.01412"
#define ASAM "ASAM: Kwon et al., arXiv 2102.11600"
#define OUR "; our reading of G-Mix (arXiv 2308.03236), docs/methods.md, section 4"
#define READING "ESAM (arXiv 2110.03141), GSAM (arXiv 2203.08065)" OUR
#define READING_ESAM "ESAM: Du et al., arXiv 2110.03141" OUR
#define READING_GSAM "GSAM: Zhuang et al., arXiv 2203.08065" OUR

/* One line of the table. The type is told by what is filled in: enumeration, text, or the kind. */
typedef struct {
  const char *name, *nick, *blurb;
  GType kind; /* G_TYPE_INT, _DOUBLE, _BOOLEAN, _STRING, or G_TYPE_ENUM with get_type */
  double min, max, standard;
  const char *text;        /* default of a text */
  GType (*get_type)(void); /* of an enumeration */
  GmxSettingInfo info;
} Setting;

static const Setting settings[GMX_SETTING_COUNT] = {
    [PROP_DATA] = {"data", "Dataset",
                   "What to train on: the images of shapes, fashion-mnist, or a folder with IDX "
                   "files, CIFAR-10's binary batches or PNG files by class; or the points of "
                   "moons, circles, spirals, "
                   "blobs, xor, stripes, or a CSV file. Going from images to points sets mlp "
                   "32,32, batch 32, epochs 200 and probe 128, going back the defaults.",
                   G_TYPE_STRING, .text = "shapes",
                   .info = {GMX_APPLY_RESET, "data", .lesson = "mixed-image"}},
    [PROP_POINTS] = {"points", "Points",
                     "Training points that are drawn; half as many are held out. Images and CSV "
                     "files ignore it.",
                     G_TYPE_INT, 2, 100000, 400,
                     .info = {GMX_APPLY_RESET, "data", .lesson = "few-data"}},
    [PROP_NOISE] = {"noise", "Noise",
                    "Standard deviation of what is added to the coordinates of drawn points.",
                    G_TYPE_DOUBLE, 0, 10, 0.15,
                    .info = {GMX_APPLY_RESET, "data", .slider_max = 0.6, .digits = 2,
                             .lesson = "label-noise"}},
    [PROP_IMBALANCE] = {"imbalance", "Imbalance",
                        "Share by which the last class has fewer training points than the first; "
                        "what is held out stays balanced.",
                        G_TYPE_DOUBLE, 0, 0.9, 0,
                        .info = {GMX_APPLY_RESET, "data", .slider_max = 0.9, .digits = 2,
                                 .lesson = "few-data"}},
    [PROP_MODEL] = {"model", "Network", "Network that is trained.", G_TYPE_STRING, .text = "cnn",
                    .info = {GMX_APPLY_RESET, "data", .source = METHODS_6,
                             .lesson = "clean-accuracy"}},
    [PROP_HIDDEN] = {"hidden", "Hidden layers",
                     "Widths of the mlp's hidden layers, separated by commas; other networks "
                     "ignore it.",
                     G_TYPE_STRING, .text = "256,128",
                     .info = {GMX_APPLY_RESET, "data", .source = METHODS_6,
                              .lesson = "clean-accuracy"}},
    [PROP_BATCH] = {"batch", "Batch size", "Examples in one step.", G_TYPE_INT, 2, 4096, 128,
                    .info = {GMX_APPLY_EPOCH, "data", "B", .source = METHODS_2,
                             .lesson = "mixed-image"}},
    [PROP_AUGMENT] = {"augment", "Augmentation",
                      "Shifts each image by up to 4 pixels and mirrors half of them, drawn anew in "
                      "every epoch.",
                      G_TYPE_BOOLEAN,
                      .info = {GMX_APPLY_EPOCH, "data",
                               .source = "He et al., arXiv 1512.03385, section 4.2",
                               .lesson = "few-data"}},
    [PROP_LABEL_NOISE] = {"label-noise", "Label noise",
                          "Share of the training labels that is replaced by another class.",
                          G_TYPE_DOUBLE, 0, 1, 0,
                          .info = {GMX_APPLY_EPOCH, "data", .slider_max = 1, .digits = 2,
                                   .source = "Zhang et al., arXiv 1611.03530",
                                   .lesson = "label-noise"}},
    [PROP_LIMIT] = {"limit", "Training examples",
                    "Training examples that are used, the first of the dataset; 0 uses all.",
                    G_TYPE_INT, 0, ANY_COUNT, 0,
                    .info = {GMX_APPLY_EPOCH, "data", .lesson = "few-data"}},
    [PROP_METHOD] = {"method", "Method",
                     "Named combination of mix, perturb and combine; choosing one sets the three.",
                     G_TYPE_STRING, .text = "g-mix",
                     .info = {GMX_APPLY_STEP, "method", .source = METHODS_1,
                              .lesson = "mixed-image"}},
    [PROP_MIX] = {"mix", "Mix", "What a step sees: the examples as they are, or blends of two.",
                  G_TYPE_ENUM, .standard = GMX_MIX_MIXUP, .get_type = gmx_mix_get_type,
                  .info = {GMX_APPLY_STEP, "mix", .source = MIXUP, .lesson = "mixed-image"}},
    [PROP_ALPHA] = {"alpha", "Mixing strength",
                    "Shape of the distribution of λ: 0 never mixes, 1 draws every λ alike, more "
                    "prefers halves.",
                    G_TYPE_DOUBLE, 0, 16, 1,
                    .info = {GMX_APPLY_STEP, "mix", "α",
                             "λ ~ Beta(α, α),  x̃ = λ x + (1 − λ) x<sub>π</sub>", 0, 4, 2,
                             .source = MIXUP, .lesson = "lambda-alpha"}},
    [PROP_LAMBDA_PER_EXAMPLE] = {"lambda-per-example", "λ for each example",
                                 "Draws a λ for each example instead of one for the batch.",
                                 G_TYPE_BOOLEAN,
                                 .info = {GMX_APPLY_STEP, "mix", "λ<sub>i</sub>",
                                          .source = METHODS_2, .lesson = "lambda-alpha"}},
    [PROP_PERTURB] = {"perturb", "Perturb",
                      "Where the gradient is taken: at w, or at w + ε̂ after a climb.", G_TYPE_ENUM,
                      .standard = GMX_PERTURB_SAM, .get_type = gmx_perturb_get_type,
                      .info = {GMX_APPLY_STEP, "perturb", .formula = "ε̂ = ρ g / ‖g‖<sub>2</sub>",
                               .source = SAM, .lesson = "climb"}},
    [PROP_RHO] = {"rho", "Radius of the climb",
                  "Length of the climb to w + ε̂, with asam measured relative to the weights.",
                  G_TYPE_DOUBLE, 0, 10, 0.05,
                  .info = {GMX_APPLY_STEP, "perturb", "ρ", "ε̂ = ρ g / ‖g‖<sub>2</sub>", 0, 0.5, 2,
                           .source = SAM, .lesson = "rho"}},
    [PROP_ETA] = {"eta", "ASAM's floor",
                  "Added to the size of each weight in asam, so that small weights climb too.",
                  G_TYPE_DOUBLE, 0, 10, 0.01,
                  .info = {GMX_APPLY_STEP, "perturb", "η", "T = |w| + η", 0, 0.1, 3, .source = ASAM,
                           .lesson = "climb"}},
    [PROP_COMBINE] = {"combine", "Combine", "What the flat examples add to the gradient.",
                      G_TYPE_ENUM, .standard = GMX_COMBINE_ALL, .get_type = gmx_combine_get_type,
                      .info = {GMX_APPLY_STEP, "combine",
                               .formula = "g = ∇ (1/B) Σ ℓ<sub>i</sub>(w + ε̂)", .source = READING,
                               .lesson = "binary"}},
    [PROP_GAMMA] = {"gamma", "Share of the sharp set",
                    "Share of the batch that forms the sharp set, those of largest s_i.",
                    G_TYPE_DOUBLE, 0.01, 0.99, 0.5,
                    .info = {GMX_APPLY_STEP, "combine", "γ",
                             "S: the γB examples of largest s<sub>i</sub>", 0.01, 0.99, 2,
                             .source = READING_ESAM, .lesson = "sharp-flat"}},
    [PROP_BETA] =
        {"beta", "Weight of the orthogonal part",
         "Weight of the flat gradient's part that is perpendicular to the sharp gradient; "
         "negative turns it round, as GSAM does.",
         G_TYPE_DOUBLE, -4, 4, 0.5,
         .info = {GMX_APPLY_STEP, "combine", "β",
                  "g = g<sub>S</sub> + β (g<sub>F</sub> − proj<sub>S</sub> "
                  "g<sub>F</sub>)",
                  -2, 2, 2, .source = READING_GSAM, .lesson = "decomposed"}},
    [PROP_KEEP] = {"keep", "Keep",
                   "Which set plays the part of the sharp one: flat swaps the two, to see what the "
                   "other choice does.",
                   G_TYPE_ENUM, .standard = GMX_KEEP_SHARP, .get_type = gmx_keep_get_type,
                   .info = {GMX_APPLY_STEP, "combine", .source = READING, .lesson = "sharp-flat"}},
    [PROP_OPTIMIZER] = {"optimizer", "Optimizer",
                        "How the gradient moves the weights; choosing another one sets its usual "
                        "learning rate, 0.1 for sgd and 0.001 for adamw.",
                        G_TYPE_ENUM, .standard = GMX_OPTIMIZER_SGD,
                        .get_type = gmx_optimizer_kind_get_type,
                        .info = {GMX_APPLY_RESET, "optimizer", .source = METHODS_5,
                                 .lesson = "clean-accuracy"}},
    [PROP_LR] = {"lr", "Learning rate", "Length of a step along the gradient.", G_TYPE_DOUBLE, 1e-6,
                 100, 0.1,
                 .info = {GMX_APPLY_STEP, "optimizer", "η", "η<sub>t</sub> = ½ η (1 + cos π t/T)",
                          0.001, 1, 2, .logarithmic = TRUE, .source = METHODS_5,
                          .lesson = "clean-accuracy"}},
    [PROP_MOMENTUM] = {"momentum", "Momentum", "Share of the last step that is kept in the next.",
                       G_TYPE_DOUBLE, 0, 0.9999, 0.9,
                       .info = {GMX_APPLY_STEP, "optimizer", "μ",
                                "v ← μ v + (g + δ w),  w ← w − η<sub>t</sub> v", 0, 0.99, 2,
                                .source = METHODS_5, .lesson = "clean-accuracy"}},
    [PROP_BETA2] = {"beta2", "Decay of the squares",
                    "Share of the mean of squared gradients that adamw keeps from step to step; "
                    "its β₁ is the momentum.",
                    G_TYPE_DOUBLE, 0, 0.999999, 0.999,
                    .info = {GMX_APPLY_STEP, "optimizer", "β<sub>2</sub>",
                             "v ← β<sub>2</sub> v + (1 − β<sub>2</sub>) g²", 0.9, 0.9999, 4,
                             .source = "AdamW: Loshchilov and Hutter, arXiv 1711.05101",
                             .lesson = "clean-accuracy"}},
    [PROP_NESTEROV] = {"nesterov", "Nesterov",
                       "Steps along the gradient plus the momentum that comes after it.",
                       G_TYPE_BOOLEAN,
                       .info = {GMX_APPLY_STEP, "optimizer",
                                .formula = "w ← w − η<sub>t</sub> (g + δ w + μ v)",
                                .source = METHODS_5, .lesson = "clean-accuracy"}},
    [PROP_WEIGHT_DECAY] = {"weight-decay", "Weight decay",
                           "Pull of every parameter towards zero, added to the gradient.",
                           G_TYPE_DOUBLE, 0, 10, 5e-4,
                           .info = {GMX_APPLY_STEP, "optimizer", "δ", "g + δ w", 0, 0.01, 4,
                                    .source = METHODS_5, .lesson = "landscape"}},
    [PROP_SCHEDULE] = {"schedule", "Schedule", "How the learning rate falls during the run.",
                       G_TYPE_ENUM, .standard = GMX_SCHEDULE_COSINE,
                       .get_type = gmx_schedule_get_type,
                       .info = {GMX_APPLY_STEP, "optimizer",
                                .formula = "η<sub>t</sub> = ½ η (1 + cos π t/T)",
                                .source = "cosine: Loshchilov and Hutter, arXiv 1608.03983",
                                .lesson = "clean-accuracy"}},
    [PROP_DECAY_EVERY] = {"decay-every", "Decay every",
                          "Epochs after which the step schedule lowers the learning rate.",
                          G_TYPE_INT, 1, 100000, 30,
                          .info = {GMX_APPLY_STEP, "optimizer", .source = METHODS_5,
                                   .lesson = "clean-accuracy"}},
    [PROP_DECAY_FACTOR] = {"decay-factor", "Decay factor",
                           "What the step schedule multiplies the learning rate by.", G_TYPE_DOUBLE,
                           1e-4, 1, 0.1,
                           .info = {GMX_APPLY_STEP, "optimizer", .slider_min = 0.01,
                                    .slider_max = 1, .digits = 2, .source = METHODS_5,
                                    .lesson = "clean-accuracy"}},
    [PROP_EPOCHS] = {"epochs", "Epochs", "Passes over the training examples.", G_TYPE_INT, 1,
                     100000, 10, .info = {GMX_APPLY_EPOCH, "run", .lesson = "clean-accuracy"}},
    [PROP_STEPS] = {"steps", "Steps",
                    "Ends the run after this many steps, whatever epochs says; 0 runs all epochs.",
                    G_TYPE_INT, 0, 1000000000, 0,
                    .info = {GMX_APPLY_EPOCH, "run", .lesson = "clean-accuracy"}},
    [PROP_PATIENCE] = {"patience", "Patience",
                       "Ends the run when the held-out loss has not fallen below its least for "
                       "this many epochs; 0 runs all.",
                       G_TYPE_INT, 0, 100000, 0,
                       .info = {GMX_APPLY_EPOCH, "run",
                                .source = "Goodfellow et al., Deep Learning, section 7.8",
                                .lesson = "label-noise"}},
    [PROP_SEED] = {"seed", "Seed",
                   "Start of all random numbers: the same seed gives the same run, byte for byte.",
                   G_TYPE_INT, 0, G_MAXINT, 1,
                   .info = {GMX_APPLY_RESET, "run", .lesson = "few-data"}},
    [PROP_CHECKPOINT_EVERY] =
        {"checkpoint-every", "Checkpoint every",
         "Seconds after which a checkpoint is written within an epoch, beside "
         "that at its end; 0 writes none.",
         G_TYPE_INT, 0, 86400, 60, .info = {GMX_APPLY_STEP, "run"}},
    [PROP_PROBE] = {"probe", "Probe",
                    "Fixed mixed examples whose loss and sharpness are recorded every epoch.",
                    G_TYPE_INT, 0, 1000000, 512,
                    .info = {GMX_APPLY_RESET, "run", .source = METHODS_7, .lesson = "sharp-flat"}},
    [PROP_EVALUATE_TRAINING] =
        {"evaluate-training", "Training examples to evaluate",
         "Unmixed training examples, a fixed draw, on which training loss and "
         "accuracy are measured every epoch; 0 takes all.",
         G_TYPE_INT, 0, ANY_COUNT, 10000,
         .info = {GMX_APPLY_RESET, "run", .source = METHODS_7, .lesson = "clean-accuracy"}},
    [PROP_INTRUSION] = {"intrusion", "Intrusion",
                        "Searches the probe's nearest training examples every epoch, among those "
                        "that are evaluated: a mixed example may lie nearer to a third class than "
                        "to both its parents.",
                        G_TYPE_BOOLEAN, .standard = 1,
                        .info = {GMX_APPLY_EPOCH, "run",
                                 .source =
                                     "Guo et al., arXiv 1809.02499, and docs/methods.md, section 7",
                                 .lesson = "intrusion"}},
    [PROP_THREADS] = {"threads", "Threads",
                      "Threads that compute; 0 means one for each processor. The results are the "
                      "same for any number.",
                      G_TYPE_INT, 0, 256, 0, .info = {GMX_APPLY_STEP, "run"}},
    [PROP_RECORD_EVERY] = {"record-every", "Record every",
                           "Steps between two whose examples are kept in memory to look back at; 1 "
                           "keeps each. The results are the same for any number.",
                           G_TYPE_INT, 1, 1000000, 1,
                           .info = {GMX_APPLY_STEP, "run", .lesson = "sharp-flat"}},
    [PROP_RECORD_MEMORY] = {"record-memory", "Memory for recorded steps",
                            "MiB for the steps to look back at; when it is full the oldest go. 0 "
                            "keeps none. The results are the same for any number.",
                            G_TYPE_INT, 0, 65536, 128, .info = {GMX_APPLY_STEP, "run"}},
};

/* Enumerations. The nicks are what the command line and the files say. */
#define DEFINE_ENUM(name, camel, ...)                                                              \
  GType gmx_##name##_get_type(void) {                                                              \
    static gsize type = 0;                                                                         \
    static const GEnumValue values[] = {__VA_ARGS__, {0, NULL, NULL}};                             \
                                                                                                   \
    if (g_once_init_enter(&type))                                                                  \
      g_once_init_leave(&type, g_enum_register_static(camel, values));                             \
    return type;                                                                                   \
  }
#define VALUE(number, nick)                                                                        \
  { number, #number, nick }

DEFINE_ENUM(mix, "GmxMix", VALUE(GMX_MIX_NONE, "none"), VALUE(GMX_MIX_MIXUP, "mixup"))
DEFINE_ENUM(perturb, "GmxPerturb", VALUE(GMX_PERTURB_NONE, "none"), VALUE(GMX_PERTURB_SAM, "sam"),
            VALUE(GMX_PERTURB_ASAM, "asam"))
DEFINE_ENUM(combine, "GmxCombine", VALUE(GMX_COMBINE_ALL, "all"),
            VALUE(GMX_COMBINE_SHARP_ONLY, "sharp-only"), VALUE(GMX_COMBINE_FLAT_AT_W, "flat-at-w"),
            VALUE(GMX_COMBINE_ORTHOGONAL, "orthogonal"))
DEFINE_ENUM(keep, "GmxKeep", VALUE(GMX_KEEP_SHARP, "sharp"), VALUE(GMX_KEEP_FLAT, "flat"))
DEFINE_ENUM(optimizer_kind, "GmxOptimizerKind", VALUE(GMX_OPTIMIZER_SGD, "sgd"),
            VALUE(GMX_OPTIMIZER_ADAMW, "adamw"))
DEFINE_ENUM(schedule, "GmxSchedule", VALUE(GMX_SCHEDULE_CONSTANT, "constant"),
            VALUE(GMX_SCHEDULE_COSINE, "cosine"), VALUE(GMX_SCHEDULE_STEP, "step"))

static GQuark info_quark(void) {
  return g_quark_from_static_string("gmx-setting-info");
}

static GParamSpec *make_spec(const Setting *row) {
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  switch (row->kind) {
  case G_TYPE_INT:
    return g_param_spec_int(row->name, row->nick, row->blurb, (int)row->min, (int)row->max,
                            (int)row->standard, flags);
  case G_TYPE_DOUBLE:
    return g_param_spec_double(row->name, row->nick, row->blurb, row->min, row->max, row->standard,
                               flags);
  case G_TYPE_BOOLEAN:
    return g_param_spec_boolean(row->name, row->nick, row->blurb, row->standard != 0, flags);
  case G_TYPE_ENUM:
    return g_param_spec_enum(row->name, row->nick, row->blurb, row->get_type(), (int)row->standard,
                             flags);
  default:
    return g_param_spec_string(row->name, row->nick, row->blurb, row->text, flags);
  }
}

void gmx_settings_install(GObjectClass *klass, GParamSpec *specs[GMX_SETTING_COUNT]) {
  for (int id = PROP_0 + 1; id < GMX_SETTING_COUNT; id++) {
    specs[id] = make_spec(&settings[id]);
    g_param_spec_set_qdata(specs[id], info_quark(), (gpointer)&settings[id].info);
  }
  g_object_class_install_properties(klass, GMX_SETTING_COUNT, specs);
}

const GmxSettingInfo *gmx_setting_info(GParamSpec *setting) {
  return g_param_spec_get_qdata(setting, info_quark());
}
