#pragma once

#include <filesystem>

#include "allot/client.h"
#include "allot/open.h"

namespace allot::inline v1 {

/// A client with the server inside this process: same calls, same errors, same results, no socket.
/// `folder` is a data folder, made when absent (unless `create` is false); in a new one `as`
/// becomes the owner. It is held until the last copy of the client, and of what came from it, is
/// gone; opened again meanwhile by this process, as the same person or another, it is shared.
///
/// Thread-safe, as every Client. Throws std::runtime_error (one sentence): another process holds
/// the folder, it cannot be made, or it is newer than this library; BadRequest: `as` is no address;
/// NotFound: nobody in the folder has it, or there is no folder to open; Forbidden: the account is
/// disabled.
[[nodiscard]] Client open(const std::filesystem::path& folder, const Open& how = {});

}  // namespace allot::inline v1
