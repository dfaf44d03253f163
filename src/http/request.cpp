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

Result<std::vector<std::pair<std::string, std::string>>> parse_pairs(
    std::string_view text, bool plus_is_space
) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!text.empty()) {
    const auto end = text.find('&');
    const auto pair = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = TRY(percent_decoded(pair.substr(0, equals), plus_is_space));
    auto value = equals == std::string_view::npos
                     ? std::string{}
                     : TRY(percent_decoded(pair.substr(equals + 1), plus_is_space));
    pairs.emplace_back(std::move(name), std::move(value));
  }
  return pairs;
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

std::optional<std::string> Request::query_value(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::vector<std::string> Request::query_list(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : query) {
    if (key != name) continue;
    for (auto& piece : split(value, ',')) {
      if (!piece.empty()) values.push_back(std::move(piece));
    }
  }
  return values;
}

std::vector<std::string> Request::query_ids(std::string_view name) const {
  auto ids = query_list(name);
  for (auto& id : ids) id = to_lower(id);
  return ids;
}

bool Request::flag(std::string_view name) const {
  const auto value = query_value(name);
  return value && (value->empty() || *value == "1" || to_lower(*value) == "true");
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
    parsed.query = TRY(parse_pairs(target.substr(question + 1), false));
  }
  return parsed;
}

Result<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view body) {
  return parse_pairs(body, true);
}

}  // namespace allot::http
