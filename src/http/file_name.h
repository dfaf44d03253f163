#pragma once

#include <string>
#include <string_view>

#include "http/request.h"

namespace allot::http {

/// What a file was called where it came from. Clients write a part's `filename` in three ways, and
/// none says which: percent-encoded as a whole (aiohttp, so dtlpy: `frame%20001.jpg`,
/// `100%25.jpg`), with `%22`, `%0A` and `%0D` alone encoded (browsers, curl, requests), or as it
/// is. So
/// - a name given as `filename*` is what it says;
/// - a name equal to the last part of the path it was uploaded to is as it is (`a%20b.jpg`);
/// - one that holds nothing but what percent-encoding leaves over is decoded, if that gives UTF-8;
/// - in any other only `%22`, `%0A` and `%0D` are.
/// A `+` is a plus.
[[nodiscard]] std::string original_name(const Part& part, std::string_view path);

}  // namespace allot::http
