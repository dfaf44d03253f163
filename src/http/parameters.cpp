#include "http/parameters.h"

#include <fmt/format.h>

#include <charconv>

#include "base/text.h"
#include "query/query.h"
#include "usecases/env.h"

namespace allot::http {

namespace {

std::optional<bool> flag_in(std::string_view text) {
  const auto word = to_lower(text);
  if (word == "true" || word == "1") return true;
  if (word == "false" || word == "0") return false;
  return std::nullopt;
}

std::optional<std::uint64_t> count_in(std::string_view text, Bounds bounds) {
  std::uint64_t number = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  if (number < bounds.least || number > bounds.most) return std::nullopt;
  return number;
}

/// The pieces of a comma list, without empty ones.
std::vector<std::string> pieces(std::string_view list) {
  auto found = split(list, ',');
  std::erase(found, "");
  return found;
}

std::string sentence_of(std::span<const std::string_view> words) {
  std::string text = "must be one of ";
  for (const auto word : words) {
    if (word != words.front()) text += ", ";
    text += "`" + std::string(word) + "`";
  }
  return text;
}

}  // namespace

Result<const QueryParameter*> Parameters::single(std::string_view name) const {
  const QueryParameter* found = nullptr;
  for (const auto& parameter : request_.query) {
    if (parameter.name != name) continue;
    if (found != nullptr && found->value != parameter.value) {
      return invalid_field(std::string(name), "is given twice, and differently");
    }
    found = &parameter;
  }
  return found;
}

bool AskedName::is(std::string_view name) const {
  if (name.size() != as_it_stands.size()) return false;
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (name[at] != as_it_stands[at] && name[at] != with_spaces[at]) return false;
  }
  return true;
}

std::string Parameters::text(std::string_view name) const {
  const auto found = std::ranges::find(request_.query, name, &QueryParameter::name);
  return found == request_.query.end() ? std::string{} : found->value;
}

Result<bool> Parameters::flag(std::string_view name) const {
  return TRY(optional_flag(name)).value_or(false);
}

Result<std::optional<bool>> Parameters::optional_flag(std::string_view name) const {
  const auto* parameter = TRY(single(name));
  if (parameter == nullptr) return std::optional<bool>{};
  if (parameter->is_bare) return std::optional(true);
  if (parameter->value.empty()) return std::optional<bool>{};
  const auto flag = flag_in(parameter->value);
  if (!flag) return invalid_field(std::string(name), "must be true or false");
  return flag;
}

Result<std::uint64_t> Parameters::count(
    std::string_view name, std::uint64_t otherwise, Bounds bounds
) const {
  const auto* parameter = TRY(single(name));
  if (parameter == nullptr || parameter->value.empty()) return otherwise;
  if (const auto count = count_in(parameter->value, bounds)) return *count;
  return invalid_field(
      std::string(name),
      fmt::format("must be a whole number from {} to {}", bounds.least, bounds.most)
  );
}

Result<std::optional<double>> Parameters::date(std::string_view name) const {
  const auto* parameter = TRY(single(name));
  if (parameter == nullptr || parameter->value.empty()) return std::optional<double>{};
  // An offset has a `+` of its own, the last; anywhere else it is a space.
  auto mixed = parameter->with_spaces;
  if (const auto last = parameter->value.rfind('+'); last != std::string::npos) mixed[last] = '+';
  for (const auto& text : {parameter->value, parameter->with_spaces, mixed}) {
    if (const auto date = query::parse_date(text)) return date;
  }
  return invalid_field(std::string(name), "must be a date, in ISO 8601 or in epoch milliseconds");
}

Result<std::optional<AskedName>> Parameters::name(std::string_view name) const {
  const auto* parameter = TRY(single(name));
  if (parameter == nullptr || parameter->value.empty()) return std::optional<AskedName>{};
  return std::optional(
      AskedName{.as_it_stands = parameter->value, .with_spaces = parameter->with_spaces}
  );
}

Result<std::vector<UserId>> Parameters::emails(std::string_view name) const {
  std::vector<UserId> people;
  for (const auto& parameter : request_.query) {
    if (parameter.name != name) continue;
    for (const auto& address : pieces(parameter.value)) {
      people.push_back(TRY(parse_email(address, std::string(name))));
    }
  }
  return people;
}

Result<std::vector<std::string>> Parameters::words(
    std::string_view name, std::span<const std::string_view> known
) const {
  std::vector<std::string> words;
  for (const auto& parameter : request_.query) {
    if (parameter.name != name) continue;
    for (auto& word : pieces(parameter.with_spaces)) {
      if (std::ranges::find(known, word) == known.end()) {
        return invalid_field(std::string(name), sentence_of(known));
      }
      words.push_back(std::move(word));
    }
  }
  return words;
}

Result<std::optional<std::string>> Parameters::word(
    std::string_view name, std::span<const std::string_view> known
) const {
  const auto* parameter = TRY(single(name));
  if (parameter == nullptr || parameter->value.empty()) return std::optional<std::string>{};
  if (std::ranges::find(known, parameter->value) == known.end()) {
    return invalid_field(std::string(name), sentence_of(known));
  }
  return std::optional(parameter->value);
}

Result<std::string> Parameters::needed_word(
    std::string_view name, std::span<const std::string_view> known
) const {
  auto given = TRY(word(name, known));
  if (!given) return invalid_field(std::string(name), sentence_of(known));
  return *std::move(given);
}

std::vector<std::string> Parameters::any_ids(std::string_view name) const {
  std::vector<std::string> ids;
  for (const auto& parameter : request_.query) {
    if (parameter.name != name) continue;
    for (const auto& id : pieces(parameter.value)) ids.push_back(to_lower(id));
  }
  return ids;
}

}  // namespace allot::http
