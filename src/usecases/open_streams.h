#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <utility>

#include "base/id.h"
#include "base/result.h"

namespace allot {

/// Answers that go out for minutes, a piece at a time: how many of them each person has open. Each
/// keeps memory that grows with what goes out, at the pace of whoever reads it. In memory alone;
/// thread-safe.
class OpenStreams {
 public:
  static constexpr std::size_t of_a_person_max = 10;

  /// One stream's place, given back when it goes. Must not outlive what gave it. Movable.
  class Place {
   public:
    Place(Place&& other) noexcept
        : streams_(std::exchange(other.streams_, nullptr)), person_(std::move(other.person_)) {}

    Place& operator=(Place&&) = delete;
    ~Place();

   private:
    friend class OpenStreams;

    Place(OpenStreams& streams, UserId person) : streams_(&streams), person_(std::move(person)) {}

    OpenStreams* streams_;
    UserId person_;
  };

  /// Errors: unavailable (this person has as many as may be).
  [[nodiscard]] Result<Place> begin(const UserId& person);

 private:
  std::mutex mutex_;
  std::map<UserId, std::size_t> of_person_;
};

}  // namespace allot
