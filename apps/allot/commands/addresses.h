#pragma once

#include <string>

namespace allot::cli {

/// The address of a server, as a person writes it: with http:// or https://, or HOST[:PORT] alone,
/// which means https://, and http:// on this machine (localhost, 127.0.0.1, [::1], 0.0.0.0). What
/// stands behind the host stays. Throws UsageError: it is none. Pure.
[[nodiscard]] std::string server_address(const std::string& written);

}  // namespace allot::cli
