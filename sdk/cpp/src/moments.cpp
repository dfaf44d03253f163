#include "moments.h"

#include <boost/json.hpp>

#include "json_text.h"

namespace allot::inline v1 {

std::optional<Time> moment_of(const boost::json::value& object, std::string_view name) {
  constexpr double latest = 9e15;  // what a double tells apart
  const auto milliseconds = number_of(object, name);
  if (!(milliseconds > 0 && milliseconds < latest)) return std::nullopt;
  return Time(std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds)));
}

}  // namespace allot::inline v1
