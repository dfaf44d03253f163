// The last change of a clone, in which all of it is there.

#include <algorithm>

#include "store/clones.h"
#include "store/item_paths.h"
#include "usecases/clones/refusals.h"
#include "usecases/clones/write.h"

namespace allot {

namespace {

/// So many of its paths may others take in the meantime, and so many folders are looked at when it
/// is shown.
constexpr std::uint64_t looked_at_max = 1'000;

}  // namespace

Result<Done> CloneWriting::look_at_folders(const Transaction& tx) {
  if (folders_of_others_.empty()) return Done{};
  const auto moment = tx.datasets().moment();
  TRY(require_folders(tx, folders_of_others_));
  since_ = moment;
  return Done{};
}

bool CloneWriting::has_to_wait(const Transaction& tx) const {
  if (is_new_) return false;
  const auto moves = tx.bulk_changes().pending_moves_of(into_);
  return std::ranges::any_of(
             moves, [&](const PathChange& move) { return put_something_into(move); }
         ) ||
         folders_changed_since(tx).size() > looked_at_max;
}

/// May the move bring something to a path that the clone has taken?
bool CloneWriting::put_something_into(const PathChange& move) const {
  if (places_.contains(move.to.empty() ? "/" : move.to)) return true;  // what lies in the root
  if (move.from.empty()) return false;  // files come into the folder, and nothing below that
  const auto below = places_.lower_bound(move.to + '/');
  return below != places_.end() && is_below(*below, move.to);
}

Result<Done> CloneWriting::show(Transaction& tx) const {
  if (!is_new_) {
    TRY(require_own_paths(tx));
    if (!folders_of_others_.is_subset_of(tx.datasets().sets(into_).live)) {
      return changed_meanwhile();
    }
    TRY(require_folders(tx, folders_changed_since(tx)));
  }
  auto flags = flags_;
  flags.for_review -= flags.issue;
  tx.clones().show(wanted_.id, flags, env_.clock.now());
  return Done{};
}

/// Folders may become one with those of others; what else others took is lost.
Result<Done> CloneWriting::require_own_paths(const Transaction& tx) const {
  const auto lost = tx.clones().lost(wanted_.id, looked_at_max + 1);
  if (lost.size() > looked_at_max) return changed_meanwhile();
  for (const auto& one : lost) {
    if (one.path.empty()) continue;
    if (!one.to_folder) return taken_meanwhile(one.path);
    const auto present = tx.items().at_path(into_, one.path);
    if (!present || present->type != ItemType::dir) return changed_meanwhile();
  }
  return Done{};
}

ItemSet CloneWriting::folders_changed_since(const Transaction& tx) const {
  if (folders_of_others_.empty()) return {};
  return folders_of_others_ & tx.datasets().changes_since(into_, since_.value()).rows;
}

/// Are these folders of others, into which it put something, there, and where they were?
Result<Done> CloneWriting::require_folders(const Transaction& tx, const ItemSet& folders) const {
  std::uint64_t found = 0;
  tx.item_paths().each_of(into_, folders, [&](Ordinal folder, std::string_view path) {
    if (path == relied_on_.at(folder)) ++found;
  });
  return found == folders.size() ? Result<Done>(Done{}) : changed_meanwhile();
}

}  // namespace allot
