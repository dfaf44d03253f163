#include "base/random.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <system_error>

namespace allot {

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const auto got = getrandom(bytes.data(), bytes.size(), 0);
    if (got < 0) {
      if (errno == EINTR) continue;
      throw std::system_error(errno, std::generic_category(), "getrandom");
    }
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
}

void SeededRandom::fill(std::span<std::uint8_t> bytes) {
  const std::scoped_lock lock(mutex_);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(engine_());
}

std::string random_secret(Random& random, std::size_t bytes) {
  constexpr auto alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::vector<std::uint8_t> raw(bytes);
  random.fill(raw);
  std::string secret;
  std::uint32_t bits = 0;
  int held = 0;
  for (const auto byte : raw) {
    bits = (bits << 8) | byte;
    held += 8;
    while (held >= 6) {
      held -= 6;
      secret += alphabet[(bits >> held) & 63];
    }
  }
  if (held > 0) secret += alphabet[(bits << (6 - held)) & 63];
  return secret;
}

std::string random_uuid(Random& random) {
  std::array<std::uint8_t, 16> b{};
  random.fill(b);
  b[6] = static_cast<std::uint8_t>((b[6] & 0x0f) | 0x40);
  b[8] = static_cast<std::uint8_t>((b[8] & 0x3f) | 0x80);
  std::string uuid;
  for (std::size_t i = 0; i < b.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) uuid += '-';
    uuid += fmt::format("{:02x}", b[i]);
  }
  return uuid;
}

IdSource::IdSource(const Clock& clock, Random& random) : clock_(clock) {
  std::array<std::uint8_t, 2> bytes{};
  random.fill(bytes);
  process_ = static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]);
}

std::string IdSource::next_text() {
  const auto now = static_cast<std::uint64_t>(std::max<std::int64_t>(0, to_epoch_ms(clock_.now())));
  const std::scoped_lock lock(mutex_);
  if (now > last_ms_) {
    last_ms_ = now;
    counter_ = 0;
  } else if (++counter_ == 0) {
    ++last_ms_;
  }
  return fmt::format("{:012x}{:04x}{:08x}", last_ms_, process_, counter_);
}

void IdSource::advance_past(std::string_view text) {
  if (text.size() != 24) return;
  std::uint64_t ms = 0;
  if (std::from_chars(text.data(), text.data() + 12, ms, 16).ec != std::errc{}) return;
  const std::scoped_lock lock(mutex_);
  // A whole millisecond further, since the process part may be smaller this time.
  if (ms >= last_ms_) {
    last_ms_ = ms + 1;
    counter_ = 0;
  }
}

}  // namespace allot
