/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures about other images than those of the run would be wrong without anybody seeing it. */
#include "app/gmix-data.h"

GmxDataset *gmix_load_run_data(const GmxRunInfo *run, GError **error) {
  g_autofree char *data = gmx_config_get_string(run->config, "data");
  g_autoptr(GmxDataset) dataset = gmx_config_load_dataset(run->config, NULL, NULL, NULL, error);

  if (dataset == NULL)
    return NULL;
  if (!g_str_equal(gmx_dataset_get_checksum(dataset), run->dataset_checksum)) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT,
                "%s is not the data that run %s was trained with: its checksum differs", data,
                run->name);
    return NULL;
  }
  return g_steal_pointer(&dataset);
}
