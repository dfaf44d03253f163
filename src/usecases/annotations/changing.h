#pragma once

// What making, changing and deleting annotations have in common.

#include <cstddef>
#include <string>
#include <string_view>

#include "usecases/access.h"
#include "usecases/annotations/write.h"
#include "usecases/env.h"

namespace allot {

/// Errors: invalid (no annotation type; docs/spec/annotations.md).
[[nodiscard]] Result<Done> check_type(const std::string& type);

/// Of what has no class it is "". Errors: invalid (no name, B-151).
[[nodiscard]] Result<Done> check_label(const std::string& label);

/// Errors: invalid (below `system` a `status` that is no text, or `attributes` that are neither an
/// object nor a list).
[[nodiscard]] Result<Done> require_annotation_metadata(const std::string& metadata);

/// Of a difference of the metadata what a client may ask for: below `system` its attributes alone,
/// unless `system`. Errors: invalid (no JSON object, or with `system` one whose `system` is none).
[[nodiscard]] Result<std::string> allowed_annotation_difference(
    const std::string& metadata, bool system
);

/// Can the review status of an annotation be another after this difference, which is an allowed
/// one?
[[nodiscard]] bool may_change_status(const std::string& difference);

/// Who may move a review status from one word to another (B-262, B-263). Errors: forbidden, invalid
/// (no such word).
[[nodiscard]] Result<Done> check_status_change(
    const Standings& standings, const std::string& from, const std::string& to
);

/// Has the metadata (a JSON object) a `system` that is not null?
[[nodiscard]] bool has_system(const std::string& metadata);

/// All of a new one but what the write gives: the id, the item, the times and the people.
[[nodiscard]] Annotation without_place(const NewAnnotation& added);

/// What it takes in memory, and about in the store.
[[nodiscard]] std::size_t bytes_of(const Annotation& annotation);

/// Sets the review status and the hash, which follow from the rest.
void derive(Annotation& annotation);

/// The annotation with the difference, the times and the author apart. Errors: invalid.
[[nodiscard]] Result<Annotation> changed(Annotation annotation, const ChangeAnnotation& input);

/// The same as an issue: whichever member tells that of its type does.
[[nodiscard]] Annotation as_issue(Annotation annotation);

/// The same without a review status; an open note is closed.
[[nodiscard]] Annotation without_status(Annotation annotation);

/// Is it an issue now, and was none with the review status `before`? Then statuses of its item are
/// withdrawn (B-084).
[[nodiscard]] bool opens_issue(const Annotation& annotation, const std::string& before);

/// Keeps with the annotation who makes it an issue, if it `opens_issue`.
void note_opener(const Caller& caller, const std::string& before, Annotation& annotation);

/// Tells that its review status is another than `before`, if it is.
void tell_of_issue(
    const Env& env,
    Transaction& tx,
    const Caller& caller,
    const ProjectId& project,
    const Annotation& annotation,
    const std::string& before
);

}  // namespace allot
