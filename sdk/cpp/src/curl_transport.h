#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "allot/transport.h"

namespace allot::inline v1 {

/// HTTP by libcurl: connections are kept and shared by all threads' calls.
[[nodiscard]] std::shared_ptr<Transport> make_curl_transport(
    std::string root_url, bool verify_tls, std::chrono::milliseconds timeout
);

}  // namespace allot::inline v1
