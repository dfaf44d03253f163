#include "store/sqlite/values.h"

#include <charconv>

#include "store/unstorable.h"

namespace allot::sqlite {

void throw_unstorable(const std::string& name) {
  throw Unstorable(name);
}

std::string pack(const std::vector<std::string>& texts) {
  std::string packed;
  for (const auto& text : texts) packed += std::to_string(text.size()) + ":" + text + ",";
  return packed;
}

std::vector<std::string> unpack(std::string_view packed) {
  std::vector<std::string> texts;
  while (!packed.empty()) {
    std::size_t size = 0;
    const auto* end = packed.data() + packed.size();
    const auto [colon, error] = std::from_chars(packed.data(), end, size);
    if (error != std::errc{} || colon == end || *colon != ':') break;
    packed.remove_prefix(static_cast<std::size_t>(colon - packed.data()) + 1);
    if (packed.size() <= size || packed[size] != ',') break;
    texts.push_back(as_utf8(packed.substr(0, size)));
    packed.remove_prefix(size + 1);
  }
  return texts;
}

}  // namespace allot::sqlite
