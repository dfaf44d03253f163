#pragma once

#include <string>

#include "base/function_ref.h"
#include "domain/clones.h"
#include "usecases/env.h"

namespace allot {

/// Where the item's clone is to be. Errors: invalid (too long).
[[nodiscard]] Result<std::string> path_of_clone(const CloneOrder& order, const Item& source);

/// Where the clone of a folder is that the item is in, or of which it is one.
[[nodiscard]] std::string folder_of_clone(const CloneOrder& order, const std::string& path);

/// A new item with the same content, at this path of this dataset; not stored yet. It is in no task
/// and has no history (B-246).
[[nodiscard]] Item clone_of(
    Env& env,
    const Caller& caller,
    const Item& source,
    const CloneOrder& order,
    const DatasetId& into,
    const std::string& path
);

/// The same of an annotation, on that item. It keeps its author.
[[nodiscard]] Annotation clone_of(
    Env& env,
    const Caller& caller,
    const Annotation& source,
    const CloneOrder& order,
    const Item& onto
);

/// What an annotation names as the one that it is a part of; empty: none.
[[nodiscard]] AnnotationId parent_of(const Annotation& annotation);
/// The metadata of an annotation that names this one so.
[[nodiscard]] std::string with_parent(const std::string& metadata, const AnnotationId& parent);

/// What the item has in its metadata, and of its source's, of which it is one more clone, what that
/// lacks.
[[nodiscard]] std::string metadata_with(
    const std::string& metadata, const Item& source, const CloneOrder& order
);

/// The path with a number before its extension: "/a/b (2).png". Where the name, or all of it, would
/// be too long, it is cut before the number. nullopt: nothing of the name would be left.
[[nodiscard]] std::optional<std::string> numbered_path(
    const std::string& path, std::uint64_t number
);

/// The path, or where it is too long or not free a numbered one, found in few looks however many
/// are taken. Errors: invalid (there is no room for a number).
[[nodiscard]] Result<std::string> free_path(
    const std::string& path, FunctionRef<bool(const std::string& path)> is_free
);

}  // namespace allot
