#include "usecases/projects/name.h"

#include <clocale>
#include <cwctype>

#include "base/text.h"

namespace allot {

namespace {

constexpr std::string_view signs = " !@#$%^&*()_+-[]|.,";

/// Takes the first character off well-formed UTF-8.
char32_t take_character(std::string_view& text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char first = byte(0);
  const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  char32_t character = length == 1 ? first : first & (0xffU >> (length + 1));
  for (std::size_t at = 1; at < length; ++at) character = (character << 6) | (byte(at) & 0x3fU);
  text.remove_prefix(length);
  return character;
}

bool is_allowed(char32_t character) {
  // Not the process's locale: what a name may hold must not depend on the machine's settings.
  static const locale_t unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (character < 0x80 && signs.find(static_cast<char>(character)) != std::string_view::npos) {
    return true;
  }
  return unicode != nullptr && iswalnum_l(static_cast<wint_t>(character), unicode) != 0;
}

}  // namespace

Result<Done> check_project_name(std::string_view name) {
  if (trimmed(name).empty()) return invalid_field("name", "must not be empty");
  if (!is_utf8(name)) return invalid_field("name", "must be UTF-8");
  for (auto rest = name; !rest.empty();) {
    if (!is_allowed(take_character(rest))) {
      return invalid_field("name", "may hold only letters, digits, spaces and !@#$%^&*()_+-[]|.,");
    }
  }
  return Done{};
}

}  // namespace allot
