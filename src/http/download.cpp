#include "http/download.h"

#include <fmt/format.h>

#include <cctype>

namespace allot::http {

namespace {

bool is_plain(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '_';
}

}  // namespace

std::string attachment_header(std::string_view file_name) {
  std::string plain;
  std::string coded;
  for (const char c : file_name) {
    plain += is_plain(c) ? c : '_';
    if (is_plain(c)) {
      coded += c;
    } else {
      coded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain, coded);
}

Response download_response(
    std::string_view file_name, std::string_view media_type, PullStream bytes
) {
  Response response;
  response.body = std::move(bytes);
  response.with("content-type", std::string(media_type));
  response.with("content-disposition", attachment_header(file_name));
  response.with("cache-control", "private, no-store");
  response.with("x-content-type-options", "nosniff");
  return response;
}

}  // namespace allot::http
