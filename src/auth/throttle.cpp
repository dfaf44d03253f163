#include "auth/throttle.h"

#include <algorithm>
#include <string>

namespace allot {

namespace {

constexpr std::size_t free_failures = 4;
constexpr std::size_t counted_failures = 11;  // more make the delay no longer
constexpr std::chrono::milliseconds first_delay{250};

Sha256 name_of(const UserId& address, std::string_view peer) {
  std::string both = address.text;
  both += '\0';  // is in neither, so that no two pairs read the same
  both += peer;
  return sha256(both);
}

}  // namespace

std::chrono::milliseconds Throttle::delay(const UserId& address, std::string_view peer, Time now)
    const {
  const auto name = name_of(address, peer);
  const std::scoped_lock lock(mutex_);
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return {};
  const auto recent =
      static_cast<std::size_t>(std::ranges::count_if(found->second->failures, [&](Time failure) {
        return failure > now - window;
      }));
  if (recent <= free_failures) return {};
  return std::min<std::chrono::milliseconds>(
      first_delay * (1 << (recent - free_failures - 1)), delay_max
  );
}

void Throttle::failed(const UserId& address, std::string_view peer, Time now) {
  const auto name = name_of(address, peer);
  const std::scoped_lock lock(mutex_);
  const auto forget_oldest = [&] {
    by_name_.erase(sources_.front().name);
    sources_.pop_front();
  };
  if (const auto found = by_name_.find(name); found != by_name_.end()) {
    sources_.splice(sources_.end(), sources_, found->second);
  } else {
    if (sources_.size() >= sources_max_ && !sources_.empty()) forget_oldest();
    sources_.push_back({.name = name, .failures = {}});
    by_name_[name] = std::prev(sources_.end());
  }
  auto& failures = sources_.back().failures;
  if (failures.size() == counted_failures) failures.erase(failures.begin());
  failures.push_back(now);
  while (sources_.front().failures.back() <= now - window) forget_oldest();
}

void Throttle::succeeded(const UserId& address, std::string_view peer) {
  const auto name = name_of(address, peer);
  const std::scoped_lock lock(mutex_);
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return;
  sources_.erase(found->second);
  by_name_.erase(found);
}

std::size_t Throttle::size() const {
  const std::scoped_lock lock(mutex_);
  return sources_.size();
}

}  // namespace allot
