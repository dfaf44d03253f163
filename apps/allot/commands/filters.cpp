#include "commands/filters.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <optional>

#include "commands/console.h"
#include "commands/nearest.h"

namespace allot::cli {

namespace {

namespace json = boost::json;
using Operator = Filters::Operator;

enum class Kind { text, number, flag, date, anything };

struct Field {
  const char* name;
  Kind kind;
  const char* path;  // what the API calls it
};

constexpr Field fields[] = {
    {"dir", Kind::text, "dir"},
    {"name", Kind::text, "name"},
    {"filename", Kind::text, "filename"},
    {"id", Kind::text, "id"},
    {"type", Kind::text, "type"},
    {"annotated", Kind::flag, "annotated"},
    {"annotationsCount", Kind::number, "annotationsCount"},
    {"hidden", Kind::flag, "hidden"},
    {"creator", Kind::text, "creator"},
    {"createdAt", Kind::date, "createdAt"},
    {"updatedBy", Kind::text, "updatedBy"},
    {"updatedAt", Kind::date, "updatedAt"},
    {"description", Kind::text, "description"},
    {"size", Kind::number, "metadata.system.size"},
    {"mimetype", Kind::text, "metadata.system.mimetype"},
};

/// Of the API alone: JSON may name them.
constexpr const char* more_fields[] = {"metadata", "datasetId", "spec"};

constexpr std::pair<std::string_view, Operator> operators[] = {
    {"=", Operator::equal},
    {"!=", Operator::not_equal},
    {"<=", Operator::less_or_equal},
    {"<", Operator::less},
    {">=", Operator::greater_or_equal},
    {">", Operator::greater},
    {"~", Operator::glob},
};

constexpr std::string_view operator_letters = "=!<>~";

const std::vector<std::string> json_operators{
    "$and",
    "$or",
    "$not",
    "$eq",
    "$ne",
    "$in",
    "$nin",
    "$gt",
    "$gte",
    "$lt",
    "$lte",
    "$exists",
    "$match",
    "$glob"
};

std::vector<std::string> names_of_fields() {
  std::vector<std::string> names;
  for (const auto& field : fields) names.emplace_back(field.name);
  names.emplace_back("metadata.…");
  return names;
}

[[noreturn]] void refuse_field(std::string_view name) {
  throw UsageError(fmt::format(
      "There is no field `{}`{} Fields: {}.",
      name,
      [&] {
        const auto question = meant(name, names_of_fields());
        return question.empty() ? "." : question;
      }(),
      fmt::join(names_of_fields(), ", ")
  ));
}

[[noreturn]] void refuse_json_operator(std::string_view name) {
  throw UsageError(
      fmt::format("There is no operator `{}`; there are {}.", name, fmt::join(json_operators, ", "))
  );
}

/// What the server itself writes below `metadata`: a 5 there may be a text.
Kind kind_in_metadata(std::string_view name) {
  constexpr std::string_view ours = "metadata.system.";
  if (!name.starts_with(ours)) return Kind::anything;
  const auto below = name.substr(ours.size());
  if (below == "size" || below == "width" || below == "height") return Kind::number;
  const bool is_text = below == "mimetype" || below == "originalname" ||
                       ((below.starts_with("refs.") || below.starts_with("taskStatusLog.")) &&
                        !below.ends_with("timestamp"));
  return is_text ? Kind::text : Kind::anything;
}

Field field_of(const std::string& name) {
  for (const auto& field : fields) {
    if (name == field.name) return field;
  }
  constexpr std::string_view metadata = "metadata.";
  if (!name.starts_with(metadata) || name.size() == metadata.size()) refuse_field(name);
  return {.name = name.c_str(), .kind = kind_in_metadata(name), .path = name.c_str()};
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Filters::Value> any_number_of(std::string_view text) {
  if (const auto whole = number_of<std::int64_t>(text)) return *whole;
  const auto number = number_of<double>(text);
  if (!number || !std::isfinite(*number)) return std::nullopt;  // "inf" is a word
  return *number;
}

/// 007 is a text: as a number it would be another.
std::optional<Filters::Value> plain_number_of(std::string_view text) {
  const auto digits = text.starts_with('-') ? text.substr(1) : text;
  const bool is_padded = digits.size() > 1 && digits[0] == '0' && digits[1] != '.';
  return is_padded ? std::nullopt : any_number_of(text);
}

bool is_quoted(const std::string& text) {
  return text.size() > 1 && text.starts_with('"') && text.ends_with('"');
}

/// As it is written, or in milliseconds since 1970. Whether the calendar has it, the server says.
Filters::Value date_of(const Field& field, const std::string& text) {
  constexpr std::size_t year_digits = 4;
  const auto year = text.substr(0, text.find_first_of("-*"));
  const bool is_day = year.size() == year_digits || text.find('*') != std::string::npos;
  const auto number = number_of<std::int64_t>(text);
  if (number && text.size() > year_digits) return *number;
  if (is_day && text.find_first_not_of("0123456789-:.+TZ *") == std::string::npos) return text;
  throw UsageError(fmt::format(
      "`{}` is a date like 2026-11-01 or 2026-11-01T17:00:00Z, and `{}` is none.", field.name, text
  ));
}

Filters::Value value_of(const Field& field, const std::string& text) {
  switch (field.kind) {
    case Kind::text: return text;
    case Kind::number:
      if (const auto number = any_number_of(text)) return *number;
      throw UsageError(fmt::format("`{}` is a number, and `{}` is none.", field.name, text));
    case Kind::flag:
      if (text == "true" || text == "false") return text == "true";
      throw UsageError(fmt::format("`{}` is true or false, not `{}`.", field.name, text));
    case Kind::date: return date_of(field, text);
    case Kind::anything:
      if (text == "true" || text == "false") return text == "true";
      if (const auto number = plain_number_of(text)) return *number;
      return is_quoted(text) ? text.substr(1, text.size() - 2) : text;
  }
  return text;
}

void require_fitting(const Field& field, Operator op) {
  const bool is_text = field.kind == Kind::text || field.kind == Kind::anything;
  if (op == Operator::glob && !is_text) {
    throw UsageError(fmt::format("`{}` is no text, which ~ is for.", field.name));
  }
  const bool is_order = op != Operator::equal && op != Operator::not_equal;
  if (is_order && field.kind == Kind::flag) {
    throw UsageError(fmt::format("`{}` is true or false: only = and != fit.", field.name));
  }
}

/// What a text holds, or is like where stars say so.
std::string pattern_of(const std::string& text) {
  return text.find('*') == std::string::npos ? "*" + text + "*" : text;
}

Operator operator_of(std::string_view word) {
  for (const auto& [text, op] : operators) {
    if (word == text) return op;
  }
  throw UsageError(fmt::format(
      "There is no operator `{}`; there are = != < <= > >= and ~ (holds, or is like with *).", word
  ));
}

std::string without_blanks_around(const std::string& text) {
  const auto begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

/// Blanks around the field and the operator are for the eye.
void add_condition(Filters& filters, const std::string& condition) {
  const auto at = condition.find_first_of(operator_letters);
  const auto name = without_blanks_around(condition.substr(0, at));
  if (at == std::string::npos || name.empty()) {
    throw UsageError(
        fmt::format("`{}` is no filter; write it like dir=/day, or as JSON.", condition)
    );
  }
  const auto end = std::min(condition.find_first_not_of(operator_letters, at), condition.size());
  const auto op = operator_of(std::string_view(condition).substr(at, end - at));
  const auto field = field_of(name);
  require_fitting(field, op);
  const auto text =
      condition.substr(std::min(condition.find_first_not_of(' ', end), condition.size()));
  if (op == Operator::glob) {
    filters.add(field.path, op, pattern_of(text));
  } else {
    filters.add(field.path, op, value_of(field, text));
  }
}

// JSON

bool is_known_to_the_api(std::string_view name) {
  const auto first = name.substr(0, name.find('.'));
  constexpr std::string_view collections = "collections";
  return std::ranges::find(more_fields, first) != std::end(more_fields) ||
         (first.starts_with(collections) && first.size() == collections.size() + 1) ||
         std::ranges::any_of(fields, [&](const Field& field) {
           return field.name == std::string_view(field.path) && field.path == first;
         });
}

/// `is_below`: below a field, where the names are of what it holds.
void require_known(const json::value& value, bool is_below) {
  if (value.is_array()) {
    for (const auto& entry : value.get_array()) require_known(entry, is_below);
  }
  if (!value.is_object()) return;
  for (const auto& [key, operand] : value.get_object()) {
    const std::string name(key.data(), key.size());
    if (name.starts_with('$')) {
      if (std::ranges::find(json_operators, name) == json_operators.end()) {
        refuse_json_operator(name);
      }
      require_known(operand, is_below || name == "$match");
    } else {
      if (!is_below && !is_known_to_the_api(name)) refuse_field(name);
      require_known(operand, true);
    }
  }
}

void add_json(Filters& filters, const std::string& condition) {
  boost::system::error_code error;
  const auto value = json::parse(condition, error);
  if (error || !value.is_object()) {
    throw UsageError("A filter that begins with { must be a JSON object.");
  }
  require_known(value, false);
  filters.add_json(condition);
}

}  // namespace

Filters parse_filters(const std::vector<std::string>& conditions) {
  Filters filters;
  for (const auto& condition : conditions) {
    if (condition.starts_with('{')) {
      add_json(filters, condition);
    } else {
      add_condition(filters, condition);
    }
  }
  return filters;
}

std::string help_of_filters() {
  return "Which items: field=value, or with != < <= > >= ~ (holds, or is like with *), or a JSON "
         "query; repeated: all must hold";
}

}  // namespace allot::cli
