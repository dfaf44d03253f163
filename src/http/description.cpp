#include "http/description.h"

#include <algorithm>

#include "base/text.h"
#include "http/api_files.h"
#include "http/pages.h"

namespace allot::http::description {

namespace {

const ApiFile* find_file(std::string_view name) {
  const auto files = api_files();
  const auto found = std::ranges::find(files, name, &ApiFile::name);
  return found == files.end() ? nullptr : &*found;
}

/// Is the tag among those of `If-None-Match`? They are compared as weak ones (RFC 9110 §13.1.2).
bool has_it(std::string_view if_none_match, std::string_view etag) {
  const auto opaque = [](std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
  };
  return std::ranges::any_of(split(if_none_match, ','), [&](const std::string& tag) {
    return trimmed(tag) == "*" || opaque(trimmed(tag)) == opaque(etag);
  });
}

std::string text_of(const ApiFile& file) {
  std::string text;
  for (const auto piece : file.pieces) text += piece;
  return text;
}

Response answer(const Request& request, const ApiFile& file) {
  Response response;
  response.with("etag", std::string(file.etag));
  response.with("cache-control", "public, max-age=300");
  if (has_it(request.header("if-none-match"), file.etag)) {
    response.status = 304;
    return response;
  }
  response.with("content-type", std::string(file.media_type));
  response.with(
      "content-security-policy",
      "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"
  );
  response.body = text_of(file);
  return response;
}

}  // namespace

Result<Response> document(Env&, const Request& request) {
  return answer(request, *find_file("openapi.json"));
}

Result<Response> start(Env&, const Request& request) {
  return answer(request, *find_file("index"));
}

Result<Response> page(Env&, const Request& request) {
  const auto& name = request.param("page");
  const auto* const file = name == "openapi.json" || name == "index" ? nullptr : find_file(name);
  if (file != nullptr) return answer(request, *file);
  return message_page(404, "Nothing to see here", "The API has no such noun.");
}

}  // namespace allot::http::description
