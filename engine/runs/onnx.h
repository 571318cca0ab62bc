/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network as an ONNX file, for runtimes that know nothing of this program. */
#pragma once

#include "engine/nn/model.h"

#include <gio/gio.h>

/**
 * The network as an ONNX model (IR version 7, opset 13), its initializers under PyTorch's names.
 *
 * Input "images" is float [N, C, H, W] with pixels from 0 to 1 (a stored byte / 255); the graph
 * begins by normalising them, so that nobody has to know how. Output "logits" is float [N,
 * classes]. BatchNorm uses the running statistics. Equal models give equal bytes.
 * @param mean @param deviation of each channel, as the training images were normalised
 * @param notes NULL-terminated pairs of key and text for metadata_props; NULL for none
 */
GByteArray *gmx_onnx_from_model(GmxModel *model, const float *mean, const float *deviation,
                                const char *const *notes);
