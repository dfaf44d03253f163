#pragma once

#include <string>

#include "allot/client.h"
#include "session.h"

namespace allot::inline v1 {

/// Listens on loopback, opens the gate's page, and takes the tokens that the browser brings. Empty
/// tokens when nobody came in time. Throws std::runtime_error: the port is taken.
[[nodiscard]] Tokens sign_in_by_browser(const std::string& gate_url, const Login& how);

}  // namespace allot::inline v1
