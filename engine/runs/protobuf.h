/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing protocol buffers: the wire format alone, as TensorBoard's and ONNX's files need it.
 *
 * A message is a buffer to which fields are added; a message within a message is added as bytes.
 * Format: https://protobuf.dev/programming-guides/encoding/ */
#pragma once

#include <glib.h>

/** Each adds field number @field to @message. */
void gmx_protobuf_add_int(GByteArray *message, guint field, gint64 value);
void gmx_protobuf_add_float(GByteArray *message, guint field, float value);
void gmx_protobuf_add_double(GByteArray *message, guint field, double value);
void gmx_protobuf_add_text(GByteArray *message, guint field, const char *text);
void gmx_protobuf_add_bytes(GByteArray *message, guint field, gconstpointer data, gsize size);
/** Adds @part as a message and frees it. */
void gmx_protobuf_take_message(GByteArray *message, guint field, GByteArray *part);
