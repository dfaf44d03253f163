#include "usecases/annotations/count_labels.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/patience.h"
#include "store/annotation_walk.h"
#include "usecases/access.h"
#include "usecases/labels/source.h"
#include "usecases/tasks/read.h"

namespace allot {

namespace {

constexpr std::uint64_t annotations_of_a_piece = 20'000;  // some 10 ms
constexpr std::size_t bytes_of_counts_max = std::size_t{16} << 20;
constexpr std::size_t bytes_of_a_count = 100;  // about, less the word

Result<ItemSet> in_assignment(
    const Transaction& tx, const Caller& caller, const CountLabels& input
) {
  const auto source = TRY(label_source(tx, caller, input.assignment));
  const bool is_here =
      source.dataset.id == input.dataset && (input.task.empty() || source.task->id == input.task);
  if (!is_here) return not_found("assignment", input.assignment.text);
  return *source.in_sight;
}

Result<ItemSet> in_task(const Transaction& tx, const Caller& caller, const CountLabels& input) {
  const auto source = TRY(label_source(tx, caller, input.task));
  if (source.dataset.id != input.dataset) return not_found("task", input.task.text);
  const bool sees_all = sees_all_assignments(tx, caller, *source.task);
  return sees_all ? *source.in_sight - tx.ledgers().of(input.task)->copies : *source.in_sight;
}

/// On whose annotations it counts, as the caller may see it now.
Result<ItemSet> items_of(const Transaction& tx, const Caller& caller, const CountLabels& input) {
  const auto sets = tx.datasets().sets(input.dataset);
  if (!input.assignment.empty()) return TRY(in_assignment(tx, caller, input)) & sets.annotated;
  if (!input.task.empty()) return TRY(in_task(tx, caller, input)) & sets.annotated;
  const auto source = TRY(label_source(tx, caller, input.dataset));
  const auto items = sets.annotated - sets.hidden;
  return source.in_sight ? items & *source.in_sight : items;
}

class Counting {
 public:
  explicit Counting(const CountLabels& input) : by_(input.by) {
    for (const auto& creator : input.creators) creators_.insert(creator.text);
  }

  void add(const AnnotationFacts& facts) {
    if (!creators_.empty() && !creators_.contains(facts.creator)) return;
    const auto word = by_ == CountBy::label ? facts.label : facts.type;
    auto found = counts_.find(word);
    if (found == counts_.end()) {
      bytes_ += bytes_of_a_count + word.size();
      if (are_too_many()) return;
      found = counts_.emplace(word, 0).first;
    }
    ++found->second;
  }

  /// Different words: not all are counted.
  [[nodiscard]] bool are_too_many() const { return bytes_ > bytes_of_counts_max; }

  [[nodiscard]] std::vector<WordCount> counts() const {
    std::vector<WordCount> counts;
    for (const auto& [word, count] : counts_) counts.push_back({.word = word, .count = count});
    std::ranges::sort(counts, [](const WordCount& a, const WordCount& b) {
      return a.count != b.count ? a.count > b.count : a.word < b.word;
    });
    return counts;
  }

 private:
  CountBy by_;
  std::set<std::string, std::less<>> creators_;
  std::map<std::string, std::uint64_t, std::less<>> counts_;
  std::size_t bytes_ = 0;  // of these, about
};

}  // namespace

Result<std::vector<WordCount>> count_labels(
    Env& env, const Caller& caller, const CountLabels& input
) {
  Counting counting(input);
  auto place = std::optional(AnnotationWalk::Place{});
  while (place) {
    Patience::require();
    place = TRY(read(
        env.store,
        [&](const Transaction& tx) -> Result<std::optional<AnnotationWalk::Place>> {
          const auto items = TRY(items_of(tx, caller, input));
          return tx.annotation_walk().visit(
              input.dataset,
              items,
              *place,
              annotations_of_a_piece,
              [&](const AnnotationFacts& facts) { counting.add(facts); }
          );
        }
    ));
    if (counting.are_too_many()) {
      return fail(
          ErrorCode::invalid,
          "There are too many different words to be counted together; ask for those of a task, an "
          "assignment, or some people."
      );
    }
  }
  return counting.counts();
}

}  // namespace allot
