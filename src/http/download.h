#pragma once

#include <string>
#include <string_view>

#include "http/response.h"

namespace allot::http {

/// An answer that a browser keeps as a file of this name, whatever is in the name.
[[nodiscard]] Response download_response(
    std::string_view file_name, std::string_view media_type, PullStream bytes
);

/// `attachment; filename="…"; filename*=UTF-8''…` (RFC 6266): the name in plain letters, and as it
/// is.
[[nodiscard]] std::string attachment_header(std::string_view file_name);

}  // namespace allot::http
