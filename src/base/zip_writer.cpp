#include "base/zip_writer.h"

#include <zlib.h>

#include <stdexcept>
#include <utility>

#include "base/check.h"

namespace allot {

namespace {

/// A longer file goes on as it comes, and has its length behind it.
constexpr std::uint64_t whole_bytes_max = 1u << 20;
constexpr std::size_t path_bytes_max = 0xffff;

std::string_view without_root(std::string_view path) {
  const auto first = path.find_first_not_of('/');
  return first == std::string_view::npos ? std::string_view{} : path.substr(first);
}

}  // namespace

ZipWriter::ZipWriter(Sink sink, Time made) : sink_(std::move(sink)), made_(made) {}

void ZipWriter::add(std::string_view path, std::string_view content) {
  begin(path);
  write(content);
  end_file();
}

void ZipWriter::begin(std::string_view path) {
  end_file();
  path = without_root(path);
  if (path.size() > path_bytes_max) {
    throw std::runtime_error("A zip archive cannot be written: a name is too long");
  }
  file_ = ZipEntry{.path = std::string(path), .begin = sent_};
}

void ZipWriter::write(std::string_view bytes) {
  CHECK(file_.has_value());
  while (!bytes.empty()) {
    const auto piece = bytes.substr(0, piece_bytes);
    write_piece(piece);
    bytes.remove_prefix(piece.size());
  }
}

bool ZipWriter::finish() {
  if (!list_begin_) {
    end_file();
    list_begin_ = sent_;
  }
  const auto piece = list_.take(piece_bytes);
  if (!piece.empty()) {
    send(piece);
    return false;
  }
  send(zip_end({.entries = entries_, .begin = *list_begin_, .size = sent_ - *list_begin_}));
  return true;
}

void ZipWriter::write_piece(std::string_view bytes) {
  const auto* const begin = reinterpret_cast<const Bytef*>(bytes.data());
  file_->crc = static_cast<std::uint32_t>(::crc32_z(file_->crc, begin, bytes.size()));
  file_->size += bytes.size();
  if (file_->size >= whole_bytes_max && !file_->is_length_behind) {
    file_->is_length_behind = true;
    send(zip_local_header(*file_, made_));
  }
  deflater_.put(bytes, packed_);
  if (file_->is_length_behind) send_packed();
}

void ZipWriter::end_file() {
  if (!file_) return;
  deflater_.end(packed_);
  if (file_->is_length_behind) {
    send_packed();
    send(zip_descriptor(*file_));
  } else {
    file_->packed = packed_.size();
    send(zip_local_header(*file_, made_));
    send(packed_);
    packed_.clear();
  }
  list_.add(zip_listed(*file_, made_));
  ++entries_;
  file_.reset();
}

void ZipWriter::send_packed() {
  if (packed_.empty()) return;
  file_->packed += packed_.size();
  send(packed_);
  packed_.clear();
}

/// What went wrong half way cannot be put right: another call may not make it look whole.
void ZipWriter::send(std::string_view bytes) {
  if (is_broken_) throw std::runtime_error("A zip archive cannot be written: nobody takes it");
  is_broken_ = true;
  sink_(bytes);
  is_broken_ = false;
  sent_ += bytes.size();
}

}  // namespace allot
