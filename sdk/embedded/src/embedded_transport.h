#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "allot/transport.h"

// The SDK and the server each have a Task, an Assignment, an Item. This header speaks of neither,
// so that the one file that includes the server does not include the SDK's nouns.

namespace allot::inline v1 {

/// The server on a data folder, and somebody's token.
struct OpenedFolder {
  std::shared_ptr<Transport> transport;
  std::string token;
};

/// Throws std::runtime_error, NotFound (nobody has the address).
[[nodiscard]] OpenedFolder open_folder(const std::filesystem::path& folder, const std::string& as);

}  // namespace allot::inline v1
