#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "allot/open.h"
#include "allot/transport.h"

// The SDK and the server each have a Task, an Assignment, an Item. This header speaks of neither,
// so that the one file that includes the server does not include the SDK's nouns.

namespace allot::inline v1 {

/// The server on a data folder, and somebody's tokens.
struct OpenedFolder {
  std::shared_ptr<Transport> transport;
  std::string token;
  std::string refresh_token;
};

/// Throws as `open`.
[[nodiscard]] OpenedFolder open_folder(const std::filesystem::path& folder, const Open& how);

}  // namespace allot::inline v1
