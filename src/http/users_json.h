#pragma once

#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "domain/entities.h"
#include "usecases/members/read.h"

namespace allot::http {

/// `owner`, `engineer`, `annotationManager`, `annotator`.
[[nodiscard]] std::string_view wire_word(Role role);
/// `owner`, `admin`, `member`, `worker`.
[[nodiscard]] std::string_view wire_word(OrgRole role);
/// Errors: invalid (another word).
[[nodiscard]] Result<Role> parse_role(std::string_view word);

/// The members of a user object, inside an object that the caller has open, so that bots can have
/// further ones. `role` is the word of the list that it stands in.
void write_user_members(
    JsonWriter& json, const User& user, std::string_view role, const OrgId& organization
);

/// A user as object.
void write_user(
    JsonWriter& json, const User& user, std::string_view role, const OrgId& organization
);

/// An array of users with their roles in the project, and what is said of their times.
void write_members(
    JsonWriter& json, const std::vector<MemberView>& members, const OrgId& organization
);

}  // namespace allot::http
