#include "domain/item_path.h"

namespace allot {

namespace {

bool is_at_or_below(std::string_view path, std::string_view folder) {
  return path == folder || is_below(path, folder);
}

std::string with_other_start(
    std::string_view path, std::string_view start, const std::string& other
) {
  return other + std::string(path.substr(start.size()));
}

}  // namespace

std::string_view folder_of_path(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == 0 || slash == std::string_view::npos ? "/" : path.substr(0, slash);
}

std::string_view name_of_path(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

bool is_below(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

bool is_in(std::string_view path, std::string_view folder) {
  return is_below(path, folder) && path.rfind('/') == folder.size();
}

std::string_view part_in(std::string_view folder, std::string_view path) {
  const auto rest = path.substr(folder.size() + 1);
  return rest.substr(0, rest.find('/'));
}

bool is_hidden_path(std::string_view path) {
  return path.find("/.") != std::string_view::npos;
}

std::string path_after(const PathChange& change, std::string_view path) {
  if (change.from.empty()) return change.to + '/' + std::string(name_of_path(path));
  if (!is_at_or_below(path, change.from)) return std::string(path);
  return with_other_start(path, change.from, change.to);
}

std::optional<std::string> path_before(const PathChange& change, std::string_view path) {
  if (change.from.empty() || !is_at_or_below(path, change.to)) return std::nullopt;
  return with_other_start(path, change.to, change.from);
}

}  // namespace allot
