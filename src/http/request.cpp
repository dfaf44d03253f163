#include "http/request.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"

namespace allot::http {

namespace {

constexpr std::array<std::pair<Method, std::string_view>, 7> methods{{
    {Method::get, "GET"},
    {Method::head, "HEAD"},
    {Method::post, "POST"},
    {Method::put, "PUT"},
    {Method::patch, "PATCH"},
    {Method::delete_, "DELETE"},
    {Method::options, "OPTIONS"},
}};

Result<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      decoded += ' ';
    } else if (text[i] == '%') {
      unsigned byte = 0;
      const auto digits = text.substr(i + 1, 2);
      const auto [end, error] =
          std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
      if (digits.size() != 2 || error != std::errc{} || end != digits.data() + 2) {
        return fail(
            ErrorCode::invalid, "The address holds a `%` that is not followed by two hex digits."
        );
      }
      decoded += static_cast<char>(byte);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  if (!is_utf8(decoded)) return fail(ErrorCode::invalid, "The address is not valid UTF-8.");
  return decoded;
}

/// The pieces between `&`, cut at their first `=`; not decoded, empty ones left out. Where there is
/// no `=` the value begins where the name ends.
std::vector<std::pair<std::string_view, std::string_view>> pairs_of(std::string_view text) {
  std::vector<std::pair<std::string_view, std::string_view>> pairs;
  while (!text.empty()) {
    const auto pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    if (pair.empty()) continue;
    const auto name = pair.substr(0, pair.find('='));
    pairs.emplace_back(name, pair.substr(std::min(name.size() + 1, pair.size())));
  }
  return pairs;
}

Result<std::vector<QueryParameter>> parse_query(std::string_view text) {
  std::vector<QueryParameter> parameters;
  for (const auto& [name, value] : pairs_of(text)) {
    auto& parameter = parameters.emplace_back();
    parameter.name = TRY(percent_decoded(name, false));
    parameter.value = TRY(percent_decoded(value, false));
    parameter.with_spaces = TRY(percent_decoded(value, true));
    parameter.is_bare = value.data() == name.data() + name.size();
  }
  return parameters;
}

}  // namespace

std::string_view name_of(Method method) {
  for (const auto& [value, name] : methods) {
    if (value == method) return name;
  }
  CHECK(false);
  return {};
}

std::optional<Method> parse_method(std::string_view text) {
  for (const auto& [value, name] : methods) {
    if (name == text) return value;
  }
  return std::nullopt;
}

std::string_view RequestHead::header(std::string_view lower_case_name) const {
  const auto found = std::ranges::find(headers, lower_case_name, &Headers::value_type::first);
  return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

const std::string& Request::param(std::string_view name) const {
  const auto found = params.find(name);
  CHECK(found != params.end());
  return found->second;
}

Result<Target> parse_target(std::string_view target) {
  target = target.substr(0, target.find('#'));
  const auto question = target.find('?');
  Target parsed;
  parsed.path = TRY(percent_decoded(target.substr(0, question), false));
  if (parsed.path.empty() || parsed.path.front() != '/' || has_control_characters(parsed.path)) {
    return fail(
        ErrorCode::invalid, "The address must begin with `/` and hold no control characters."
    );
  }
  while (parsed.path.size() > 1 && parsed.path.back() == '/') parsed.path.pop_back();
  if (question != std::string_view::npos) {
    parsed.query = TRY(parse_query(target.substr(question + 1)));
  }
  return parsed;
}

Result<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view body) {
  std::vector<std::pair<std::string, std::string>> members;
  for (const auto& [name, value] : pairs_of(body)) {
    members.emplace_back(TRY(percent_decoded(name, true)), TRY(percent_decoded(value, true)));
  }
  return members;
}

}  // namespace allot::http
