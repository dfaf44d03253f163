#include "counts.h"

#include <boost/json.hpp>

#include "json_text.h"

namespace allot::inline v1 {

Counts counts_of(const boost::json::value& value) {
  Counts counts;
  counts.total = count_of(value, "totalItems");
  counts.issues = count_of(value, "issues");
  counts.for_review = count_of(value, "forReview");
  counts.progress = static_cast<int>(count_of(value, "progress"));
  const auto* status = member_of(value, "itemStatus");
  if (status == nullptr) return counts;
  counts.completed = count_of(*status, "completed");
  counts.remaining = count_of(*status, "remaining");
  const auto* words = member_of(*status, "actions");
  if (words == nullptr || !words->is_object()) return counts;
  for (const auto& [word, count] : words->get_object()) {
    counts.by_status[std::string(word)] = count.to_number<std::uint64_t>();
  }
  return counts;
}

}  // namespace allot::inline v1
