/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts that exported files are made of, against published values. */
#include "engine/runs/protobuf.h"
#include "engine/runs/tensorboard.h"

#include <string.h>

/* RFC 3720, B.4. */
static void test_crc(void) {
  guint8 bytes[32] = {0};
  g_assert_cmphex(gmx_crc32c("123456789", 9), ==, 0xe3069283);
  g_assert_cmphex(gmx_crc32c(bytes, 32), ==, 0x8a9136aa);
  memset(bytes, 0xff, 32);
  g_assert_cmphex(gmx_crc32c(bytes, 32), ==, 0x62a8ab43);
  for (int i = 0; i < 32; i++)
    bytes[i] = (guint8)i;
  g_assert_cmphex(gmx_crc32c(bytes, 32), ==, 0x46dd794e);
}

static void assert_bytes(GByteArray *message, const guint8 *wanted, gsize size) {
  g_assert_cmpmem(message->data, message->len, wanted, size);
  g_byte_array_set_size(message, 0);
}

/* The examples of protobuf.dev's description of the encoding, and the ends of the ranges. */
static void test_protobuf(void) {
  g_autoptr(GByteArray) message = g_byte_array_new();
  gmx_protobuf_add_int(message, 1, 150);
  assert_bytes(message, (const guint8[]){0x08, 0x96, 0x01}, 3);
  gmx_protobuf_add_text(message, 2, "testing");
  assert_bytes(message, (const guint8 *)"\x12\x07testing", 9);
  gmx_protobuf_add_int(message, 1, -2);
  assert_bytes(message,
               (const guint8[]){0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01},
               11);
  gmx_protobuf_add_int(message, 20, 0); /* a key of two bytes */
  assert_bytes(message, (const guint8[]){0xa0, 0x01, 0x00}, 3);
  gmx_protobuf_add_float(message, 1, 1.5f);
  assert_bytes(message, (const guint8[]){0x0d, 0, 0, 0xc0, 0x3f}, 5);
  gmx_protobuf_add_double(message, 1, -2);
  assert_bytes(message, (const guint8[]){0x09, 0, 0, 0, 0, 0, 0, 0, 0xc0}, 9);
  GByteArray *inner = g_byte_array_new();
  gmx_protobuf_add_int(inner, 1, 150);
  gmx_protobuf_take_message(message, 3, inner);
  assert_bytes(message, (const guint8[]){0x1a, 0x03, 0x08, 0x96, 0x01}, 5);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/export/crc32c", test_crc);
  g_test_add_func("/export/protobuf", test_protobuf);
  return g_test_run();
}
