/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The "?" of what is shown: words, formulas and sources as docs/methods.md has them. */
#include "ui/help-topics.h"

#include "ui/help.h"

#include <glib/gi18n.h>

#define PARTITION "ESAM: Du et al., arXiv 2110.03141; docs/methods.md, section 4"

static const GmxHelp topics[GMX_N_TOPICS] = {
    [GMX_TOPIC_LOSS] =
        {N_("Loss"),
         N_("Purple is what the step saw, on mixed examples: solid at w, dashed at w + ε̂. It stays "
            "high because mixed labels leave no right answer. Judge by the dark line, on held-out "
            "data."),
         "L(w) = (1/B) Σ ℓ<sub>i</sub>(w)", "docs/methods.md, sections 2 and 7", "clean-accuracy"},
    [GMX_TOPIC_ACCURACY] =
        {N_("Accuracy"),
         N_("Measured after each epoch on data as it is, not mixed: the training "
            "part and what is held out. A gap between the two is what was "
            "memorised."),
         NULL, "docs/methods.md, section 7", "clean-accuracy"},
    [GMX_TOPIC_SHARPNESS] = {N_("Sharpness"),
                             N_("How much the climb raises the loss of the batch, how long the "
                                "gradient is, and how far the gradients of the two sets agree."),
                             "L(w + ε̂) − L(w)", "SAM: Foret et al., arXiv 2010.01412", "climb"},
    [GMX_TOPIC_PARTITION] =
        {N_("Sharpness of each example"),
         N_("How much the climb raises the loss of each example. The γB examples right of the cut "
            "are the sharp set."),
         "s<sub>i</sub> = ℓ<sub>i</sub>(w + ε̂) − ℓ<sub>i</sub>(w)", PARTITION, "sharp-flat"},
    [GMX_TOPIC_SHARP] = {N_("Sharp"),
                         N_("The examples of the newest step whose loss the climb raises most, "
                            "the largest s first."),
                         "S: the γB examples of largest s<sub>i</sub>", PARTITION, "sharp-flat"},
    [GMX_TOPIC_FLAT] = {N_("Flat"),
                        N_("The rest of the batch, the smallest s first: the climb hardly raises "
                           "their loss, or lowers it."),
                        "F: all that are not in S", PARTITION, "sharp-flat"},
    [GMX_TOPIC_BATCH] = {N_("Batch"),
                         N_("What the newest step saw. Two names below a tile are its parents' "
                            "classes, and the bar "
                            "is λ, the share of the first."),
                         "x̃<sub>i</sub> = λ x<sub>i</sub> + (1 − λ) x<sub>π(i)</sub>",
                         "mixup: Zhang et al., arXiv 1710.09412", "mixed-image"},
};

static void tell(gpointer data, GmxHelp *help) {
  const GmxHelp *topic = data;
  *help = *topic;
  help->title = _(topic->title);
  help->text = _(topic->text);
}

GtkWidget *gmx_help_topic_new(GmxTopic topic) {
  return gmx_help_button_new(_(topics[topic].title), tell, (gpointer)&topics[topic]);
}

const char *gmx_help_method_lesson(const char *name) {
  static const char *const lessons[][2] = {
      {"mixup", "mixed-image"}, {"sam", "climb"},          {"g-mix", "climb"},
      {"bg-mix", "binary"},     {"esam-sds", "binary"},    {"dg-mix", "decomposed"},
      {"asam", "climb"},        {"erm", "clean-accuracy"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(lessons); i++)
    if (g_strcmp0(lessons[i][0], name) == 0)
      return lessons[i][1];
  return NULL;
}
