#pragma once

#include <map>
#include <optional>
#include <string>

#include "allot/client.h"

namespace allot::cli {

/// "away until 6 Jan 2027", "there 3 hours a day"; "" for who is there as ever now.
[[nodiscard]] std::string absence_now(const std::optional<Availability>& said);

/// That of everybody in a project who is away by it; nobody where one may not know.
[[nodiscard]] std::map<std::string, std::string> absences_in(
    const Client& client, const std::string& project_id
);

/// The members of a JSON object, as the API names them: `"from":…,"until":…`.
[[nodiscard]] std::string json_members_of(const Availability& said);

}  // namespace allot::cli
