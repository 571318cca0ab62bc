/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the scrubber looks back at: the galleries of a run's steps and probes, and how often each
 * pair of classes fell in the sharp set.
 *
 * Steps lie in a ring that is bounded in bytes: the oldest go first, and how many went is said.
 * Probes are few and are kept for the whole run. One thread adds, any thread reads; what is read
 * is a reference to something that never changes, so nobody waits long. */
#pragma once

#include "engine/train/gallery.h"
#include "engine/train/intrusion.h"

typedef struct GmxRecording GmxRecording;

/** How full the ring is. */
typedef struct {
  int kept;           /* step galleries in the ring */
  gsize bytes, bound; /* taken by them, and the most they may take */
  gint64 dropped;     /* steps that were recorded and went for want of room */
  int every;          /* every how many steps one is recorded */
  gint64 first, last; /* steps of the oldest and newest kept; 0 where none is */
  int probes;         /* epochs whose probe is kept */
} GmxRecordingInfo;

#define GMX_TYPE_RECORDING (gmx_recording_get_type())
GType gmx_recording_get_type(void);
/** @param bound bytes of the ring; @param every records steps whose number it divides */
GmxRecording *gmx_recording_new(int classes, gsize bound, int every);
GmxRecording *gmx_recording_ref(GmxRecording *recording);
void gmx_recording_unref(GmxRecording *recording);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxRecording, gmx_recording_unref)

/** A live change of the two settings: the ring is cut to the new bound at once. */
void gmx_recording_set_bound(GmxRecording *recording, gsize bound, int every);

/**
 * Takes up @trainer's last step: counts its pairs, and keeps its gallery where its turn has come.
 * A step that is not finite is left out.
 */
void gmx_recording_add_step(GmxRecording *recording, GmxTrainer *trainer);

/** The same without a trainer: step @step, in @epoch, of @batch, with the γ of its @result. */
void gmx_recording_add(GmxRecording *recording, const GmxBatch *batch, const GmxStepResult *result,
                       double gamma, gint64 step, int epoch);

/** Takes up @trainer's last probe, with its intrusion where that was searched. */
void gmx_recording_add_probe(GmxRecording *recording, GmxTrainer *trainer);

/** Takes up the probe of an epoch that lies in a run's files. Both are referenced; @intrusion may
 * be NULL. */
void gmx_recording_take_probe(GmxRecording *recording, GmxGallery *gallery,
                              GmxIntrusion *intrusion);

/**
 * Training went back: what came after @step and @epoch is dropped. Pairs and shares are exact where
 * @step is an epoch's last, or lies in the newest epoch that was recorded, as every checkpoint
 * does; an older epoch that is cut inside is not counted any more.
 */
void gmx_recording_cut_after(GmxRecording *recording, gint64 step, int epoch);

GmxRecordingInfo gmx_recording_get_info(GmxRecording *recording);

/** The kept step nearest to @step (of two, the earlier), by reference; NULL where none is kept. */
GmxGallery *gmx_recording_find(GmxRecording *recording, gint64 step);
/** Numbers of the kept steps, rising: gint64. The caller frees the array. */
GArray *gmx_recording_list_steps(GmxRecording *recording);

/** The probe of @epoch (0: the newest), by reference; NULL where there is none. */
GmxGallery *gmx_recording_find_probe(GmxRecording *recording, int epoch);
/** What was found of its intrusion, by reference; NULL where it was not searched. */
GmxIntrusion *gmx_recording_find_intrusion(GmxRecording *recording, int epoch);
/** Epochs whose probe is kept, rising: int. The caller frees the array. */
GArray *gmx_recording_list_probes(GmxRecording *recording);

/**
 * How often a mix of two classes fell in the sharp set, over all steps of the run so far (those
 * that have left the ring too). Symmetric; a mix within a class counts on the diagonal. Steps that
 * did not climb have no sharp set and are not counted.
 * @param sharp,total [classes × classes], filled
 */
void gmx_recording_get_pairs(GmxRecording *recording, guint64 *sharp, guint64 *total);

/** Share of the sharp set by class in one epoch; an example counts λ for its first class and
 * 1 − λ for its second. */
typedef struct {
  int epoch;
  double *sharp, *total; /* [classes] */
} GmxClassShare;

/** Of every epoch so far with a step that climbed, the one under way included: GmxClassShare, freed
 * with the array. */
GArray *gmx_recording_get_class_shares(GmxRecording *recording);
