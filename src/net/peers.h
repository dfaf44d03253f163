#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace allot::net {

/// Counts the connections of each peer. Addresses of IPv6 count by their /64, which is what one
/// customer is given. Thread-safe.
class PeerCounts {
 public:
  /// One connection's place, given back when it goes.
  class Place {
   public:
    Place() = default;
    Place(Place&& other) noexcept;
    Place& operator=(Place&& other) noexcept;
    ~Place();

    /// False: the peer has as many as it may have.
    explicit operator bool() const { return counts_ != nullptr; }

   private:
    friend class PeerCounts;
    Place(PeerCounts& counts, std::string key);
    PeerCounts* counts_ = nullptr;
    std::string key_;
  };

  explicit PeerCounts(std::size_t places_max) : places_max_(places_max) {}

  /// `peer`: an address without port. The place must not outlive this.
  [[nodiscard]] Place enter(std::string_view peer);

 private:
  void leave(const std::string& key);

  const std::size_t places_max_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::size_t> counts_;
};

}  // namespace allot::net
