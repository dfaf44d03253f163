#include "net/compression.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>
#include <variant>

#include "base/text.h"

namespace allot::net {

namespace {

constexpr int zstd_level = 3;
constexpr int gzip_level = 5;
constexpr int gzip_window = 15 + 16;  // the largest, in gzip's form

/// `q=0.5`; 1 when there is none, 0 for what is no number.
double quality_of(std::string_view parameters) {
  for (const auto& parameter : split(parameters, ';')) {
    const auto text = to_lower(trimmed(parameter));
    if (!text.starts_with("q=")) continue;
    double quality = 0;
    std::from_chars(text.data() + 2, text.data() + text.size(), quality);
    return quality >= 0 && quality <= 1 ? quality : 0;
  }
  return 1;
}

bool is_text(std::string_view content_type) {
  const auto type = to_lower(trimmed(content_type.substr(0, content_type.find(';'))));
  return type.starts_with("text/") || type == "application/json" || type.ends_with("+json") ||
         type.ends_with("+xml") || type == "application/xml" || type == "application/javascript";
}

std::string gzipped(std::string_view bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, gzip_level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int outcome = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (outcome != Z_STREAM_END) throw std::runtime_error("gzip did not come to its end");
  return out;
}

std::string zstd_of(std::string_view bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const auto size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), zstd_level);
  if (ZSTD_isError(size) != 0) throw std::runtime_error(ZSTD_getErrorName(size));
  out.resize(size);
  return out;
}

}  // namespace

Coding choose_coding(std::string_view accept_encoding) {
  double gzip = -1;
  double zstd = -1;
  double other = 0;
  for (const auto& entry : split(accept_encoding, ',')) {
    const std::string_view text = entry;
    const auto end = std::min(text.find(';'), text.size());
    const auto name = to_lower(trimmed(text.substr(0, end)));
    const auto quality = quality_of(text.substr(end));
    if (name == "gzip" || name == "x-gzip") gzip = quality;
    if (name == "zstd") zstd = quality;
    if (name == "*") other = quality;
  }
  if (gzip < 0) gzip = other;
  if (zstd < 0) zstd = other;
  if (gzip <= 0 && zstd <= 0) return Coding::identity;
  return zstd >= gzip ? Coding::zstd : Coding::gzip;
}

bool is_compressible(const http::Response& response) {
  const auto* const body = std::get_if<std::string>(&response.body);
  // zlib counts in 32 bits.
  if (body == nullptr || body->size() < compressed_from_bytes || body->size() > (1u << 30)) {
    return false;
  }
  bool is_text_body = false;
  for (const auto& [name, value] : response.headers) {
    const auto header = to_lower(name);
    if (header == "content-type") is_text_body = is_text(value);
    if (header == "content-encoding" || header == "content-range" || header == "set-cookie") {
      return false;
    }
    if (header == "etag" && !value.starts_with("W/")) return false;
    if (header == "cache-control" && to_lower(value).find("no-store") != std::string::npos) {
      return false;
    }
  }
  return is_text_body;
}

void compress(http::Response& response, Coding coding) {
  if (coding == Coding::identity) return;
  auto& body = std::get<std::string>(response.body);
  body = coding == Coding::gzip ? gzipped(body) : zstd_of(body);
  response.with("content-encoding", coding == Coding::gzip ? "gzip" : "zstd");
}

}  // namespace allot::net
