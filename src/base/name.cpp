#include "base/name.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"

namespace allot {

Result<Done> check_name(std::string_view name, std::string_view field) {
  const auto unfit = [&](std::string reason) {
    return invalid_field(std::string(field), std::move(reason));
  };
  if (trimmed(name).empty()) return unfit("must not be empty");
  if (!is_utf8(name)) return unfit("must be UTF-8");
  std::size_t characters = 0;
  bool is_seen = false;
  for (auto rest = name; !rest.empty(); ++characters) {
    const auto look = look_of(take_character(rest));
    if (look == Look::breaking) {
      return unfit("must not hold control characters or line breaks");
    }
    is_seen |= look == Look::visible || look == Look::unassigned;
  }
  if (!is_seen) return unfit("must hold a character that can be seen");
  if (characters <= name_characters_max) return Done{};
  return unfit(fmt::format("must not exceed {} characters", name_characters_max));
}

}  // namespace allot
