#pragma once

#include <string>
#include <string_view>

#include "allot/client.h"
#include "commands/console.h"

namespace allot::cli {

// Things by what a person types: an id, or the whole name. Several of one name are listed in the
// UsageError; none is a NotFound that says where to look.

[[nodiscard]] Project find_project(const Client& client, const std::string& text);
/// In the project, when one is named.
[[nodiscard]] Dataset find_dataset(
    const Client& client, const std::string& project, const std::string& text
);
[[nodiscard]] Task find_task(
    const Client& client, const std::string& project, const std::string& text
);
/// One that is the only one of its task is found by the task's name, too, and one of several by
/// that and the beginning of whose address it is: "Cars (ada)".
[[nodiscard]] Assignment find_assignment(
    const Client& client, const std::string& project, const std::string& text
);

/// How a list names it where its person stands beside it: "Cars" of "Cars (ada@example.org)".
[[nodiscard]] std::string name_beside_person(const Assignment& assignment);

/// 24 hex digits, as the ids of most things are.
[[nodiscard]] bool is_id(std::string_view text);

/// An item by its id, by its path in the dataset, or by the end of it where that is one item's.
/// Throws NotFound, UsageError (empty, or the end of several paths, which are listed).
[[nodiscard]] Item find_item(
    const Client& client, const std::string& dataset_id, const std::string& text
);

/// The same, or a folder by its path.
[[nodiscard]] Item find_item_or_folder(
    const Client& client, const Dataset& dataset, const std::string& text
);

/// An address as it is; a name without `@` is the member of the project whose address begins so.
/// Who may not see the members finds oneself. Throws UsageError: none, or several.
[[nodiscard]] std::string find_person(
    const Client& client, const Project& project, const std::string& text
);

/// The same, of somebody who is to get work: an address that is neither a member's nor an account's
/// is told on the standard error, with the member's that is nearest, and so is that somebody is
/// away. They are taken all the same.
[[nodiscard]] std::string find_assignee(
    Console& console, const Client& client, const Project& project, const std::string& text
);

/// The same for several: `ada ben`, also with commas. Throws UsageError: nobody, or a share of
/// somebody.
[[nodiscard]] std::vector<std::string> find_assignees(
    Console& console,
    const Client& client,
    const Project& project,
    const std::vector<std::string>& people
);

/// `ada=60 ben=40` (also with commas), or names alone for equal parts.
/// Strangers, and who is away, are told of, as above.
[[nodiscard]] Workload parse_shares(
    Console& console,
    const Client& client,
    const Project& project,
    const std::vector<std::string>& shares
);

}  // namespace allot::cli
