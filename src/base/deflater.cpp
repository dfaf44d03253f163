#include "base/deflater.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>

#include "base/check.h"

namespace allot {

struct Deflater::Stream {
  explicit Stream(int level) {
    constexpr int no_header = -15;  // and the largest window
    constexpr int memory = 8;
    if (::deflateInit2(&zlib, level, Z_DEFLATED, no_header, memory, Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }

  ~Stream() { ::deflateEnd(&zlib); }

  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  void run(std::string_view bytes, int flush, std::string& to) {
    zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    zlib.avail_in = static_cast<uInt>(bytes.size());
    do {
      zlib.next_out = reinterpret_cast<Bytef*>(room.data());
      zlib.avail_out = static_cast<uInt>(room.size());
      CHECK(::deflate(&zlib, flush) != Z_STREAM_ERROR);
      to.append(room.data(), room.size() - zlib.avail_out);
    } while (zlib.avail_out == 0);
  }

  z_stream zlib{};
  std::array<char, 16 * 1024> room;
};

Deflater::Deflater(Effort effort)
    : stream_(
          std::make_unique<Stream>(effort == Effort::little ? Z_BEST_SPEED : Z_DEFAULT_COMPRESSION)
      ) {}

Deflater::~Deflater() = default;

void Deflater::put(std::string_view bytes, std::string& to) {
  constexpr std::size_t piece_bytes = std::size_t{1} << 30;  // zlib counts in 32 bits
  while (!bytes.empty()) {
    const auto piece = bytes.substr(0, piece_bytes);
    stream_->run(piece, Z_NO_FLUSH, to);
    bytes.remove_prefix(piece.size());
  }
}

void Deflater::end(std::string& to) {
  stream_->run({}, Z_FINISH, to);
  CHECK(::deflateReset(&stream_->zlib) == Z_OK);
}

}  // namespace allot
