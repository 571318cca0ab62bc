/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which gallery the Samples page shows: the newest step's, a recorded step's or a probe's, and what
 * is known of its intrusion.
 *
 * It follows the session and fills the page's model, at most twice a second and not at all while
 * the page is hidden, frozen or held by somebody who looks. Signals: "changed" (what is shown, or
 * why), "search" (double fraction; NaN at the end), "failed" (const GError *). */
#pragma once

#include "engine/session.h"
#include "ui/samples/sample-model.h"

typedef enum {
  GMX_SOURCE_STEP,     /* the newest step's batch */
  GMX_SOURCE_RECORDED, /* a step that the recording keeps */
  GMX_SOURCE_PROBE,    /* the fixed examples at the end of an epoch */
} GmxSampleSource;

#define GMX_TYPE_SAMPLES_FEED (gmx_samples_feed_get_type())
G_DECLARE_FINAL_TYPE(GmxSamplesFeed, gmx_samples_feed, GMX, SAMPLES_FEED, GObject)

/** Both are referenced. */
GmxSamplesFeed *gmx_samples_feed_new(GmxSession *session, GmxSampleModel *model);

/** Ends what runs; the owner calls it before it goes. */
void gmx_samples_feed_stop(GmxSamplesFeed *feed);

/** @place: step (GMX_SOURCE_RECORDED) or epoch (GMX_SOURCE_PROBE) to show; 0 follows the newest. */
void gmx_samples_feed_set_source(GmxSamplesFeed *feed, GmxSampleSource source, gint64 place);
GmxSampleSource gmx_samples_feed_get_source(GmxSamplesFeed *feed);

/** A page that nobody sees shows nothing new and searches nothing. */
void gmx_samples_feed_set_visible(GmxSamplesFeed *feed, gboolean visible);

/** Frozen: what training brings is not shown. What the user asks for (another source, another
 * place) is shown once. */
void gmx_samples_feed_set_frozen(GmxSamplesFeed *feed, gboolean frozen);
gboolean gmx_samples_feed_get_frozen(GmxSamplesFeed *feed);

/** Held: as frozen, for as long as somebody looks. */
void gmx_samples_feed_set_held(GmxSamplesFeed *feed, gboolean held);

/** What is shown, in words: "step 6 512, frozen"; NULL where it is the newest as it comes. */
char *gmx_samples_feed_describe(GmxSamplesFeed *feed);

/** Starts the search for intrusion in what is shown, unless it runs or is known. */
void gmx_samples_feed_search(GmxSamplesFeed *feed);
void gmx_samples_feed_stop_search(GmxSamplesFeed *feed);

/** What a search elsewhere has found of @gallery; kept where that is still shown. */
void gmx_samples_feed_take_intrusion(GmxSamplesFeed *feed, GmxGallery *gallery,
                                     GmxIntrusion *intrusion);
