#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "query/tree.h"

namespace allot::query {

/// What a query returns. Everything that is not listed is `other`.
enum class Resource { items, annotations, tasks, datasets, recipes, other };

struct SortField {
  Path path;
  bool descending = false;
  bool operator==(const SortField&) const = default;
};

/// In the order in which the client wrote the fields.
using Sort = std::vector<SortField>;

/// Items: keeps those with at least one annotation that satisfies it. Annotations: those whose item
/// does.
struct Join {
  Condition filter;
};

/// Attach or detach the matches (older clients).
struct References {
  struct Ref {
    std::string type;  // "task" or "assignment"
    std::string id;
  };

  bool create = true;  // false: delete
  std::vector<Ref> refs;
};

/// A parsed and checked query object.
struct Query {
  static constexpr std::uint64_t page_size_max = 1000;

  Resource resource = Resource::items;
  std::string resource_name = "items";  // as written
  Condition filter;                     // true when absent
  std::optional<Join> join;
  std::vector<Query> intersect;  // matches are in these too: filter and join of each count
  std::vector<Query> except;     // and in none of these
  Sort sort;
  bool has_page = false;                    // `page` or `pageSize` was given
  std::uint64_t page = 0;                   // from 0
  std::uint64_t page_size = page_size_max;  // 0: count only; larger ones are cut
  std::optional<std::uint64_t> limit;       // only the first so many in the order of `sort`
  std::uint64_t skip = 0;
  std::vector<std::string> projects;  // context, ids in lower case; empty: not narrowed
  std::vector<std::string> datasets;
  bool system_space = false;
  std::optional<std::string> update;  // JSON object, compact
  bool delete_matches = false;
  std::optional<References> references;
  std::vector<std::pair<Path, bool>> select;  // field, shown or not; empty: everything
};

/// Parses a query object. One that only asks may hold unknown members, which are ignored; a member
/// that is null counts as absent. One that changes what it matches (`update`, `delete`,
/// `references`) says exactly what it means (B-253, query/strict.h). `resource` is for addresses
/// that have one alone, whatever the member `resource` says. Errors: invalid (broken JSON: names
/// the byte position, counted from 0; a member of the wrong kind; an unknown operator, by name; a
/// value that cannot be compared with its field, by name (B-255); deeper than 64 levels, `update`
/// than 128; over 100,000 values; a change that is not clear, by member). Source:
/// docs/spec/queries.md.
[[nodiscard]] Result<Query> parse_query(
    std::string_view json_text, std::optional<Resource> resource = std::nullopt
);

/// The same of a query that takes its matches elsewhere, into a clone or an export: it holds no
/// unknown member, and asks for no change; one of items does not name another resource. `name`: the
/// member that holds it, which errors name.
[[nodiscard]] Result<Query> parse_taking(
    std::string_view json_text, Resource resource, const std::string& name
);

/// The grammar of a filter alone, `{"type":"file"}`: any value may stand beside any field.
[[nodiscard]] Result<Condition> parse_filter(
    std::string_view json_text, Resource resource = Resource::items
);

/// Epoch ms of a date as text: ISO 8601 (see parse_iso), or a number. Nothing for what is neither.
[[nodiscard]] std::optional<double> parse_date(std::string_view text);

/// `{"createdAt":"ascending","metadata":{"user":{"n":"descending"}}}`, e.g. the `sort` of a URL.
[[nodiscard]] Result<Sort> parse_sort(std::string_view json_text);

/// The condition as filter JSON that `parse_filter` reads back to an equal meaning.
[[nodiscard]] std::string filter_text(const Condition& condition);

/// The ids that a condition on items names, sorted, distinct: whatever else it asks, an item with
/// such an id may match. None that stand under a negation, no wildcards.
[[nodiscard]] std::vector<std::string> named_ids(const Condition& condition);

/// What a task is made from.
struct TaskSelection {
  Query query;               // page and page_size are to be ignored
  bool asks_hidden = false;  // a condition on `hidden`: then hidden items may enter
  std::string stored_text;   // the text as sent, with the member `sort` added when it has none
};

/// Parses a task's selection query: text that holds JSON. The SDK turns each `'` into `"`, so a
/// value with an apostrophe arrives as broken JSON and gets an error that names the position.
/// It says exactly what it means, as a query that changes what it matches. Errors: as parse_query.
[[nodiscard]] Result<TaskSelection> parse_selection(std::string_view query_text);

}  // namespace allot::query
