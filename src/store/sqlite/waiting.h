#pragma once

// What is noted of exports and clones that wait, counted out of their rows: SQL.

/// Creator, exports, bytes of their queries: rows of `waiting_exports`.
#define ALLOT_WAITING_EXPORTS                                       \
  "SELECT creator, count(*), sum(length(CAST(items_query AS BLOB))" \
  " + length(CAST(annotations_query AS BLOB))) FROM export"         \
  " WHERE ended_at IS NULL GROUP BY creator"

/// Of a row of `clone` that waits.
#define ALLOT_CLONE_BYTES "length(CAST(items_query AS BLOB)) + length(CAST(metadata AS BLOB))"
