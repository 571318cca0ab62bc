/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The "?" of what is shown: words, formulas and sources as docs/methods.md has them. */
#include "ui/help-topics.h"

#include <glib/gi18n.h>

#define TOPIC "gmx-help-topic"
#define MIXUP "mixup: Zhang et al., arXiv 1710.09412"
#define SAM "SAM: Foret et al., arXiv 2010.01412"
#define PARTITION "ESAM: Du et al., arXiv 2110.03141; docs/methods.md, section 4"
#define LANDSCAPE "Li et al., arXiv 1712.09913; docs/methods.md, section 8"
#define MEASURED "docs/methods.md, section 7"
#define S_I "s<sub>i</sub> = ℓ<sub>i</sub>(w + ε̂) − ℓ<sub>i</sub>(w)"
#define X_I "x̃<sub>i</sub> = λ x<sub>i</sub> + (1 − λ) x<sub>π(i)</sub>"
#define LOSS_I                                                                                           \
  "ℓ<sub>i</sub>(w) = λ CE(f(x̃<sub>i</sub>; w), y<sub>i</sub>) + (1 − λ) CE(f(x̃<sub>i</sub>; " \
  "w), y<sub>π(i)</sub>)"

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
                             "L(w + ε̂) − L(w)", SAM, "climb"},
    [GMX_TOPIC_PARTITION] =
        {N_("Sharpness of each example"),
         N_("How much the climb raises the loss of each example. The γB examples right of the cut "
            "are the sharp set."),
         S_I, PARTITION, "sharp-flat"},
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
                         X_I, MIXUP, "mixed-image"},
    [GMX_TOPIC_GALLERY_SHARP] =
        {N_("Sharp"),
         N_("The k examples of the step, or of the probe, whose loss the climb raises most. "
            "Sorting, filter and grouping change their order, never their side."),
         "S: the k examples of largest s<sub>i</sub>, k = floor(γB + 0.5)", PARTITION,
         "sharp-flat"},
    [GMX_TOPIC_GALLERY_FLAT] = {N_("Flat"),
                                N_("The rest: the climb hardly raises their loss, or lowers it."),
                                "F: all that are not in S", PARTITION, "sharp-flat"},
    [GMX_TOPIC_GALLERY_BATCH] = {N_("Batch"),
                                 N_("What the step saw. Without a perturbation every sharpness is "
                                    "0, and nobody is sharp or flat."),
                                 X_I, MIXUP, "mixed-image"},
    [GMX_TOPIC_SCATTER] = {N_("Loss and sharpness"),
                           N_("Each example by its loss at w and by how much the climb raises it. "
                              "A drag selects, here and in the galleries."),
                           S_I, PARTITION, "sharp-flat"},
    [GMX_TOPIC_PAIRS] = {N_("Pairs"),
                         N_("How often a mix of two classes fell in the sharp set, over the whole "
                            "run. Orange cells are sharp more often than the run’s share of sharp "
                            "examples, teal cells less often."),
                         "sharp mixes of the pair / all mixes of the pair", PARTITION,
                         "sharp-flat"},
    [GMX_TOPIC_CLASSES] = {N_("Classes"),
                           N_("How much of the sharp set each class makes up, epoch by epoch. A "
                              "mix counts for both its classes, by their shares."),
                           "λ for y<sub>i</sub>, 1 − λ for y<sub>π(i)</sub>, summed over S",
                           PARTITION, "sharp-flat"},
    [GMX_TOPIC_INTRUSION] =
        {N_("Rate of intrusion"),
         N_("How many of the probe’s mixes lie, in the penultimate features, nearest to a training "
            "example of a class that neither parent has. Each epoch searches among the images of "
            "the "
            "clean training figures, 10 000 unless set otherwise. The band is Wilson’s 95 % "
            "interval."),
         "‖φ(x̃) − φ(x)‖ &lt; ‖φ(x̃) − φ(parent)‖ for both parents, y ∉ {y<sub>i</sub>, "
         "y<sub>π(i)</sub>}",
         MEASURED, "intrusion"},
    [GMX_TOPIC_CONFUSION] =
        {N_("Confusion"),
         N_("What each class is taken for, on data as it is, not mixed: a row a class, a column "
            "what the network says. The framed cells are recognised, the others are mistakes, the "
            "darker the more of their row. A cell opens its examples."),
         "recall = recognised / all of the class", MEASURED, "clean-accuracy"},
    [GMX_TOPIC_SCRUBBER] =
        {N_("Recorded steps"),
         N_("Every step of the run is recorded as far as memory reaches: parents, λ and figures, "
            "from which its images are mixed again. All views go back together."),
         X_I, "docs/methods.md, sections 2 and 7", "mixed-image"},
    [GMX_TOPIC_PARENTS] = {N_("Parents and mix"),
                           N_("The two images, their shares, and what the step saw."), X_I, MIXUP,
                           "mixed-image"},
    [GMX_TOPIC_PREDICTION] =
        {N_("Prediction"),
         N_("What the network makes of the mixed image, at w and at the worst place near by. The "
            "target is the parents’ classes by their shares."),
         LOSS_I, "docs/methods.md, sections 2 and 3", "climb"},
    [GMX_TOPIC_SIDE] = {N_("Side and sensitivity"),
                        N_("How much the climb raises this example’s loss, its rank in the batch, "
                           "and on which side of the cut that is."),
                        S_I, PARTITION, "sharp-flat"},
    [GMX_TOPIC_PATH] = {N_("Sensitivity over the epochs"),
                        N_("The probe’s examples are the same in every epoch, so one example’s "
                           "sharpness can be followed. Where it crosses the cut it changes sides."),
                        S_I, "docs/methods.md, sections 4 and 7", "sharp-flat"},
    [GMX_TOPIC_NEIGHBOURS] =
        {N_("Nearest training examples"),
         N_("Distances in the penultimate features φ, both parents left out. The mix is intruded "
            "where the nearest has a class that neither parent has, and lies nearer than both."),
         "‖φ(x̃) − φ(x)‖", MEASURED, "intrusion"},
    [GMX_TOPIC_BLEND] = {N_("Mixed image"),
                         N_("Two images and their labels become one. λ is the share of A."),
                         "x̃ = λ x<sub>A</sub> + (1 − λ) x<sub>B</sub>", MIXUP, "mixed-image"},
    [GMX_TOPIC_BETA] = {N_("Density of λ"),
                        N_("Each batch draws its λ from this density. A small α keeps to the ends, "
                           "α = 1 makes all λ alike, a large α mixes half and half."),
                        "λ ~ Beta(α, α)", MIXUP "; docs/methods.md, section 2", "lambda-alpha"},
    [GMX_TOPIC_LAB_LOSS] =
        {N_("Loss along λ"),
         N_("The loss of this pair from B to A, at w and at w + ε̂. What lies between the two "
            "curves is its sharpness."),
         "ℓ(w) = λ CE(f(x̃; w), y<sub>A</sub>) + (1 − λ) CE(f(x̃; w), y<sub>B</sub>)",
         "docs/methods.md, sections 2 and 3", "climb"},
    [GMX_TOPIC_LAB_AT_W] = {N_("Prediction at w"),
                            N_("The probability of each class along the way from B to A."),
                            "softmax f(x̃; w)", "docs/methods.md, section 2", "mixed-image"},
    [GMX_TOPIC_LAB_PERTURBED] = {N_("Prediction at w + ε̂"),
                                 N_("The same at the worst place near the weights. A third class "
                                    "between the two may be an intrusion."),
                                 "softmax f(x̃; w + ε̂)", "docs/methods.md, section 3", "climb"},
    [GMX_TOPIC_SHEET] = {N_("Sheet of mixes"),
                         N_("Each picture mixed with each at the slider’s λ; a flag marks where "
                            "the network sees a class that neither parent has."),
                         "x̃ = λ x<sub>A</sub> + (1 − λ) x<sub>B</sub>", MIXUP, "mixed-image"},
    [GMX_TOPIC_TERRAIN] = {N_("Loss around the weights"),
                           N_("The mean loss of a fixed sample over a plane of the weights through "
                              "w. BatchNorm normalises by each batch, as a training step sees it."),
                           "L(w + x d<sub>1</sub> + y d<sub>2</sub>)", LANDSCAPE, "landscape"},
    [GMX_TOPIC_LINE_EPSILON] =
        {N_("Along ε̂"),
         N_("The loss along the direction of the climb; x is a distance in the weights."),
         "L(w + x ε̂/‖ε̂‖)", "docs/methods.md, sections 3 and 8", "climb"},
    [GMX_TOPIC_LINE_RANDOM] =
        {N_("Along a random direction"),
         N_("The loss along a filter-normalised random direction d: each filter has the norm that "
            "it has in w, so that networks of other scale compare."),
         "L(w + x d)", LANDSCAPE, "landscape"},
    [GMX_TOPIC_CURVATURE] = {N_("Curvature"),
                             N_("The largest eigenvalues and the trace of the Hessian H of the "
                                "loss. Large means sharp: the loss rises steeply around the "
                                "weights. A step of h along v smooths over the creases of ReLUs."),
                             "H v ≈ (∇L(w + h v) − ∇L(w − h v)) / 2h,  h = 0.05\ntrace: mean of vᵀ "
                             "H v over random signs v",
                             "Lanczos iteration; Hutchinson 1990; docs/methods.md, section 8",
                             "landscape"},
    [GMX_TOPIC_EPSILON_SHARPNESS] = {N_("ε-sharpness"),
                                     N_("How far the loss of the sample rises in the direction of "
                                        "its gradient, at four radii."),
                                     "L(w + ρ ∇L/‖∇L‖) − L(w)", SAM "; docs/methods.md, section 8",
                                     "rho"},
    [GMX_TOPIC_RUN_CURVES] =
        {N_("Curves of runs"),
         N_("Each group’s mean over its seeds, with a band of one standard deviation. Judge by "
            "held-out measures: the loss of mixed images says little of what was learned."),
         "mean ± √(Σ (x<sub>j</sub> − mean)² / (n − 1))", MEASURED, "clean-accuracy"},
    [GMX_TOPIC_FIGURES] = {N_("Final figures"),
                           N_("The last epoch’s figures, on data as it is: mean over the seeds ± "
                              "standard deviation."),
                           "mean ± √(Σ (x<sub>j</sub> − mean)² / (n − 1))", MEASURED,
                           "clean-accuracy"},
    [GMX_TOPIC_ECE] =
        {N_("ECE"),
         N_("The expected calibration error: how far confidence and accuracy lie apart, over 15 "
            "bins of confidence. 0 where a network that says 80 % is right in 80 of 100 cases."),
         "Σ<sub>b</sub> (n<sub>b</sub>/n) |accuracy<sub>b</sub> − confidence<sub>b</sub>|",
         "Guo et al., arXiv 1706.04599; docs/methods.md, section 7", "clean-accuracy"},
    [GMX_TOPIC_DIFFERENCE] =
        {N_("Paired difference"),
         N_("Accuracy of each group less that of the reference, seed by seed, so that what a seed "
            "has in common cancels. An interval that crosses 0 settles nothing."),
         "d̄ ± t s<sub>d</sub>/√n", "Student’s t; docs/methods.md, section 7", "few-data"},
    [GMX_TOPIC_PLANE] =
        {N_("Plane of the points"),
         N_("Bands show how sure the network is of each class, the line is where the two likeliest "
            "are equal. Marks are the data’s points and the step’s mixed points. A flag: the "
            "nearest point in the plane is of a third class; intrusion asks the same in the "
            "network’s features."),
         "f(x; w) and f(x; w + ε̂)", "docs/methods.md, sections 2 and 3", "climb"},
    [GMX_TOPIC_RACE] = {N_("Race"),
                        N_("Two methods from the same weights, with the same images in the same "
                           "order. One race is one seed: it shows how, not how much."),
                        "preset of mix, perturb and combine", "docs/methods.md, section 1",
                        "few-data"},
    [GMX_TOPIC_RACE_MIXED] =
        {N_("Mixed loss at w"),
         N_("What each step saw, before the climb. It compares only methods that mix alike."),
         "L(w) = (1/B) Σ ℓ<sub>i</sub>(w)", "docs/methods.md, sections 2 and 7", "clean-accuracy"},
    [GMX_TOPIC_RACE_HELD_OUT] =
        {N_("Held-out loss"),
         N_("Measured after each epoch on points that no step saw, as they are: judge by this."),
         "(1/n) Σ CE(f(x<sub>i</sub>; w), y<sub>i</sub>)", MEASURED, "clean-accuracy"},
    [GMX_TOPIC_SLOW_MOTION] =
        {N_("Slow motion"),
         N_("The coming step, phase by phase, with its real numbers; a phase that the method "
            "leaves out says so. The run makes the same step at the end."),
         "g = ∇L(w) → ε̂ → ∇L(w + ε̂) → w", "docs/methods.md, sections 2 to 5", "climb"},
    [GMX_TOPIC_DRAW] = {N_("Draw"),
                        N_("One λ a batch, or one an example where the setting says so, and a "
                           "permutation π that says who is mixed with whom."),
                        "λ ~ Beta(α, α)", MIXUP "; docs/methods.md, section 2", "lambda-alpha"},
    [GMX_TOPIC_MIX] = {N_("Mix"),
                       N_("Each example is mixed with its partner; labels take the same shares."),
                       X_I, MIXUP "; docs/methods.md, section 2", "mixed-image"},
    [GMX_TOPIC_GRADIENT] = {N_("Gradient at w"),
                            N_("Forward and backward at w, over all trainable parameters together, "
                               "without weight decay."),
                            "g = ∇L(w)", "docs/methods.md, section 3", "climb"},
    [GMX_TOPIC_CLIMB] =
        {N_("Climb"), N_("To the worst place near the weights, as far as the gradient knows it."),
         "sam: ε̂ = ρ g / (‖g‖<sub>2</sub> + 1e-12)\nasam: ε̂ = ρ T² g / (‖T g‖<sub>2</sub> + 1e-12)",
         SAM "; ASAM: Kwon et al., arXiv 2102.11600", "rho"},
    [GMX_TOPIC_LOSS_THERE] =
        {N_("Loss there"),
         N_("The same batch at w + ε̂. The parameters come back from a saved copy, bit for bit."),
         "ℓ<sub>i</sub>(w + ε̂)", SAM, "climb"},
    [GMX_TOPIC_DIVIDE] =
        {N_("Partition"),
         N_("The k examples of largest s are the sharp set S, the rest the flat set F."), S_I,
         PARTITION, "sharp-flat"},
    [GMX_TOPIC_COMBINE] =
        {N_("Combine"),
         N_("What the flat examples add to the gradient. How the two sets enter the step is this "
            "project’s reading of G-Mix."),
         "all: g = ∇ (1/B) Σ<sub>i</sub> ℓ<sub>i</sub>(w + ε̂)\nsharp-only: g = "
         "g<sub>S</sub>\nflat-at-w: g = (|S| g<sub>S</sub> + |F| ∇ (1/|F|) Σ<sub>i∈F</sub> "
         "ℓ<sub>i</sub>(w)) / B\northogonal: g = g<sub>S</sub> + β (g<sub>F</sub> − "
         "(⟨g<sub>F</sub>, g<sub>S</sub>⟩ / ‖g<sub>S</sub>‖²) g<sub>S</sub>)",
         "GSAM: Zhuang et al., arXiv 2203.08065; docs/methods.md, section 4", "decomposed"},
    [GMX_TOPIC_UPDATE] = {N_("Update"),
                          N_("The optimizer steps from w, not from w + ε̂. SGD with momentum; AdamW "
                             "is the other one."),
                          "v ← μ v + (g + δ w)\nw ← w − η<sub>t</sub> v",
                          "docs/methods.md, section 5", "climb"},
};

const GmxHelp *gmx_help_topic_get(GmxTopic topic) {
  return &topics[topic];
}

/* The button itself knows its topic: a card may change what it shows. */
static void tell(gpointer data, GmxHelp *help) {
  const GmxHelp *topic = &topics[GPOINTER_TO_INT(g_object_get_data(data, TOPIC))];
  *help = *topic;
  help->title = _(topic->title);
  help->text = _(topic->text);
}

void gmx_help_topic_set(GtkWidget *button, GmxTopic topic) {
  g_object_set_data(G_OBJECT(button), TOPIC, GINT_TO_POINTER(topic));
  gmx_help_button_set_name(button, _(topics[topic].title));
}

GtkWidget *gmx_help_topic_new(GmxTopic topic) {
  GtkWidget *button = gmx_help_button_new(_(topics[topic].title), tell, NULL);
  gtk_widget_set_focusable(gtk_widget_get_first_child(button), TRUE);
  gmx_help_topic_set(button, topic);
  return button;
}

GtkWidget *gmx_help_topic_add(GtkWidget *title, GmxTopic topic) {
  GtkWidget *button = gmx_help_topic_new(topic);
  gtk_box_insert_child_after(GTK_BOX(gtk_widget_get_parent(title)), button, title);
  return button;
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
