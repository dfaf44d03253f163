#include "usecases/items/path.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/name.h"
#include "base/text.h"

namespace allot {

namespace {

Result<Done> check_part(const std::string& part, std::string_view field) {
  if (part == ".." || part == ".") {
    return invalid_field(std::string(field), fmt::format("must not have a part `{}`", part));
  }
  if (part.size() > part_bytes_max) {
    return invalid_field(
        std::string(field), fmt::format("has a part of over {} bytes", part_bytes_max)
    );
  }
  if (trimmed(part).empty()) return invalid_field(std::string(field), "has a part that is blank");
  return check_name(part, field);
}

}  // namespace

std::size_t parts_of(std::string_view path) {
  return static_cast<std::size_t>(std::ranges::count(path, '/'));
}

bool is_root(std::string_view path) {
  return !path.empty() && path.find_first_not_of('/') == std::string_view::npos;
}

Result<std::string> parse_item_path(std::string_view path, std::string_view field) {
  const auto bad_path = [&](std::string reason) {
    return invalid_field(std::string(field), std::move(reason));
  };
  if (!path.starts_with('/')) return bad_path("must start with `/`");
  if (path.size() > path_bytes_max)
    return bad_path(fmt::format("is over {} bytes", path_bytes_max));
  if (!is_utf8(path)) return bad_path("is not valid UTF-8");
  std::string tidy;
  for (const auto& part : split(path, '/')) {
    if (part.empty()) continue;
    TRY(check_part(part, field));
    tidy += "/" + part;
  }
  if (parts_of(tidy) > path_parts_max)
    return bad_path(fmt::format("has more than {} parts", path_parts_max));
  if (tidy.empty()) return bad_path("names the root folder");
  return tidy;
}

}  // namespace allot
