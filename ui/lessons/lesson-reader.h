/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a lesson's YAML: nodes with their lines, and messages that name them. */
#pragma once

#include "ui/lessons/condition-private.h"
#include "ui/lessons/lesson.h"

#include <yaml.h>

typedef struct {
  yaml_document_t document;
  gboolean loaded;
  const char *path;
  const char *const *languages; /* in falling order */
  const char *domain;           /* of gettext, or NULL */
  GHashTable *kept;             /* set of names that earlier steps keep; borrowed strings */
} GmxReader;

/** Parses @bytes. Aliases are refused: nothing in a lesson needs them, and they could loop. */
gboolean gmx_reader_open(GmxReader *reader, GBytes *bytes, GError **error);
void gmx_reader_close(GmxReader *reader);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GmxReader, gmx_reader_close)

/** Sets "PATH:LINE: …" for the line of @node (NULL: no line); always FALSE. */
gboolean gmx_reader_fail(GmxReader *reader, const yaml_node_t *node, GError **error,
                         const char *format, ...) G_GNUC_PRINTF(4, 5);

/** Whether @node is a mapping, with no key but @keys (those of @translated with "[language]" too)
 * and none twice. @what names it: "a step". */
gboolean gmx_reader_check_keys(GmxReader *reader, const yaml_node_t *node, const char *what,
                               const char *const *keys, const char *const *translated,
                               GError **error);

/** The value of @key in the mapping @node, and the key itself for its line; NULL: not there. */
const yaml_node_t *gmx_reader_get(GmxReader *reader, const yaml_node_t *node, const char *key);

/** Number of items of a sequence, and one of them. */
guint gmx_reader_count(const yaml_node_t *sequence);
const yaml_node_t *gmx_reader_item(GmxReader *reader, const yaml_node_t *sequence, guint index);
gboolean gmx_reader_is_sequence(const yaml_node_t *node);
gboolean gmx_reader_is_mapping(const yaml_node_t *node);

/** The text of a scalar that is not empty; NULL with an error, which calls it @key. */
const char *gmx_reader_scalar(GmxReader *reader, const yaml_node_t *node, const char *key,
                              GError **error);
/** One word or a list of them, NULL-terminated; g_strfreev(). */
char **gmx_reader_words(GmxReader *reader, const yaml_node_t *node, const char *key,
                        GError **error);
/** A whole number of at least @least. */
gboolean gmx_reader_integer(GmxReader *reader, const yaml_node_t *node, const char *key,
                            gint64 least, gint64 *value, GError **error);
gboolean gmx_reader_number(GmxReader *reader, const yaml_node_t *node, const char *key,
                           double *value, GError **error);
gboolean gmx_reader_boolean(GmxReader *reader, const yaml_node_t *node, const char *key,
                            gboolean *value, GError **error);

/**
 * The text under @key in the reader's language: lines are joined, paragraphs stand an empty line
 * apart. Its markup and its placeholders are checked in every language it is there in.
 * @param text NULL where @key is not there
 */
gboolean gmx_reader_text(GmxReader *reader, const yaml_node_t *node, const char *key, char **text,
                         GError **error);

/** The condition that @node says (condition-load.c). */
GmxCondition *gmx_condition_read(GmxReader *reader, const yaml_node_t *node, GError **error);

/** The next placeholder in @text at or after *@at: its name, and *@at behind it; NULL: no more.
 * @start gets where its brace stands. A brace that opens and does not close is none. */
char *gmx_lesson_next_placeholder(const char *text, gsize *at, gsize *start);
/** Whether @name is a setting. */
gboolean gmx_lesson_is_setting(const char *name);
/** Whether @name could be that of a widget: kebab-case. */
gboolean gmx_lesson_is_name(const char *name);
