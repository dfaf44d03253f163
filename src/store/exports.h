#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "domain/exports.h"

namespace allot {

/// Exports that wait, that are being written, and that ended.
class Exports {
 public:
  virtual ~Exports() = default;

  /// The order of one that ended has no queries any more.
  [[nodiscard]] virtual std::optional<Export> find(const CommandId& id) const = 0;
  virtual void add(const Export& added) = 0;
  /// It ended, with this file; empty: with none. What ended stays as it is.
  virtual void end(const CommandId& id, const ItemId& output, Time now) = 0;
  /// From now on it locks its dataset no more.
  virtual void let_go(const CommandId& id) = 0;
  /// From now on none that has not ended locks this dataset.
  virtual void unlock(const DatasetId& dataset) = 0;

  /// Of those that have not ended: of each person but these the oldest, of these that of whoever
  /// has waited longest since an export of theirs ended. nullopt: none waits.
  [[nodiscard]] virtual std::optional<CommandId> next(std::span<const UserId> but) const = 0;
  /// It begins: how often it did with this time, less what was taken back.
  virtual std::uint64_t note_try(const CommandId& id) = 0;
  /// It was left in good order, as if it had not begun.
  virtual void take_back_try(const CommandId& id) = 0;

  struct Waiting {
    std::uint64_t exports = 0;
    std::uint64_t bytes = 0;  // of their queries
    bool operator==(const Waiting&) const = default;
  };

  /// Those of this person that have not ended; as fast when they are many.
  [[nodiscard]] virtual Waiting waiting_of(const UserId& creator) const = 0;
  /// One that has not ended though its command runs no more; nullopt: there is none.
  [[nodiscard]] virtual std::optional<CommandId> stopped() const = 0;
  /// One that has not ended and whose lock is over at this moment; nullopt: there is none.
  [[nodiscard]] virtual std::optional<CommandId> lock_over(Time now) const = 0;
  /// Does an export other than this one, which has not ended, lock the dataset?
  [[nodiscard]] virtual bool locks(const DatasetId& dataset, const CommandId& but) const = 0;

  /// Which ones a list asks for; empty ids ask for any.
  struct Asked {
    std::vector<ProjectId> projects;
    DatasetId dataset;
    UserId creator;
    CommandId id;
    bool newest_first = true;
  };

  struct Page {
    std::vector<Export> exports;
    std::uint64_t total = 0;
  };

  /// `count` of them after the first `offset`, their orders without queries.
  [[nodiscard]] virtual Page page(const Asked& asked, std::uint64_t offset, std::uint64_t count)
      const = 0;
};

}  // namespace allot
