#include "usecases/annotations/annotate_matching.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

#include "base/patience.h"
#include "usecases/access.h"
#include "usecases/annotations/changing.h"
#include "usecases/annotations/long_list.h"
#include "usecases/datasets/writable.h"
#include "usecases/items/matching.h"
#include "usecases/items/metadata_difference.h"
#include "usecases/scopes.h"
#include "usecases/tasks/note_pace.h"

namespace allot {

namespace {

Result<Annotation> prepared(const NewAnnotation& added) {
  TRY(check_type(added.type));
  if (added.label.empty()) return invalid_field("label", "is missing");
  TRY(check_label(added.label));
  if (has_system(added.metadata)) TRY(require_metadata(added.metadata));
  TRY(require_annotation_metadata(added.metadata));
  auto annotation = without_place(added);
  if (!annotation.status.empty()) {
    return invalid_field("metadata.system.status", "cannot be that of many at once");
  }
  if (bytes_of(annotation) > spread_annotation_bytes_max) {
    return fail(ErrorCode::invalid, "The annotation is too long to be put on many items.");
  }
  return annotation;
}

Result<Dataset> changeable(const Transaction& tx, const Caller& caller, const DatasetId& id) {
  auto dataset = TRY(get_dataset(tx, caller, id, Verb::edit_data));
  TRY(require_writable(dataset));
  return dataset;
}

Unexpected took_too_long() {
  return fail(
      ErrorCode::unavailable, "It took too long to store the annotations; none is there, try again."
  );
}

/// One annotation on each of many items, on its way.
class Spread {
 public:
  Spread(Env& env, const Caller& caller, const DatasetId& dataset, const Annotation& annotation)
      : env_(env), caller_(caller), dataset_(dataset), annotation_(annotation) {}

  Spread(const Spread&) = delete;
  Spread& operator=(const Spread&) = delete;

  ~Spread() {
    if (list_ && !is_shown_) give_up_list(env_, dataset_, *list_);
  }

  /// Hidden, in slices, as long as somebody waits for them.
  Result<Done> write_on(const ItemSet& items) {
    const auto* const is_unwanted = Patience::unwanted();  // a slice that is kept lifts it
    const auto rows =
        std::clamp<std::size_t>(list_bytes_max / bytes_of(annotation_), 1, list_rows_max);
    for (std::uint64_t done = 0; done < items.size(); done += rows) {
      require_wanted(is_unwanted);
      TRY(write_slice(items.page(done, rows)));
    }
    return Done{};
  }

  /// On all of these at once that are still named. Gives how many.
  Result<std::uint64_t> show(const Matched& matched, LookAgain look) {
    if (!list_) return 0;
    const auto show_all = [&](Transaction& tx) -> Result<std::uint64_t> {
      TRY(require_account(tx, caller_));
      TRY(changeable(tx, caller_, dataset_));
      const auto items = items_ & TRY(still_matching(tx, matched, look));
      if (!tx.annotation_lists().show_each(*list_, items_, items, env_.clock.now())) {
        return took_too_long();
      }
      tell_of_shown(tx, *list_);
      env_.in_use.end(dataset_, items);
      note_annotating(env_, tx, caller_, dataset_, items);
      return items.size();
    };
    auto count =
        write(env_.store, scope_of_content(dataset_), show_all, "annotations/show_on_many");
    if (!count) return count;
    is_shown_ = true;
    tell_of_list(env_, dataset_, *list_);
    return count;
  }

 private:
  struct Written {
    std::int64_t list = 0;
    std::vector<Ordinal> items;  // those that are there still
  };

  static void require_wanted(const std::atomic<bool>* is_unwanted) {
    const Patience theirs(std::nullopt, is_unwanted);
    Patience::require();
  }

  Result<Done> write_slice(const std::vector<Ordinal>& items) {
    const auto write_it = [&](Transaction& tx) -> Result<Written> {
      const auto now = env_.clock.now();
      TRY(require_account(tx, caller_));
      const auto dataset = TRY(changeable(tx, caller_, dataset_));
      Written written;
      std::vector<Annotation> slice;
      for (auto& [ordinal, id] : tx.items().ids(dataset_, items)) {
        written.items.push_back(ordinal);
        slice.push_back(annotation_on(ordinal, std::move(id)));
      }
      auto& lists = tx.annotation_lists();
      written.list = list_ ? *list_
                           : lists.begin(
                                 {.dataset = dataset_,
                                  .item = {},
                                  .project = dataset.project,
                                  .actor = caller_.user,
                                  .at = now}
                             );
      if (!lists.add(written.list, slice, now)) return took_too_long();
      return written;
    };
    const auto written = TRY(
        prepare_write(env_.store, scope_of_content(dataset_), write_it, "annotations/add_to_many")
    );
    list_ = written.list;
    items_ |= ItemSet::of(written.items);
    return Done{};
  }

  [[nodiscard]] Annotation annotation_on(Ordinal ordinal, ItemId id) const {
    Item item;
    item.dataset = dataset_;
    item.ordinal = ordinal;
    item.id = std::move(id);
    auto annotation = annotation_;
    place_annotation(env_, caller_, item, false, annotation);
    return annotation;
  }

  Env& env_;
  const Caller& caller_;
  const DatasetId& dataset_;
  const Annotation& annotation_;
  std::optional<std::int64_t> list_;
  ItemSet items_;  // that have one
  bool is_shown_ = false;
};

}  // namespace

Result<std::uint64_t> annotate_matching_items(
    Env& env, const Caller& caller, const AnnotateMatching& input
) {
  const auto annotation = TRY(prepared(input.annotation));
  const auto match = [&] {
    return read(env.store, [&](const Transaction& tx) -> Result<Matched> {
      auto matched =
          TRY(match_items(tx, caller, TRY(changeable(tx, caller, input.dataset)), input.query));
      matched.items &= tx.datasets().sets(input.dataset).file;
      return matched;
    });
  };
  auto matched = TRY(match());
  Spread spread(env, caller, input.dataset, annotation);
  TRY(spread.write_on(matched.items));
  bool is_first = true;
  return match_and_change([&](LookAgain look) -> Result<std::uint64_t> {
    if (!std::exchange(is_first, false)) matched = TRY(match());
    return spread.show(matched, look);
  });
}

}  // namespace allot
