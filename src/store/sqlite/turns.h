#pragma once

/// Of what waits in a table (`number`, `id`, `creator`, `ended_at`) the id of what is next: of each
/// person the oldest, of these that of whoever has waited longest since one of theirs ended. Goes
/// from person to person by the index `<table>_waiting`, however much each of them waits for.
#define ALLOT_NEXT_IN_TURN(table)                                   \
  "WITH RECURSIVE waits (creator) AS ("                             \
  " SELECT (SELECT creator FROM " table " INDEXED BY " table        \
  "_waiting"                                                        \
  "  WHERE ended_at IS NULL ORDER BY creator LIMIT 1)"              \
  " UNION ALL"                                                      \
  " SELECT (SELECT creator FROM " table " INDEXED BY " table        \
  "_waiting WHERE ended_at IS NULL"                                 \
  "  AND creator > waits.creator ORDER BY creator LIMIT 1)"         \
  " FROM waits WHERE creator IS NOT NULL),"                         \
  " oldest AS ("                                                    \
  " SELECT creator, (SELECT min(number) FROM " table                \
  "  WHERE creator = waits.creator AND ended_at IS NULL) AS number" \
  " FROM waits WHERE creator IS NOT NULL)"                          \
  " SELECT (SELECT id FROM " table                                  \
  " WHERE number = oldest.number) FROM oldest"                      \
  " ORDER BY coalesce((SELECT max(ended_at) FROM " table            \
  " WHERE creator = oldest.creator), 0), "                          \
  "number LIMIT 1"
