#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/function_ref.h"
#include "usecases/env.h"

namespace allot {

struct NewAnnotation {
  std::string type;
  std::string label;
  std::string coordinates;        // JSON, "" when absent
  std::string attributes;         // JSON, "" when absent
  std::string metadata = "{}";    // JSON object
  std::string label_suggestions;  // JSON, "" when absent
  std::string description;
  std::string source = "sdk";
  std::optional<UserId> creator;  // taken from owners and developers alone (imports)
};

/// Gives new annotations one by one, in their order; ends with the first error of who takes them.
using NewAnnotations = FunctionRef<Result<Done>(FunctionRef<Result<Done>(const NewAnnotation&)>)>;

/// Adds annotations to an item, in the given order, with ids and times in that order, and gives
/// each to `made`; after `begin`. Atomic: a list of more than a slice (long_list.h) is written in
/// jobs of a slice each, gone through once more meanwhile, and is there at once when the last is
/// written; with an error, what was given to `made` is not there. `added` is read and looked at
/// before any write. Errors: those of `added`, invalid (empty, type not in the list), not_found
/// (item), forbidden (may not annotate there; locked, B-131), conflict (what the caller may do
/// changed in the middle), unavailable (it took too long).
[[nodiscard]] Result<Done> create_annotations(
    Env& env,
    const Caller& caller,
    const ItemId& item,
    NewAnnotations added,
    FunctionRef<void()> begin,
    FunctionRef<void(const Annotation&)> made
);
/// The same with lists.
[[nodiscard]] Result<std::vector<Annotation>> create_annotations(
    Env& env, const Caller& caller, const ItemId& item, const std::vector<NewAnnotation>& added
);

/// A difference. Absent members stay; where a member is an object, and what is sent for it, they
/// merge, and null removes a key.
struct ChangeAnnotation {
  AnnotationId annotation;
  std::optional<std::string> type;
  std::optional<std::string> label;
  std::optional<std::string> coordinates;        // JSON
  std::optional<std::string> attributes;         // JSON; "null" removes
  std::optional<std::string> label_suggestions;  // JSON; "null" removes
  std::optional<std::string> description;        // "" clears
  std::optional<std::string> source;
  std::optional<std::string> metadata;  // JSON object
  bool system = false;                  // changes below metadata.system count too
  bool replace = false;                 // what is sent replaces objects; of metadata `user` alone
};

/// Changes one annotation. An `issue` withdraws statuses (B-084); who may set which status is in
/// docs/permissions.csv. Atomic. Errors: not_found, forbidden, invalid.
[[nodiscard]] Result<Annotation> change_annotation(
    Env& env, const Caller& caller, const ChangeAnnotation& input
);

/// Makes it an issue, again where that was answered or closed, with all that follows from it
/// (`change_annotation`); a note is open then. One that is an issue stays as it is. Atomic. Errors:
/// not_found, forbidden (may not open one; locked, B-131), conflict (an export has locked the
/// dataset).
[[nodiscard]] Result<Annotation> open_issue(Env& env, const Caller& caller, const AnnotationId& id);

/// Deletes one annotation. Atomic. Errors: not_found, forbidden.
[[nodiscard]] Result<Done> delete_annotation(
    Env& env, const Caller& caller, const AnnotationId& id
);

}  // namespace allot
