#pragma once

#include <span>
#include <string>
#include <string_view>

#include "domain/annotation_log.h"

namespace allot {

/// `{"label": {"from": "car", "to": "van"}, "coordinates": {}}`: a value that is not kept is left
/// out.
[[nodiscard]] std::string text_of(std::span<const MemberChange> changes);

/// Reads it again; what is of another kind is left out.
[[nodiscard]] MemberChanges read_member_changes(std::string_view text);

/// What a difference that is merged into `member` (JSON objects merge at every depth, null deletes)
/// makes of the members below it; what they were is not told.
[[nodiscard]] MemberChanges changes_by(std::string_view member, std::string_view difference);

/// The members below `member` in which two JSON objects differ, at any depth.
[[nodiscard]] MemberChanges changes_between(
    std::string_view member, std::string_view before, std::string_view after
);

}  // namespace allot
