#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/clones.h"
#include "domain/entities.h"
#include "domain/item_set.h"

namespace allot {

/// Clones that wait, that are being written, and that ended. What is written of one is in no answer
/// of any noun, and no event tells of it, until it is shown; until then others may take its paths.
class Clones {
 public:
  virtual ~Clones() = default;

  /// The order of one that ended has no query and no metadata any more.
  [[nodiscard]] virtual std::optional<Clone> find(const CommandId& id) const = 0;
  /// Nothing of it is written yet.
  virtual void add(const Clone& added) = 0;

  /// Of those that have not ended: of each person the oldest, of these that of whoever has waited
  /// longest since a clone of theirs ended. nullopt: none waits.
  [[nodiscard]] virtual std::optional<CommandId> next() const = 0;

  struct Waiting {
    std::uint64_t clones = 0;
    std::uint64_t bytes = 0;  // of their queries and their metadata
    bool operator==(const Waiting&) const = default;
  };

  /// Those of this person that have not ended. Reads none of them.
  [[nodiscard]] virtual Waiting waiting_of(const UserId& creator) const = 0;
  /// It begins: how often it did with this time, less what was taken back.
  virtual std::uint64_t note_try(const CommandId& id) = 0;
  /// It was left in good order, as if it had not begun.
  virtual void take_back_try(const CommandId& id) = 0;
  /// One that has not ended though its command runs no more; nullopt: there is none.
  [[nodiscard]] virtual std::optional<CommandId> stopped() const = 0;

  /// From now on it is written into this dataset, which is there. What was written of it before is
  /// left to `Purges`.
  virtual void begin_in(const CommandId& id, const DatasetId& dataset) = 0;
  /// The same, into a new dataset, which is in no answer either, and has no name that another could
  /// want.
  virtual void begin_new(const CommandId& id, const Dataset& dataset) = 0;

  struct AtPath {
    Ordinal item = 0;
    ItemType type = ItemType::file;
  };

  /// Which of these items, which are in no answer, is at this path.
  [[nodiscard]] virtual std::optional<AtPath> at_path(
      const DatasetId& dataset, const std::string& path, const ItemSet& among
  ) const = 0;
  /// Has an item these bytes, in any dataset, whether it is in answers or not? Then they are there,
  /// and stay.
  [[nodiscard]] virtual bool is_content_named(const std::string& content) const = 0;

  // What a merge has made of the files of one origin; of others than this one it is not known.

  struct OfOrigin {
    Ordinal item = 0;
    ItemId id;
    std::string metadata;
  };

  /// The item, unless it was given up, or the merge is.
  [[nodiscard]] virtual std::optional<OfOrigin> of_origin(const CommandId& id, const ItemId& origin)
      const = 0;
  virtual void note_origin(const CommandId& id, const ItemId& origin, Ordinal item) = 0;
  /// Of an item that was added and is in no answer yet.
  virtual void set_metadata(const CommandId& id, Ordinal item, const std::string& metadata) = 0;
  /// Is something known that no merge asks for any more? Merges are made one after the other: all,
  /// while none is made.
  [[nodiscard]] virtual bool has_origins() const = 0;
  /// Forgets so many of all at most.
  virtual void forget_origins(std::uint64_t count) = 0;

  // What is added belongs to a clone once `note_added` says so, in the same transaction.

  /// Adds an item under the next ordinal and gives it. No item that is there, and none of the same
  /// clone, may be at its path.
  virtual Ordinal add_item(const Item& item) = 0;
  /// On an item that was added so. Gives its number.
  virtual Ordinal add_annotation(const Annotation& annotation) = 0;
  /// Of an annotation that was added so, by its number, and is in no answer yet.
  virtual void set_annotation_metadata(
      const CommandId& id, Ordinal number, const std::string& metadata
  ) = 0;
  virtual void note_added(
      const CommandId& id, const ItemSet& items, const ItemSet& annotation_numbers
  ) = 0;

  /// An item that will not be shown.
  struct Lost {
    Ordinal item = 0;
    std::string path;        // that somebody else has taken; "": it was given up
    bool to_folder = false;  // it is a folder, and so is what took its path
  };

  /// This item of it will not be shown.
  virtual void give_up_item(const CommandId& id, Ordinal item) = 0;
  /// Those of it, `count` at most.
  [[nodiscard]] virtual std::vector<Lost> lost(const CommandId& id, std::uint64_t count) const = 0;

  /// From now on what was written, less what was lost, is in all answers, and the clone has ended.
  /// `flags` says of each of its items whether it is file, hidden, annotated and so on. A new
  /// dataset is there as it was put. Costs the sets.
  virtual void show(const CommandId& id, const DatasetSets& flags, Time now) = 0;
  /// It was shown, and no item and no annotation of its dataset was added, changed or removed
  /// since.
  [[nodiscard]] virtual bool is_as_shown(const CommandId& id) const = 0;
  /// It has ended, unless it has; what was written of it is left to `Purges`. Costs the sets.
  virtual void give_up(const CommandId& id, Time now) = 0;
};

}  // namespace allot
