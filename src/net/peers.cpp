#include "net/peers.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <utility>

namespace allot::net {

namespace {

std::string key_of(std::string_view peer) {
  std::string text(peer);
  in6_addr address{};
  if (::inet_pton(AF_INET6, text.c_str(), &address) != 1 || IN6_IS_ADDR_V4MAPPED(&address)) {
    return text;
  }
  return {reinterpret_cast<const char*>(address.s6_addr), 8};
}

}  // namespace

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
  auto key = key_of(peer);
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
