#include "base/utf8.h"

#include "base/text.h"

namespace allot {

std::string as_utf8(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string valid;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 1;
    while (length <= 4 && at + length <= text.size() && !is_utf8(text.substr(at, length))) ++length;
    const bool is_whole = length <= 4 && at + length <= text.size();
    valid += is_whole ? text.substr(at, length) : std::string_view("\xEF\xBF\xBD");
    at += is_whole ? length : 1;
  }
  return valid;
}

}  // namespace allot
