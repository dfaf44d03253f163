#include "store/sqlite/pace_bytes.h"

#include "store/sqlite/bytes.h"

namespace allot::sqlite {

namespace {

void write_signed(BytesWriter& to, std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  to.number((bits << 1) ^ (value < 0 ? ~std::uint64_t{0} : 0));
}

std::int64_t read_signed(BytesReader& from) {
  const auto bits = from.number();
  return static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
}

std::chrono::milliseconds read_time(BytesReader& from) {
  return std::chrono::milliseconds(read_signed(from));
}

}  // namespace

std::string quarter_bytes(const QuarterSums& sums) {
  BytesWriter to;
  to.number(sums.size());
  Quarter before = 0;
  for (const auto& sum : sums) {
    write_signed(to, sum.quarter - before);
    to.number(sum.handled);
    write_signed(to, sum.active.count());
    write_signed(to, sum.opened);
    before = sum.quarter;
  }
  return to.take();
}

QuarterSums read_quarters(std::string_view bytes) {
  BytesReader from(bytes);
  QuarterSums sums;
  Quarter before = 0;
  for (auto left = from.number(); left > 0; --left) {
    auto& sum = sums.emplace_back();
    sum.quarter = before += read_signed(from);
    sum.handled = from.number();
    sum.active = read_time(from);
    sum.opened = read_signed(from);
  }
  CHECK(from.at_end());
  return sums;
}

std::string recent_bytes(const std::vector<HandledItems>& recent) {
  BytesWriter to;
  to.number(recent.size());
  std::int64_t before = 0;
  for (const auto& handled : recent) {
    const auto at = to_epoch_ms(handled.at);
    const auto active = handled.active.count();
    // Without a break it is the time since the ones before, and nothing is left of that.
    write_signed(to, at - before - active);
    to.number(handled.items);
    write_signed(to, active);
    before = at;
  }
  return to.take();
}

std::vector<HandledItems> read_recent(std::string_view bytes) {
  BytesReader from(bytes);
  std::vector<HandledItems> recent;
  std::int64_t before = 0;
  for (auto left = from.number(); left > 0; --left) {
    auto& handled = recent.emplace_back();
    const auto pause = read_signed(from);
    handled.items = from.number();
    handled.active = read_time(from);
    handled.at = from_epoch_ms(before += pause + handled.active.count());
  }
  CHECK(from.at_end());
  return recent;
}

}  // namespace allot::sqlite
