#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "usecases/annotations/write.h"
#include "usecases/env.h"

namespace allot {

/// So much of a list is written in one job.
constexpr std::size_t list_rows_max = 500;
constexpr std::size_t list_bytes_max = std::size_t{1} << 20;  // one annotation may be larger

/// A list to which nothing was added for so long is not gone on with.
constexpr std::chrono::minutes list_time_max{5};

/// Annotations of one item that are too many for one job. They are written in slices, each a job of
/// its own, and are in no answer until `show`; without it they go again. Every job looks at what
/// the caller may do.
class LongList {
 public:
  /// All of these must outlive it.
  LongList(Env& env, const Caller& caller, const ItemId& item);
  LongList(const LongList&) = delete;
  LongList& operator=(const LongList&) = delete;
  ~LongList();

  /// Gives them their ids, times and people, and writes them. No more than a slice. Errors:
  /// not_found (item), forbidden, invalid (status), conflict (what the caller may do changed),
  /// unavailable (the list was given up, since it took too long).
  [[nodiscard]] Result<Done> add(std::vector<Annotation>& slice);

  /// All are there at once, with what follows from them; their events come in slices, the first at
  /// once and the others before this returns. Errors: as above; then nothing is there.
  [[nodiscard]] Result<Done> show();

 private:
  Env& env_;
  const Caller& caller_;
  const ItemId& item_;
  DatasetId dataset_;  // where it is given up, whether the item is there still or not
  std::optional<std::int64_t> number_;  // in the store
  bool may_import_ = false;
  bool is_shown_ = false;
  std::set<std::string> statuses_;
};

/// A list that is not to be shown goes again, at once or, where that fails, later.
void give_up_list(Env& env, const DatasetId& dataset, std::int64_t list);

/// Appends the events of a list that was shown, or leaves what fails to be told later.
void tell_of_list(Env& env, const DatasetId& dataset, std::int64_t list);

/// Gives a new annotation of the item its id, its times and its people.
void place_annotation(
    Env& env, const Caller& caller, const Item& item, bool may_import, Annotation& annotation
);

/// Appends events of annotations that were shown as this list, a slice of them. False when none was
/// left.
bool tell_of_shown(Transaction& tx, std::int64_t list);

}  // namespace allot
