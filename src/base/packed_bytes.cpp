#include "base/packed_bytes.h"

#include <zlib.h>

#include <new>
#include <utility>

#include "base/check.h"

namespace allot {

namespace {

constexpr std::size_t piece_bytes = 64 * 1024;  // at least

}  // namespace

struct PackedBytes::Inflater {
  Inflater() {
    constexpr int no_header = -15;
    if (::inflateInit2(&zlib, no_header) != Z_OK) throw std::bad_alloc();
  }

  ~Inflater() { ::inflateEnd(&zlib); }

  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  void read(std::string from) {
    piece = std::move(from);
    zlib.next_in = reinterpret_cast<Bytef*>(piece.data());
    zlib.avail_in = static_cast<uInt>(piece.size());
  }

  z_stream zlib{};
  std::string piece;
  bool is_over = false;
};

PackedBytes::PackedBytes() = default;
PackedBytes::~PackedBytes() = default;

void PackedBytes::add(std::string_view bytes) {
  CHECK(!inflater_);
  deflater_.put(bytes, piece_);
  if (piece_.size() >= piece_bytes) keep_piece();
}

/// A copy has no more room than it takes.
void PackedBytes::keep_piece() {
  pieces_.emplace_back(piece_);
  kept_ += piece_.size();
  piece_.clear();
}

std::string PackedBytes::take(std::size_t count) {
  if (!inflater_) {
    deflater_.end(piece_);
    keep_piece();
    inflater_ = std::make_unique<Inflater>();
  }
  auto& zlib = inflater_->zlib;
  std::string taken(count, '\0');
  zlib.next_out = reinterpret_cast<Bytef*>(taken.data());
  zlib.avail_out = static_cast<uInt>(count);
  while (zlib.avail_out > 0 && !inflater_->is_over) {
    if (zlib.avail_in == 0 && !pieces_.empty()) {
      kept_ -= pieces_.front().size();
      inflater_->read(std::move(pieces_.front()));
      pieces_.pop_front();
    }
    const int outcome = ::inflate(&zlib, Z_NO_FLUSH);
    CHECK(outcome == Z_OK || outcome == Z_STREAM_END);
    inflater_->is_over = outcome == Z_STREAM_END;
  }
  taken.resize(count - zlib.avail_out);
  return taken;
}

}  // namespace allot
