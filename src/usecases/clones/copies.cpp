#include "usecases/clones/copies.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "json/text.h"
#include "usecases/annotations/changing.h"
#include "usecases/items/metadata_difference.h"
#include "usecases/items/path.h"
#include "usecases/items/place.h"
#include "usecases/items/upload.h"

namespace allot {

namespace {

constexpr std::string_view parent_member = "system.parentId";

std::string metadata_of_clone(const Item& source, const CloneOrder& order) {
  auto metadata =
      order.parts.metadata ? source.metadata : json::without_members(source.metadata, {"user"});
  if (order.metadata == "{}") return metadata;
  return json::merged(metadata, without_owned_keys(order.metadata)).value();
}

}  // namespace

Result<std::string> path_of_clone(const CloneOrder& order, const Item& source) {
  if (!order.path.empty()) return order.path;
  if (order.directory.empty()) return source.path;
  return parse_item_path(order.directory + source.path, "targetDirectory");
}

std::string folder_of_clone(const CloneOrder& order, const std::string& path) {
  return order.directory + path;
}

Item clone_of(
    Env& env,
    const Caller& caller,
    const Item& source,
    const CloneOrder& order,
    const DatasetId& into,
    const std::string& path
) {
  auto clone = make_item(env, caller, into, path, source.type);
  clone.description = source.description;
  clone.spec = source.spec;
  clone.content = source.content;
  clone.size = source.size;
  clone.metadata = metadata_of_clone(source, order);
  clone.source_item = source.id;
  clone.source_dataset = source.dataset;
  return clone;
}

Annotation clone_of(
    Env& env,
    const Caller& caller,
    const Annotation& source,
    const CloneOrder& order,
    const Item& onto
) {
  auto clone = source;
  clone.id = env.ids.next<AnnotationId>();
  clone.dataset = onto.dataset;
  clone.item = onto.ordinal;
  clone.item_id = onto.id;
  clone.updated_by = caller.user;
  clone.created_at = env.clock.now();
  clone.updated_at = clone.created_at;
  if (order.parts.statuses || source.status.empty()) return clone;
  clone = without_status(std::move(clone));
  if (clone.status.empty()) clone.issue_by = {};
  return clone;
}

AnnotationId parent_of(const Annotation& annotation) {
  // Nearly none names one, and to look into each takes time.
  if (annotation.metadata.find("parentId") == std::string::npos) return {};
  return {json::string_member(annotation.metadata, parent_member).value_or("")};
}

std::string with_parent(const std::string& metadata, const AnnotationId& parent) {
  return json::with_member(metadata, parent_member, json::quoted(parent.text));
}

std::string metadata_with(
    const std::string& metadata, const Item& source, const CloneOrder& order
) {
  const auto more = order.parts.metadata ? json::member(source.metadata, "user") : std::nullopt;
  if (!more) return metadata;
  const auto own = json::member(metadata, "user");
  if (!own) return json::with_member(metadata, "user", *more);
  const auto both = json::with_missing(*own, *more);
  return both == *own ? metadata : json::with_member(metadata, "user", both);
}

std::optional<std::string> numbered_path(const std::string& path, std::uint64_t number) {
  constexpr std::size_t extension_bytes_max = 50;  // more is none
  const auto name = path.rfind('/') + 1;
  const auto dot = path.rfind('.');
  // A dot that the name begins with is no extension's.
  const bool has_extension =
      dot != std::string::npos && dot > name && path.size() - dot <= extension_bytes_max;
  auto end = has_extension ? dot : path.size();
  const auto tail = fmt::format(" ({}){}", number, path.substr(end));
  const auto longest = std::min(name + part_bytes_max, path_bytes_max);
  if (name + tail.size() > longest) return std::nullopt;
  end = std::min(end, longest - tail.size());
  const auto is_inside_character = [&] { return (path[end] & 0xC0) == 0x80; };
  while (end > name && end < path.size() && is_inside_character()) --end;
  if (end == name) return std::nullopt;
  return path.substr(0, end) + tail;
}

Result<std::string> free_path(
    const std::string& path, FunctionRef<bool(const std::string& path)> is_free
) {
  if (path.size() <= path_bytes_max && is_free(path)) return path;
  // Behind the last number that there is room for the search ends as well.
  const auto ends_at = [&](std::uint64_t number) {
    const auto numbered = numbered_path(path, number);
    return !numbered || is_free(*numbered);
  };
  std::uint64_t taken = 1;
  std::uint64_t free = 2;
  while (!ends_at(free)) {
    taken = free;
    free *= 2;
  }
  while (free - taken > 1) {
    const auto middle = taken + (free - taken) / 2;
    (ends_at(middle) ? free : taken) = middle;
  }
  if (auto found = numbered_path(path, free)) return *std::move(found);
  return fail(
      ErrorCode::invalid,
      fmt::format(
          "`{}` has no room for a number: a path has at most {} bytes.",
          printable(path),
          path_bytes_max
      )
  );
}

}  // namespace allot
