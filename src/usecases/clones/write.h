#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "domain/clones.h"
#include "domain/item_path.h"
#include "usecases/clones/source.h"

namespace allot {

/// A part of an annotation that may come later, on the same item.
struct WaitingPart {
  Ordinal number = 0;    // of the clone's part
  std::string metadata;  // of it
};

/// By the id that the source's parent has.
using WaitingParts = std::unordered_map<std::string, std::vector<WaitingPart>>;

/// What one slice added; kept by `CloneWriting` once the change is.
struct WrittenSlice {
  bool is_stale = false;  // a file went since it was read: nothing was written, read again
  Moment moment = 0;
  DatasetSets flags;  // of the items that were added; `live` is all of them
  std::vector<std::pair<Ordinal, std::string>> relied_on;
  std::vector<std::string> places;  // folders that something came into, where others are about
  std::string folder;               // that was made sure of last …
  std::string folder_at;            // … and where it is: elsewhere where a merge found a file
  std::optional<Item> item;         // that came last
  bool is_joined = false;           // it was there before, of another file of the same origin
  bool is_other_item = false;
  std::vector<std::pair<AnnotationId, AnnotationId>>
      annotations;       // of it: the source's, the clone's
  WaitingParts waiting;  // of it: those that wait still
};

/// A clone that is being written. It knows in memory what it wrote, since after a crash it begins
/// again.
class CloneWriting {
 public:
  /// Into this dataset, in which nobody sees anything where it is new. `wanted` and `into` must
  /// outlive this.
  CloneWriting(Env& env, const Clone& wanted, const DatasetId& into, bool is_new)
      : env_(env), wanted_(wanted), into_(into), is_new_(is_new) {}

  /// In the transaction of a change. Errors: invalid (a path is taken, or goes through a file),
  /// conflict (something moved, or went, in the middle), and then nothing of the clone can be kept.
  [[nodiscard]] Result<WrittenSlice> write(
      Transaction& tx, const Caller& caller, const CloneSlice& slice
  ) const;
  /// That change was made.
  void keep(WrittenSlice written);

  /// Looks whether the folders of others, into which it put something, are what they were: on a
  /// reader's snapshot, before `show`, which looks at those alone that were changed after this.
  /// Errors: conflict (they are not).
  [[nodiscard]] Result<Done> look_at_folders(const Transaction& tx);
  /// In the transaction that would show it: is it to wait, and to look at the folders again? While
  /// moves to where it put something are not in the rows of their items, nobody knows what they
  /// take; and many folders may have been changed after the look.
  [[nodiscard]] bool has_to_wait(const Transaction& tx) const;
  /// All of it is in answers, and the clone has ended; in the transaction of a change, unless it
  /// has to wait. Costs the sets, and a look at what others did in between to its paths. Errors:
  /// conflict (they took some).
  [[nodiscard]] Result<Done> show(Transaction& tx) const;

  /// The clone of the item that came last.
  [[nodiscard]] const std::optional<Item>& last_item() const { return item_; }

  /// Files alone.
  [[nodiscard]] ItemSet files() const { return flags_.file; }

 private:
  class Slice;

  void keep_waiting(WaitingParts parts);
  [[nodiscard]] bool put_something_into(const PathChange& move) const;
  [[nodiscard]] ItemSet folders_changed_since(const Transaction& tx) const;
  [[nodiscard]] Result<Done> require_own_paths(const Transaction& tx) const;
  [[nodiscard]] Result<Done> require_folders(const Transaction& tx, const ItemSet& folders) const;

  Env& env_;
  const Clone& wanted_;
  const DatasetId& into_;
  const bool is_new_;
  DatasetSets flags_;
  std::map<Ordinal, std::string> relied_on_;  // folders of others that it put something into …
  ItemSet folders_of_others_;                 // … the same, …
  std::optional<Moment> since_;               // … which are what they were at this moment
  std::set<std::string> places_;              // folders, of others or its own, likewise
  std::string folder_;                        // that was made sure of last, …
  std::string folder_at_;                     // … and where it is
  std::optional<Item> item_;
  bool is_joined_ = false;
  std::unordered_map<std::string, AnnotationId> annotations_;  // of that item, by the source's
  WaitingParts waiting_;                                       // of that item
};

}  // namespace allot
