#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "http/noted_runs.h"
#include "http/request.h"

namespace allot::http {

/// Of method, path with query, and body: equal for equal requests, otherwise not.
[[nodiscard]] std::string fingerprint_of(const Request& request);

/// Did the first request of this run come after that of the other? False for those of another
/// process.
[[nodiscard]] bool is_later_run(std::string_view run, std::string_view other);

/// Equal requests of one caller with no other in between. Times are arrivals. `Repeats` alone looks
/// into it.
struct Run {
  static constexpr auto never = std::numeric_limits<std::uint64_t>::max();

  std::pair<std::uint64_t, std::uint64_t> fingerprint;  // its hash
  std::string earlier;      // its name in a note of an earlier process; "": it began in this one
  std::uint64_t first = 0;  // when the first head came to this process; 0: none did yet
  std::uint64_t whole = 0;  // when the last of them was there
  std::uint64_t followed = never;  // when another came after that
  bool is_noted = false;           // by this process
};

/// Which requests of each caller follow each other, as far as this process knows (B-160). One is in
/// between two others when its head came after the first was there whole, and before the head of
/// the second: a body may take its time, and of requests that overlap none is in between others.
/// Of an earlier process it is known which run a note is of. Bounded; a caller who is forgotten is
/// new again, and of many requests that overlap the oldest are forgotten. Thread-safe.
class Repeats {
 public:
  Repeats();

  /// For a head that came: greater than those before.
  [[nodiscard]] std::uint64_t next_arrival() { return ++arrivals_; }

  /// Is none of their requests known?
  [[nodiscard]] bool is_new(const UserId& caller);

  /// Notes a request that is there whole, and says in it and its caller what it may repeat.
  /// `arrival`: of its head. `before`: of a caller who is new, the run that may go on.
  void note(Request& request, std::uint64_t arrival, const std::optional<NotedRun>& before);

  /// As a note names the request's run.
  [[nodiscard]] std::string run_of(const Request& request) const;
  /// Likewise if it goes on with a run of an earlier process; else "".
  [[nodiscard]] static const std::string& earlier_run_of(const Request& request);

  /// The request's run has a note from now on: at the latest when the writer is done with the job
  /// at hand.
  void has_note(const Request& request);

  /// Runs with a note that another request came after since the last call; of some the note has
  /// gone.
  [[nodiscard]] std::vector<FollowedRun> take_followed();
  /// They are still to be taken.
  void give_back(std::vector<FollowedRun> runs);

 private:
  [[nodiscard]] std::string name_of(const Run& run) const;
  void add_followed(const UserId& caller, const Run& run);

  const std::string process_;  // tells its runs apart from those of processes before this one
  std::atomic<std::uint64_t> arrivals_ = 0;
  std::mutex mutex_;
  std::unordered_map<std::string, std::vector<std::shared_ptr<Run>>> latest_;  // by caller; a few
  std::vector<FollowedRun> followed_;
};

}  // namespace allot::http
