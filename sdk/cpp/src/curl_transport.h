#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "allot/transport.h"

namespace allot::inline v1 {

/// Which servers' certificates are believed.
struct TlsTrust {
  bool verify = true;
  std::filesystem::path ca_file;  // "" for the system's
};

/// HTTP by libcurl: connections are kept and shared by all threads' calls.
[[nodiscard]] std::shared_ptr<Transport> make_curl_transport(
    std::string root_url, TlsTrust trust, std::chrono::milliseconds timeout
);

}  // namespace allot::inline v1
