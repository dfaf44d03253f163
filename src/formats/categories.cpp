#include "formats/categories.h"

namespace allot::formats {

Categories::Categories(const std::vector<std::string>& known) {
  for (const auto& label : known) number_of(label);
}

std::size_t Categories::number_of(const std::string& label) {
  const auto [place, is_new] = numbers_.try_emplace(label, names_.size());
  if (is_new) names_.push_back(label);
  return place->second;
}

std::string_view parent_of(std::string_view label) {
  const auto dot = label.rfind('.');
  return dot == std::string_view::npos ? std::string_view{} : label.substr(0, dot);
}

}  // namespace allot::formats
