/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wire format of protocol buffers: a key (field number and wire type), then the value. */
#include "engine/runs/protobuf.h"

#include <string.h>

enum { WIRE_VARINT = 0, WIRE_64 = 1, WIRE_BYTES = 2, WIRE_32 = 5 };

static void add_varint(GByteArray *message, guint64 value) {
  do {
    const guint8 byte = (guint8)(value & 0x7f) | (value > 0x7f ? 0x80 : 0);
    g_byte_array_append(message, &byte, 1);
    value >>= 7;
  } while (value > 0);
}

static void add_key(GByteArray *message, guint field, guint wire) {
  add_varint(message, (guint64)field << 3 | wire);
}

void gmx_protobuf_add_int(GByteArray *message, guint field, gint64 value) {
  add_key(message, field, WIRE_VARINT);
  add_varint(message, (guint64)value);
}

void gmx_protobuf_add_float(GByteArray *message, guint field, float value) {
  guint32 bits;
  memcpy(&bits, &value, sizeof bits);
  bits = GUINT32_TO_LE(bits);
  add_key(message, field, WIRE_32);
  g_byte_array_append(message, (const guint8 *)&bits, sizeof bits);
}

void gmx_protobuf_add_double(GByteArray *message, guint field, double value) {
  guint64 bits;
  memcpy(&bits, &value, sizeof bits);
  bits = GUINT64_TO_LE(bits);
  add_key(message, field, WIRE_64);
  g_byte_array_append(message, (const guint8 *)&bits, sizeof bits);
}

void gmx_protobuf_add_bytes(GByteArray *message, guint field, gconstpointer data, gsize size) {
  add_key(message, field, WIRE_BYTES);
  add_varint(message, size);
  g_byte_array_append(message, data, (guint)size);
}

void gmx_protobuf_add_text(GByteArray *message, guint field, const char *text) {
  gmx_protobuf_add_bytes(message, field, text, strlen(text));
}

void gmx_protobuf_take_message(GByteArray *message, guint field, GByteArray *part) {
  gmx_protobuf_add_bytes(message, field, part->data, part->len);
  g_byte_array_unref(part);
}
