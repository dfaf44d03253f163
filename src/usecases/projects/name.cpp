#include "usecases/projects/name.h"

#include <clocale>
#include <cwctype>

#include "base/name.h"
#include "base/unicode.h"

namespace allot {

namespace {

constexpr std::string_view signs = " !@#$%^&*()_+-[]|.,";

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
  TRY(check_name(name));
  for (auto rest = name; !rest.empty();) {
    if (!is_allowed(take_character(rest))) {
      return invalid_field("name", "may hold only letters, digits, spaces and !@#$%^&*()_+-[]|.,");
    }
  }
  return Done{};
}

}  // namespace allot
