#include "net/peers.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>
#include <vector>

#include "base/text.h"

namespace allot::net {

namespace {

using Bytes = std::array<std::uint8_t, 16>;

std::optional<Bytes> parse_address(std::string_view text) {
  const std::string terminated(text);
  Bytes bytes{};
  if (::inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1) return bytes;
  if (::inet_pton(AF_INET, terminated.c_str(), bytes.data() + 12) != 1) return std::nullopt;
  bytes[10] = bytes[11] = 0xff;
  return bytes;
}

bool is_v4(const Bytes& bytes) {
  in6_addr address{};
  std::memcpy(&address, bytes.data(), bytes.size());
  return IN6_IS_ADDR_V4MAPPED(&address);
}

std::string text_of(const Bytes& bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (is_v4(bytes)) {
    ::inet_ntop(AF_INET, bytes.data() + 12, text.data(), text.size());
  } else {
    ::inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
  }
  return text.data();
}

}  // namespace

std::string customer_of(std::string_view peer) {
  const auto bytes = parse_address(peer);
  if (!bytes || is_v4(*bytes)) return std::string(peer);
  return {reinterpret_cast<const char*>(bytes->data()), 8};
}

std::optional<AddressBlock> AddressBlock::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  AddressBlock block;
  block.bytes_ = *address;
  if (slash == std::string_view::npos) return block;
  const auto bits = text.substr(slash + 1);
  const bool is_short = text.find(':') == std::string_view::npos;
  const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), block.bits_);
  if (error != std::errc{} || end != bits.data() + bits.size()) return std::nullopt;
  if (block.bits_ < 0 || block.bits_ > (is_short ? 32 : 128)) return std::nullopt;
  if (is_short) block.bits_ += 96;
  return block;
}

bool AddressBlock::contains(std::string_view address) const {
  const auto other = parse_address(address);
  if (!other) return false;
  for (int bit = 0; bit < bits_; ++bit) {
    const auto at = static_cast<std::size_t>(bit / 8);
    if ((((*other)[at] ^ bytes_[at]) >> (7 - bit % 8) & 1) != 0) return false;
  }
  return true;
}

bool is_within(std::string_view address, std::span<const AddressBlock> blocks) {
  return std::ranges::any_of(blocks, [&](const auto& block) { return block.contains(address); });
}

std::string client_of(
    std::string_view peer, const http::Headers& headers, std::span<const AddressBlock> proxies
) {
  std::string client(peer);
  if (proxies.empty() || !is_within(client, proxies)) return client;
  std::vector<std::string> named;
  for (const auto& [name, value] : headers) {
    if (name != "x-forwarded-for") continue;
    for (auto& entry : split(value, ',')) named.push_back(std::move(entry));
  }
  // From the last one, which our neighbour wrote, to the first that no proxy of ours vouches for.
  while (!named.empty() && is_within(client, proxies)) {
    const auto address = parse_address(trimmed(named.back()));
    if (!address) break;
    client = text_of(*address);
    named.pop_back();
  }
  return client;
}

PeerCounts::Place::Place(PeerCounts& counts, std::string key)
    : counts_(&counts), key_(std::move(key)) {}

PeerCounts::Place::Place(Place&& other) noexcept
    : counts_(std::exchange(other.counts_, nullptr)), key_(std::move(other.key_)) {}

PeerCounts::Place& PeerCounts::Place::operator=(Place&& other) noexcept {
  std::swap(counts_, other.counts_);
  std::swap(key_, other.key_);
  return *this;
}

PeerCounts::Place::~Place() {
  if (counts_ != nullptr) counts_->leave(key_);
}

PeerCounts::Place PeerCounts::enter(std::string_view peer) {
  auto key = customer_of(peer);
  const std::scoped_lock lock(mutex_);
  auto& count = counts_[key];
  if (count >= places_max_) return {};
  ++count;
  return Place(*this, std::move(key));
}

void PeerCounts::leave(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  const auto found = counts_.find(key);
  if (--found->second == 0) counts_.erase(found);
}

}  // namespace allot::net
