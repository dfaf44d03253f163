#pragma once

#include <span>
#include <string_view>

namespace allot::http {

/// A file of the description of the API, made at build time by tools/api_document.py.
struct ApiFile {
  std::string_view name;  // "openapi.json", "index", "tasks", …, "style.css"
  std::string_view media_type;
  std::string_view etag;                     // weak, with its quotes; changes with the text
  std::span<const std::string_view> pieces;  // of the text, in order
};

[[nodiscard]] std::span<const ApiFile> api_files();

}  // namespace allot::http
