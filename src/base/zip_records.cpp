#include "base/zip_records.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

namespace allot {

namespace {

// Where a number does not fit, these stand in its place.
constexpr std::uint64_t elsewhere_of_two = 0xffff;
constexpr std::uint64_t elsewhere_of_four = 0xffff'ffff;

constexpr std::uint64_t plain_version = 20;  // what it takes to read it: 2.0
constexpr std::uint64_t zip64_version = 45;
constexpr std::uint64_t made_by = 3 << 8 | zip64_version;  // Unix

constexpr std::uint64_t utf8_flag = 1 << 11;
constexpr std::uint64_t length_behind_flag = 1 << 3;
constexpr std::uint64_t deflated = 8;
constexpr std::uint64_t plain_file = 0100644;  // as Unix has it

constexpr std::uint64_t zip64_field = 0x0001;
constexpr std::uint64_t time_field = 0x5455;

/// Numbers of so many bytes, the lowest first, and texts.
class Bytes {
 public:
  Bytes& two(std::uint64_t number) { return put(number, 2); }

  Bytes& four(std::uint64_t number) { return put(number, 4); }

  Bytes& eight(std::uint64_t number) { return put(number, 8); }

  Bytes& text(std::string_view text) {
    bytes_ += text;
    return *this;
  }

  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  Bytes& put(std::uint64_t number, int count) {
    for (int i = 0; i < count; ++i) bytes_ += static_cast<char>(number >> 8 * i & 0xff);
    return *this;
  }

  std::string bytes_;
};

std::uint64_t flags_of(const ZipEntry& entry) {
  return utf8_flag | (entry.is_length_behind ? length_behind_flag : 0);
}

std::string field(std::uint64_t id, std::string_view content) {
  return Bytes().two(id).two(content.size()).text(content).take();
}

/// "" where all of them fit. Their order is that of the field.
std::string zip64_field_of(const ZipEntry& entry) {
  Bytes large;
  for (const auto number : {entry.size, entry.packed, entry.begin}) {
    if (number >= elsewhere_of_four) large.eight(number);
  }
  const auto content = large.take();
  return content.empty() ? "" : field(zip64_field, content);
}

}  // namespace

ZipTime::ZipTime(Time made) {
  using namespace std::chrono;
  constexpr sys_seconds first = sys_days{year{1980} / January / 1};
  constexpr sys_seconds last = sys_days{year{2108} / January / 1} - seconds{1};
  const auto second = std::clamp(floor<seconds>(made), first, last);
  const auto day = floor<days>(second);
  const year_month_day of(day);
  const hh_mm_ss clock(second - day);
  date = static_cast<std::uint16_t>(
      (static_cast<int>(of.year()) - 1980) << 9 |
      static_cast<int>(static_cast<unsigned>(of.month())) << 5 |
      static_cast<int>(static_cast<unsigned>(of.day()))
  );
  time = static_cast<std::uint16_t>(
      clock.hours().count() << 11 | clock.minutes().count() << 5 | clock.seconds().count() / 2
  );
  const auto since_1970 = second.time_since_epoch().count();
  if (since_1970 > 0x7fff'ffff) return;
  field = allot::field(
      time_field, Bytes().text("\x01").four(static_cast<std::uint64_t>(since_1970)).take()
  );
}

std::string zip_local_header(const ZipEntry& entry, const ZipTime& made) {
  const bool is_known = !entry.is_length_behind;
  return Bytes()
      .four(0x0403'4b50)
      .two(plain_version)
      .two(flags_of(entry))
      .two(deflated)
      .two(made.time)
      .two(made.date)
      .four(is_known ? entry.crc : 0)
      .four(is_known ? entry.packed : 0)
      .four(is_known ? entry.size : 0)
      .two(entry.path.size())
      .two(made.field.size())
      .text(entry.path)
      .text(made.field)
      .take();
}

std::string zip_descriptor(const ZipEntry& entry) {
  return Bytes().four(0x0807'4b50).four(entry.crc).four(entry.packed).four(entry.size).take();
}

std::string zip_listed(const ZipEntry& entry, const ZipTime& made) {
  const auto zip64 = zip64_field_of(entry);
  return Bytes()
      .four(0x0201'4b50)
      .two(made_by)
      .two(zip64.empty() ? plain_version : zip64_version)
      .two(flags_of(entry))
      .two(deflated)
      .two(made.time)
      .two(made.date)
      .four(entry.crc)
      .four(std::min(entry.packed, elsewhere_of_four))
      .four(std::min(entry.size, elsewhere_of_four))
      .two(entry.path.size())
      .two(zip64.size() + made.field.size())
      .two(0)  // a comment
      .two(0)  // the disk
      .two(0)  // whether it is text
      .four(plain_file << 16)
      .four(std::min(entry.begin, elsewhere_of_four))
      .text(entry.path)
      .text(zip64)
      .text(made.field)
      .take();
}

std::string zip_end(const ZipList& list) {
  Bytes end;
  const bool is_zip64 = list.entries >= elsewhere_of_two || list.begin >= elsewhere_of_four ||
                        list.size >= elsewhere_of_four;
  if (is_zip64) {
    end.four(0x0606'4b50)
        .eight(44)  // what follows of this record
        .two(made_by)
        .two(zip64_version)
        .four(0)  // this disk, and that of the list
        .four(0)
        .eight(list.entries)  // on this disk, and on all
        .eight(list.entries)
        .eight(list.size)
        .eight(list.begin);
    end.four(0x0706'4b50)
        .four(0)
        .eight(list.begin + list.size)  // where the record before begins
        .four(1);                       // disks
  }
  const auto entries = std::min(list.entries, elsewhere_of_two);
  return end.four(0x0605'4b50)
      .two(0)
      .two(0)
      .two(entries)
      .two(entries)
      .four(std::min(list.size, elsewhere_of_four))
      .four(std::min(list.begin, elsewhere_of_four))
      .two(0)  // a comment
      .take();
}

}  // namespace allot
