#pragma once

// A query split into what sets answer and what SQL answers.
//
// SQL pieces name a table `item` as `i`, whose columns are never NULL:
//   dataset_id, ordinal, id, type ('file'/'dir'), path, dir, name, creator, updated_by, description
//   ('' = absent), spec (JSON, '' = absent), size, created_at, updated_at (epoch ms),
//   metadata (JSON object, system and user in it),
// or a table `annotation` as `a`:
//   id, dataset_id, item (ordinal), item_id, type, label, creator, updated_by, description ('' =
//   absent), source, status ('' = absent), created_at, updated_at (epoch ms), attributes,
//   coordinates (JSON, '' = absent), metadata (JSON object),
// and one SQL function, which a driver registers as deterministic:
//   dql_test(condition, key, column, …) -> 0 or 1, see query/sql_function.h.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "query/query.h"
#include "query/sql_text.h"
#include "query/tree.h"

namespace allot::query {

struct SetExpression;

struct AllItems {};

struct NoItems {};

/// The intersection; at least two operands, cheap ones first.
struct Intersection {
  std::vector<SetExpression> operands;
};

/// The union; at least two operands.
struct Union {
  std::vector<SetExpression> operands;
};

/// The live items that are not in it.
struct Complement {
  std::vector<SetExpression> operand;  // exactly one
};

/// One entry of an item's `metadata.system.refs`, as far as sets know it.
struct RefEntry {
  std::string_view id;                     // of the task or assignment
  std::string_view type;                   // "task" or "assignment"
  std::optional<std::string_view> status;  // nullopt: none set
};

/// Items that have at least one entry that satisfies a condition on id, type and status. To answer
/// it, ask `matches` once for each task and status word (its set is members − open, by word; open
/// ones have no status) and each assignment and word, and unite the sets of those that match.
struct SomeRef {
  Condition entry;                              // paths start at the entry
  std::optional<std::vector<std::string>> ids;  // only entries with these ids can match

  [[nodiscard]] bool matches(const RefEntry& ref) const;
};

/// Items without any entry.
struct NoRefs {};

enum class Flag { file, hidden, annotated };

struct HasFlag {
  Flag flag = Flag::file;
};

/// Items with one of these ids, sorted, distinct; ids that nobody has are allowed.
struct Ids {
  std::vector<std::string> ids;
};

/// Items with from ≤ id < before, in the order of text. Ids are lower-case hex.
struct IdRange {
  std::optional<std::string> from;
  std::optional<std::string> before;
};

/// Items that satisfy a condition over `i`.
struct SqlItems {
  SqlText condition;
};

/// Items with at least one annotation that satisfies a condition over `a`.
struct WithAnnotation {
  SqlText condition;
};

/// Items whose whole JSON, as a client reads it, satisfies the condition: slow, so ask it last and
/// only of what the other operands of an intersection leave.
struct WholeItem {
  Condition condition;
};

struct SetExpression {
  using Node = std::variant<
      AllItems,
      NoItems,
      Intersection,
      Union,
      Complement,
      SomeRef,
      NoRefs,
      HasFlag,
      Ids,
      IdRange,
      SqlItems,
      WithAnnotation,
      WholeItem>;

  Node node;
};

/// Splits filter, join, intersect and except of a query for items.
[[nodiscard]] SetExpression plan_items(const Query& query);
/// Splits one condition on items.
[[nodiscard]] SetExpression plan_items(const Condition& condition);

/// The condition over `a` of a query for annotations; its `intersect` and `except` count with their
/// filters alone, and its `join` is asked of items apart.
[[nodiscard]] SqlText annotations_sql(const Query& query);

/// A condition over `a` alone.
[[nodiscard]] SqlText annotation_sql(const Condition& condition);

/// The order of a page of items. Shapes that sets can page by themselves have no need of `sql`.
struct ItemOrder {
  enum class Shape {
    by_id,             // ascending ordinals
    by_id_descending,  // descending ordinals
    folders_first,     // the default: folders, newest first, then files, newest first
    by_sql
  };

  Shape shape = Shape::folders_first;
  SqlText sql;  // always set: what follows ORDER BY, over `i`; the last tie-breaker is the ordinal
};

/// Fields without an order of their own (unknown, refs, `annotated`) are ignored.
[[nodiscard]] ItemOrder item_order(const Sort& sort);

/// What follows ORDER BY, over `a`; the last tie-breaker is the id. Without fields: newest first.
[[nodiscard]] SqlText annotation_order(const Sort& sort);

/// For listings of the parts of a plan in logs and tests: "(and (flag file) (sql i.name = ?))".
[[nodiscard]] std::string describe(const SetExpression& expression);

}  // namespace allot::query
