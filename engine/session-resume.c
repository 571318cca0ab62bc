/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking up an earlier run in a session: the trainer from its checkpoint, and what the run's files
 * know of its past, sent as if it had just happened. */
#include "engine/session-private.h"

#include "engine/runs/run-records.h"
#include "engine/train/run-folder.h"

/* Probes that are read back at most, the newest; each is a pass over probe.csv. */
#define MOST_PROBES 40

/* What can't be read is left out: the run goes on from its checkpoint all the same. */
static void send_steps(GmxEngine *self, const char *path) {
  g_autoptr(GArray) records = gmx_run_read_steps(path, NULL);
  for (guint i = 0; records && i < records->len; i++)
    gmx_mailbox_post_step(self->mailbox, &g_array_index(records, GmxStepRecord, i));
}

static void send_epochs(GmxEngine *self, const char *path) {
  g_autoptr(GArray) records = gmx_run_read_epochs(path, NULL);
  for (guint i = 0; records && i < records->len; i++)
    gmx_mailbox_post_epoch(self->mailbox, &g_array_index(records, GmxEpochRecord, i));
}

static void send_events(GmxEngine *self, const char *path) {
  g_autoptr(GPtrArray) events = gmx_run_folder_read_events(path, NULL);
  for (guint i = 0; events && i < events->len; i++)
    gmx_mailbox_take_event(self->mailbox, gmx_event_record_copy(g_ptr_array_index(events, i)));
}

/* Steps are not kept on disk example by example; the probe is. */
static void fill_recording(GmxEngine *self, const char *path) {
  GmxDataset *dataset = gmx_trainer_get_dataset(self->trainer);
  const double gamma = gmx_config_get_double(gmx_trainer_get_config(self->trainer), "gamma");
  g_autoptr(GArray) epochs = gmx_run_folder_list_probe(path, NULL);
  guint from = epochs && epochs->len > MOST_PROBES ? epochs->len - MOST_PROBES : 0;
  for (guint i = from; epochs && i < epochs->len; i++) {
    const int epoch = g_array_index(epochs, int, i);
    g_autoptr(GArray) rows = gmx_run_folder_read_probe(path, epoch, NULL);
    if (!rows || rows->len == 0)
      continue;
    g_autoptr(GmxGallery) gallery = gmx_gallery_new_records(
        (const GmxProbeRecord *)(gpointer)rows->data, (int)rows->len, gamma, dataset);
    g_autoptr(GmxIntrusion) intrusion = gmx_run_folder_read_intrusion(path, epoch, NULL);
    gmx_recording_take_probe(self->recording, gallery, intrusion);
    gmx_mailbox_post_probe(self->mailbox, epoch);
  }
}

void gmx_engine_send_past(GmxEngine *self, const char *path) {
  send_steps(self, path);
  send_events(self, path);
  send_epochs(self, path);
  fill_recording(self, path);
}
