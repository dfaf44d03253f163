#include "store/sqlite/log_damage.h"

#include <fmt/format.h>

#include <bit>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

#include "base/log.h"
#include "store/fault.h"

namespace allot::sqlite {

namespace {

constexpr std::size_t head_bytes = 32;
constexpr std::size_t frame_head_bytes = 24;
constexpr std::uint32_t magic = 0x377f0682;  // the lowest bit: checksums of big-endian words

std::uint32_t number_at(std::string_view bytes, std::size_t offset) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i)
    number = number << 8 | static_cast<unsigned char>(bytes[offset + i]);
  return number;
}

/// The running checksum of a log: each frame's goes on from the one before.
class Checksum {
 public:
  explicit Checksum(bool is_big_endian) : is_big_endian_(is_big_endian) {}

  void add(std::string_view bytes) {
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
      first_ += word_at(bytes, at) + second_;
      second_ += word_at(bytes, at + 4) + first_;
    }
  }

  [[nodiscard]] bool stands_at(std::string_view bytes, std::size_t offset) const {
    return number_at(bytes, offset) == first_ && number_at(bytes, offset + 4) == second_;
  }

 private:
  [[nodiscard]] std::uint32_t word_at(std::string_view bytes, std::size_t offset) const {
    const auto number = number_at(bytes, offset);
    return is_big_endian_ ? number : __builtin_bswap32(number);
  }

  bool is_big_endian_;
  std::uint32_t first_ = 0;
  std::uint32_t second_ = 0;
};

bool is_page_size(std::uint32_t size) {
  return size >= 512 && size <= 65'536 && std::has_single_bit(size);
}

/// The next so many bytes; fewer at the end.
std::string_view read_on(std::ifstream& file, std::string& buffer, std::size_t size) {
  buffer.resize(size);
  file.read(buffer.data(), static_cast<std::streamsize>(size));
  return std::string_view(buffer).substr(0, static_cast<std::size_t>(file.gcount()));
}

/// `file` stands behind the head, whose checksum is `sum`.
void read_frames(std::ifstream& file, std::string_view head, Checksum sum, LogEnd& end) {
  const auto salts = std::string(head.substr(16, 8));
  const std::size_t frame_bytes = frame_head_bytes + number_at(head, 8);
  std::string buffer;
  bool is_readable = true;
  std::size_t frames = 0;
  for (;;) {
    const auto frame = read_on(file, buffer, frame_bytes);
    // What an earlier use of the file left behind has other salts.
    if (frame.size() < frame_bytes || frame.substr(8, 8) != salts) break;
    ++frames;
    const bool ends_transaction = number_at(frame, 4) != 0;
    if (is_readable) {
      sum.add(frame.substr(0, 8));
      sum.add(frame.substr(frame_head_bytes));
      is_readable = sum.stands_at(frame, 16);
      if (is_readable && ends_transaction) end.readable_frames = frames;
    }
    if (!is_readable && ends_transaction) ++end.unreadable_transactions;
  }
}

}  // namespace

LogEnd read_log_end(const std::filesystem::path& log) {
  LogEnd end;
  std::error_code error;
  if (!std::filesystem::exists(log, error)) return end;
  std::ifstream file(log, std::ios::binary);
  std::string buffer;
  const auto head = file ? std::string(read_on(file, buffer, head_bytes)) : std::string();
  if (!file.is_open() || file.bad()) {
    throw StoreFailure(fmt::format("The database's log {} cannot be read.", log.string()));
  }
  // A power cut may leave no head, or zeros; then nothing behind it was ever synced.
  if (head.size() < head_bytes || head.find_first_not_of('\0') == std::string::npos) return end;
  Checksum sum((number_at(head, 0) & 1) != 0);
  sum.add(std::string_view(head).substr(0, 24));
  if ((number_at(head, 0) & ~1u) != magic || !is_page_size(number_at(head, 8)) ||
      !sum.stands_at(head, 24)) {
    end.head_is_damaged = std::filesystem::file_size(log) > head_bytes + frame_head_bytes;
    return end;
  }
  read_frames(file, head, sum, end);
  return end;
}

void require_sound_log(const std::filesystem::path& database) {
  const auto log = database.string() + "-wal";
  const auto end = read_log_end(log);
  if (end.is_damaged()) {
    throw KnownFailure(
        StoreFault::damaged,
        fmt::format(
            "The database's log {} is damaged behind frame {}, and changes that were done would be "
            "lost: restore the data folder from a backup.",
            log,
            end.readable_frames
        )
    );
  }
  if (end.unreadable_transactions == 1) {
    allot::log(
        LogLevel::warning,
        "log_ends_torn",
        {{"file", log}, {"readable_frames", end.readable_frames}}
    );
  }
}

}  // namespace allot::sqlite
