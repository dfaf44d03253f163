#include "http/people.h"

#include <algorithm>

#include "base/unicode.h"

namespace allot::http {

bool lets_pass(const Request& request, std::string_view name, const UserId& person) {
  const auto asked = request.query_list(name);
  return asked.empty() || std::ranges::any_of(asked, [&](const std::string& spelling) {
           return folded(spelling) == person.text;
         });
}

}  // namespace allot::http
