#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace allot {

/// The name of one thing, as text on the wire and in the database. Distinct types do not mix.
/// Ordered and hashable by the text; an empty id names nothing.
template <class Tag>
struct Id {
  std::string text;

  auto operator<=>(const Id&) const = default;
  bool operator==(const Id&) const = default;

  [[nodiscard]] bool empty() const { return text.empty(); }
};

// 24 lower-case hex digits, strictly increasing in creation order.
using DatasetId = Id<struct DatasetTag>;
using ItemId = Id<struct ItemTag>;
using AnnotationId = Id<struct AnnotationTag>;
using RecipeId = Id<struct RecipeTag>;
using OntologyId = Id<struct OntologyTag>;
using TaskId = Id<struct TaskTag>;
using AssignmentId = Id<struct AssignmentTag>;
using CommandId = Id<struct CommandTag>;
using OperationId = Id<struct OperationTag>;
using ApiKeyId = Id<struct ApiKeyTag>;
using SessionId = Id<struct SessionTag>;
// UUID text.
using ProjectId = Id<struct ProjectTag>;
using OrgId = Id<struct OrgTag>;

/// A person or bot: the e-mail address, lower-case. Made by `parse_email` (or from storage).
using UserId = Id<struct UserTag>;

/// Is `text` 24 hex digits, or any text of exactly 12 bytes? (B-150)
[[nodiscard]] bool is_well_formed_id(std::string_view text);

/// 24 hex digits are folded to lower case. `field` is the parameter or member in which the id
/// stands and which the error names; "" for one of a path. Errors: invalid (not well-formed,
/// B-150).
[[nodiscard]] Result<std::string> parse_id_text(
    std::string_view text, std::string_view noun, std::string_view field = {}
);

/// `parse_id<TaskId>("…", "task", "taskId")`. Errors: invalid (not well-formed).
template <class AnId>
[[nodiscard]] Result<AnId> parse_id(
    std::string_view text, std::string_view noun, std::string_view field = {}
) {
  return AnId{TRY(parse_id_text(text, noun, field))};
}

/// For nouns whose malformed ids are simply unknown (datasets, projects, …; B-150).
template <class AnId>
[[nodiscard]] AnId any_id(std::string_view text) {
  return AnId{std::string(text)};
}

}  // namespace allot

template <class Tag>
struct std::hash<allot::Id<Tag>> {
  std::size_t operator()(const allot::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.text);
  }
};
