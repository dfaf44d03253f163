#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>

#include "usecases/exports/write.h"

namespace allot {

/// Carries out exports, those of several people side by side, a turn each, so that nobody waits for
/// all of a large one of somebody else's: of each person the oldest, of a few people at once. With
/// the rights that whoever asked for one has in each turn. Its file is made an item of the
/// project's Binaries in the transaction in which its command becomes `success`, so after a crash
/// it is made again and nothing is doubled. A command that is aborted ends it; what cannot be done
/// makes the command `failed`, with a sentence; so does a third crash while it was being written.
/// What is being written goes on, and is handed out later, when too much waits at the writer. One
/// thread at a time.
class ExportTurns {
 public:
  static constexpr std::size_t under_way_max = 4;
  static constexpr std::uint64_t tries_max = 3;

  /// `env` and `is_stopping` must outlive this.
  ExportTurns(Env& env, const std::atomic<bool>& is_stopping, ExportWriting::Times times = {});
  ~ExportTurns();

  ExportTurns(const ExportTurns&) = delete;
  ExportTurns& operator=(const ExportTurns&) = delete;

  /// Gives the next one its turn. False: none waits, and none is under way. Throws GivenUp once
  /// `is_stopping`, StoreBusy when one could not begin; they wait then.
  bool take();

  /// Those that are under way are left in good order: as if they had not begun. Repeatable; nothing
  /// may follow.
  void leave();

 private:
  struct UnderWay;

  /// Begins the next one that may, or ends it. False: there is none.
  bool begin_next();
  /// False: it has ended.
  [[nodiscard]] bool go_on(UnderWay& one);
  [[nodiscard]] Result<bool> carry_on(UnderWay& one);
  /// Ends it; its command fails with this sentence, if it goes on.
  void end(const Export& wanted, const std::string& why);

  Env& env_;
  const std::atomic<bool>& is_stopping_;
  const ExportWriting::Times times_;
  std::deque<std::unique_ptr<UnderWay>> under_way_;  // the first is next
};

}  // namespace allot
