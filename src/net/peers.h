#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "http/request.h"

namespace allot::net {

/// An address, or a block of them: `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`. IPv4 counts as what it is
/// in IPv6 too (`::ffff:127.0.0.1`).
class AddressBlock {
 public:
  /// nullopt: the text is none.
  [[nodiscard]] static std::optional<AddressBlock> parse(std::string_view text);

  /// False for what is no address.
  [[nodiscard]] bool contains(std::string_view address) const;

 private:
  std::array<std::uint8_t, 16> bytes_{};
  int bits_ = 128;
};

[[nodiscard]] bool is_within(std::string_view address, std::span<const AddressBlock> blocks);

/// Who asks: the other side of the socket or, where that is a proxy that is trusted, whom it names
/// last in X-Forwarded-For. Names in front of that may be anybody's invention. Source: ADR 0020.
[[nodiscard]] std::string client_of(
    std::string_view peer, const http::Headers& headers, std::span<const AddressBlock> proxies
);

/// What tells apart whose address it is: of IPv6 the /64, which is what one customer is given.
/// Bytes, not for people.
[[nodiscard]] std::string customer_of(std::string_view peer);

/// Counts the connections of each customer. Thread-safe.
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
