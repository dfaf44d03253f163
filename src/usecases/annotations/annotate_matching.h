#pragma once

#include <cstddef>
#include <cstdint>

#include "query/query.h"
#include "usecases/annotations/write.h"
#include "usecases/env.h"

namespace allot {

/// One that is put on many items has so many bytes at most.
constexpr std::size_t spread_annotation_bytes_max = std::size_t{64} << 10;

/// What is put on each file that a query names (items/matching.h).
struct AnnotateMatching {
  DatasetId dataset;
  query::Query query;
  NewAnnotation annotation;  // without a review status; the caller is its author
};

/// Adds the annotation to each of them, once, after the annotations that are there. The query is
/// answered on a reader's snapshot; what stopped matching since is left out (B-254). Written in
/// slices, in no answer until all are there, and shown at once: whole or not at all; events follow
/// in slices. Returns how many there are. For the slow lane. Errors: not_found, forbidden (may not
/// edit the data), invalid (no label or type; a review status; too long), conflict (an export has
/// locked the dataset), unavailable (it took too long; nothing is there). Throws GivenUp, and then
/// nothing is there, once nobody waits for the answer before all are written (base/patience.h).
[[nodiscard]] Result<std::uint64_t> annotate_matching_items(
    Env& env, const Caller& caller, const AnnotateMatching& input
);

}  // namespace allot
