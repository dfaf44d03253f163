#pragma once

#include <filesystem>
#include <string>

namespace allot::fault {

/// All that the database of a data folder says, a line for each row of each table, in an order that
/// depends on the rows alone. Throws where SQLite finds the file damaged. The folder may be in use.
[[nodiscard]] std::string rows_of(const std::filesystem::path& data);

/// The first lines that two such texts do not share; "" when they are equal.
[[nodiscard]] std::string difference(const std::string& expected, const std::string& found);

/// What is wrong with `files/`: contents that are not what their name says, contents that a row
/// names and that are not there; "" when all is well. Throws as above.
[[nodiscard]] std::string wrong_files(const std::filesystem::path& data);

}  // namespace allot::fault
