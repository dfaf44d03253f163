#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "http/response.h"

namespace allot::net {

enum class Coding { identity, gzip, zstd };

/// Smaller answers gain nothing.
constexpr std::size_t compressed_from_bytes = 8 * 1024;

/// What a client likes best of what there is, by its Accept-Encoding; zstd among equals. Clients
/// that name neither coding get `identity`, even where they refuse that. Source: RFC 9110 §12.5.3.
[[nodiscard]] Coding choose_coding(std::string_view accept_encoding);

/// Is it a long text that may be compressed? Not files and parts of them, which mostly are
/// compressed already; not what is coded, or tagged byte by byte (weak tags name the text); nor
/// answers with secrets (`no-store`, cookies), whose length would tell of them.
[[nodiscard]] bool is_compressible(const http::Response& response);

/// Compresses the body of a compressible answer, and says so in its headers.
void compress(http::Response& response, Coding coding);

}  // namespace allot::net
