#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "domain/item_set.h"

namespace allot::sqlite {

/// Values as bytes, one behind the other: numbers as LEB128, texts behind their length, sets as
/// (chunk number, Roaring bytes).
class BytesWriter {
 public:
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
  }

  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }

  void set(const ItemSet& value) {
    const auto chunks = value.chunks();
    number(chunks.size());
    for (const auto chunk : chunks) {
      number(chunk);
      text(value.chunk_bytes(chunk));
    }
  }

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads them again. Throws BrokenInvariant on other bytes.
class BytesReader {
 public:
  explicit BytesReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      CHECK(!bytes_.empty() && shift < 64);
      const auto byte = static_cast<std::uint8_t>(bytes_.front());
      bytes_.remove_prefix(1);
      value |= std::uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80) return value;
    }
  }

  std::string_view text() {
    const auto size = number();
    CHECK(size <= bytes_.size());
    const auto value = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return value;
  }

  ItemSet set() {
    ItemSet value;
    for (auto left = number(); left > 0; --left) {
      const auto chunk = static_cast<std::uint32_t>(number());
      value.set_chunk(chunk, text());
    }
    return value;
  }

  template <class Enum>
  Enum word(std::uint64_t count) {
    const auto value = number();
    CHECK(value < count);
    return static_cast<Enum>(value);
  }

  [[nodiscard]] bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

}  // namespace allot::sqlite
