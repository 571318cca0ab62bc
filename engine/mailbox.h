/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The road from the engine thread to the main loop.
 *
 * The engine thread posts, the main loop delivers. Numbers append to what waits, the newest
 * gallery, predictions and status replace older ones, and what is urgent (a state, an error, a new
 * run) closes a parcel: so everything arrives in order, and at most one source waits in the main
 * loop. Numbers go out about 20 times a second, a parcel with urgent news at once. Weights that
 * were asked for go at once too, but overtake numbers that wait. */
#pragma once

#include "engine/session.h"

typedef enum {
  GMX_NEWS_NONE,
  GMX_NEWS_STATE,
  GMX_NEWS_OPENED,
  GMX_NEWS_CONFIG, /* an answer to a set command, or settings changed by the engine */
  GMX_NEWS_FAILED,
  GMX_NEWS_DIVERGED,
  GMX_NEWS_REWOUND,
  GMX_NEWS_WEIGHTS, /* the answer to a request */
  GMX_NEWS_TRACE,   /* likewise */
} GmxNewsKind;

/** What closes a parcel. Owns what it points to; only the fields of its kind are in use. */
typedef struct {
  GmxNewsKind kind;
  GmxSessionState state;
  GmxDataset *dataset;     /* OPENED */
  guint64 parameters;      /* OPENED */
  char *origin;            /* OPENED: file of its first weights; NULL: they were drawn */
  GmxRecording *recording; /* OPENED */
  GmxConfig *config;       /* OPENED, CONFIG: a copy for the main thread */
  char *name;              /* CONFIG: the setting that was asked for; may be NULL */
  gboolean refused;        /* CONFIG: @name keeps its value */
  guint serial;            /* CONFIG: number of the newest set command that it knows of */
  GError *error;           /* FAILED; WEIGHTS, TRACE: instead of them */
  GmxWeights *weights;     /* WEIGHTS; NULL with an error */
  GmxTrace *trace;         /* TRACE; NULL with an error */
  guint request;           /* WEIGHTS, TRACE: number of the request */
  gint64 step;             /* DIVERGED, REWOUND */
  int epoch;               /* REWOUND */
  char *cause;             /* DIVERGED */
} GmxNews;

/** What is delivered in one go. Empty fields are NULL. */
typedef struct {
  double loading; /* fraction; with @loading_what */
  char *loading_what;
  GArray *steps;                  /* of GmxStepRecord */
  GArray *epochs;                 /* of GmxEpochRecord */
  GArray *probes;                 /* of int: epochs */
  GPtrArray *events;              /* of GmxEventRecord */
  GmxPredictions *predictions[2]; /* by split */
  GmxGallery *gallery;
  GmxStatus *status;
  GmxNews *news; /* emitted last */
} GmxParcel;

typedef struct GmxMailbox GmxMailbox;

/** Called on the main context, once a parcel. */
typedef void (*GmxDeliver)(GObject *owner, const GmxParcel *parcel);

/**
 * A mailbox that delivers to @owner on @context. The waiting source holds a reference on the
 * mailbox, and the mailbox a weak one on @owner, taken strongly for each delivery: a strong one
 * would keep a session alive for as long as its thread has something to say.
 */
GmxMailbox *gmx_mailbox_new(GMainContext *context, GObject *owner, GmxDeliver deliver);

/** No delivery begins after this; what waits is dropped, and so is what is posted later. */
void gmx_mailbox_close(GmxMailbox *mailbox);
void gmx_mailbox_unref(GmxMailbox *mailbox);

/* Each may be called from the engine thread. What is passed with `take` is owned by the mailbox. */
void gmx_mailbox_post_step(GmxMailbox *mailbox, const GmxStepRecord *record);
void gmx_mailbox_post_epoch(GmxMailbox *mailbox, const GmxEpochRecord *record);
void gmx_mailbox_post_probe(GmxMailbox *mailbox, int epoch);
/** @predictions is referenced. */
void gmx_mailbox_post_predictions(GmxMailbox *mailbox, GmxPredictions *predictions);
void gmx_mailbox_take_event(GmxMailbox *mailbox, GmxEventRecord *event);
void gmx_mailbox_take_gallery(GmxMailbox *mailbox, GmxGallery *gallery);
void gmx_mailbox_post_status(GmxMailbox *mailbox, const GmxStatus *status);
void gmx_mailbox_post_loading(GmxMailbox *mailbox, double fraction, const char *what);

/** Posts @news, copied; what it points to is taken. GMX_NEWS_OPENED drops the numbers, events and
 * galleries of the run before it that still wait. */
void gmx_mailbox_take_news(GmxMailbox *mailbox, const GmxNews *news);
