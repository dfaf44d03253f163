#include "domain/next_items.h"

namespace allot {

NeedsWork needs_work(
    const Share& share, TaskType type, const ItemSet& issue, const ItemSet& for_review
) {
  NeedsWork work;
  const auto disputed = share.open & issue;
  switch (type) {
    case TaskType::annotation: work.first = disputed; break;
    case TaskType::qa:
      work.first = share.open & for_review;
      work.waiting = disputed;
      break;
  }
  work.others = share.open - work.first - work.waiting;
  return work;
}

std::vector<Ordinal> next_items(const NeedsWork& work, Ordinal from, std::uint64_t count) {
  auto next = work.first.page(0, count);
  const auto more = work.others.page(work.others.rank(from), count - next.size());
  next.insert(next.end(), more.begin(), more.end());
  return next;
}

}  // namespace allot
