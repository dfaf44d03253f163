#include "http/json_body.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "json/parse.h"
#include "json/tree.h"

namespace allot::http {

/// A node of a shared tree: the root keeps the whole alive.
struct JsonBody::Value {
  std::shared_ptr<const boost::json::value> root;
  const boost::json::object* object;

  [[nodiscard]] const boost::json::value* find(std::string_view name) const {
    const auto* value = object->if_contains(name);
    return value == nullptr || value->is_null() ? nullptr : value;
  }
};

namespace {

std::string_view kind_of(const boost::json::value& value) {
  if (json::is_number(value)) return "a number";
  switch (value.kind()) {
    case boost::json::kind::null: return "null";
    case boost::json::kind::bool_: return "a boolean";
    case boost::json::kind::int64:
    case boost::json::kind::uint64:
    case boost::json::kind::double_: return "a number";
    case boost::json::kind::string: return "a text";
    case boost::json::kind::array: return "an array";
    case boost::json::kind::object: return "an object";
  }
  return "something else";
}

Unexpected wrong_kind(std::string path, std::string_view wanted, const boost::json::value& value) {
  return invalid_field(std::move(path), fmt::format("must be {}, not {}", wanted, kind_of(value)));
}

/// A tree takes several times the memory of its text.
constexpr std::size_t object_bytes_max = 32u << 20;

Unexpected object_too_large(std::size_t position) {
  return fail(
      ErrorCode::too_large,
      fmt::format("The object at byte {} of the body has more than 32 MB.", position)
  );
}

Unexpected invalid_json(const json::Fault& fault) {
  if (fault.is_too_large) return object_too_large(fault.position);
  if (fault.is_too_deep) return json::too_deep("The body", json::client_depth_max);
  return fail(
      ErrorCode::invalid,
      fmt::format("The body is not valid JSON at byte {}: {}.", fault.position, fault.reason)
  );
}

Result<std::shared_ptr<const boost::json::value>> parse_root(std::string_view text) {
  auto root = std::make_shared<boost::json::value>();
  if (const auto fault = json::parse_as_written(text, *root)) return invalid_json(*fault);
  return std::shared_ptr<const boost::json::value>(std::move(root));
}

bool is_form(const Request& request) {
  return request.header("content-type").starts_with("application/x-www-form-urlencoded");
}

/// `\u0061` is an `a`.
bool has_escaped_letter(std::string_view json) {
  constexpr std::string_view escape = "\\u00";
  for (auto at = json.find(escape); at != std::string_view::npos; at = json.find(escape, at + 1)) {
    const auto next = json.substr(at + escape.size(), 1);
    if (next >= "4" && next <= "7") return true;
  }
  return false;
}

boost::json::object object_of_form(const std::vector<std::pair<std::string, std::string>>& pairs) {
  boost::json::object object;
  for (const auto& [name, value] : pairs) object[name] = value;
  return object;
}

}  // namespace

bool may_mention(const Request& request, std::string_view name) {
  const auto body = request.body.view();
  if (is_form(request))
    return body.find(name) != std::string_view::npos || body.find('%') != std::string_view::npos;
  return body.find(fmt::format("\"{}\"", name)) != std::string_view::npos ||
         has_escaped_letter(body);
}

Unexpected too_long(std::string path, std::size_t bytes_max) {
  return invalid_field(std::move(path), fmt::format("has more than {} bytes", bytes_max));
}

JsonBody::JsonBody(std::shared_ptr<const Value> value, std::string path)
    : value_(std::move(value)), path_(std::move(path)) {}

Result<JsonBody> JsonBody::of(const Request& request) {
  if (is_form(request)) {
    const auto root =
        std::make_shared<const boost::json::value>(object_of_form(TRY(parse_form(request.body))));
    return JsonBody(std::make_shared<const Value>(root, &root->as_object()), {});
  }
  return parse(trimmed(request.body).empty() ? std::string_view("{}") : request.body.view());
}

Result<JsonBody> JsonBody::parse(std::string_view text, std::string_view path) {
  const auto root = TRY(parse_root(text));
  if (!root->is_object()) {
    return fail(
        ErrorCode::invalid, fmt::format("The body must be an object, not {}.", kind_of(*root))
    );
  }
  return JsonBody(std::make_shared<const Value>(root, &root->as_object()), std::string(path));
}

Result<Done> JsonBody::for_each(
    const Request& request, FunctionRef<Result<Done>(const JsonBody&)> use
) {
  if (!trimmed(request.body).starts_with('[')) {
    if (request.body.size() > object_bytes_max) return object_too_large(0);
    const auto root = TRY(parse_root(request.body));
    const auto* const object = root->if_object();
    if (object == nullptr) {
      return fail(ErrorCode::invalid, "The body must be an object or an array of objects.");
    }
    return use(JsonBody(std::make_shared<const Value>(root, object), {}));
  }
  std::size_t count = 0;
  Result<Done> outcome = Done{};
  const auto take = [&](boost::json::value element) {
    const auto path = fmt::format("[{}]", count++);
    const auto root = std::make_shared<const boost::json::value>(std::move(element));
    const auto* const object = root->if_object();
    outcome = object == nullptr
                  ? wrong_kind(path, "an object", *root)
                  : use(JsonBody(std::make_shared<const Value>(root, object), path + "."));
    return outcome.has_value();
  };
  const auto fault = json::parse_elements(request.body, take, object_bytes_max);
  if (fault && outcome) return invalid_json(*fault);
  return outcome;
}

std::string JsonBody::path_of(std::string_view name) const {
  return path_ + std::string(name);
}

bool JsonBody::has(std::string_view name) const {
  return value_->find(name) != nullptr;
}

bool JsonBody::mentions(std::string_view name) const {
  return value_->object->contains(name);
}

Result<std::string> JsonBody::text(std::string_view name, std::size_t bytes_max) const {
  auto found = TRY(optional_text(name, bytes_max));
  if (!found) return invalid_field(path_of(name), "is missing: a text is needed");
  return *std::move(found);
}

Result<std::string> JsonBody::text_or(std::string_view name, std::string otherwise) const {
  return TRY(optional_text(name)).value_or(std::move(otherwise));
}

Result<std::optional<std::string>> JsonBody::optional_text(
    std::string_view name, std::size_t bytes_max
) const {
  const auto* value = value_->find(name);
  if (value == nullptr) return std::optional<std::string>{};
  if (!json::is_text(*value)) return wrong_kind(path_of(name), "a text", *value);
  const std::string_view text(value->as_string());
  if (text.size() > bytes_max) return too_long(path_of(name), bytes_max);
  return std::optional(std::string(text));
}

Result<bool> JsonBody::flag_or(std::string_view name, bool otherwise) const {
  const auto* value = value_->find(name);
  if (value == nullptr) return otherwise;
  if (value->is_bool()) return value->as_bool();
  if (json::is_text(*value)) {
    const auto word = to_lower(std::string_view(value->as_string()));
    if (word == "true" || word == "false") return word == "true";
  }
  return wrong_kind(path_of(name), "true or false", *value);
}

Result<double> JsonBody::number(std::string_view name) const {
  const auto* value = value_->find(name);
  if (value == nullptr) return invalid_field(path_of(name), "is missing: a number is needed");
  if (!json::is_number(*value)) return wrong_kind(path_of(name), "a number", *value);
  return json::number_of(*value);
}

Result<std::optional<std::int64_t>> JsonBody::whole(
    std::string_view name, const std::optional<std::string>& number
) const {
  if (!number) return std::optional<std::int64_t>{};
  std::int64_t whole = 0;
  const auto [end, error] = std::from_chars(number->data(), number->data() + number->size(), whole);
  if (error != std::errc{} || end != number->data() + number->size()) {
    return invalid_field(path_of(name), "must be a whole number");
  }
  return std::optional(whole);
}

Result<std::optional<std::int64_t>> JsonBody::optional_integer(std::string_view name) const {
  return whole(name, TRY(optional_number(name)));
}

Result<std::optional<std::uint64_t>> JsonBody::optional_count(std::string_view name) const {
  const auto number = TRY(optional_integer(name));
  if (!number) return std::optional<std::uint64_t>{};
  if (*number < 0) return invalid_field(path_of(name), "must not be negative");
  return std::optional(static_cast<std::uint64_t>(*number));
}

Result<std::optional<std::string>> JsonBody::optional_number(std::string_view name) const {
  const auto* value = value_->find(name);
  if (value == nullptr) return std::optional<std::string>{};
  if (value->is_int64()) return std::optional(std::to_string(value->as_int64()));
  if (value->is_uint64()) return std::optional(std::to_string(value->as_uint64()));
  if (!json::is_number(*value)) return wrong_kind(path_of(name), "a number", *value);
  const auto number = json::number_of(*value);
  if (!std::isfinite(number)) return invalid_field(path_of(name), "must be a finite number");
  return std::optional(fmt::format("{}", number));
}

Result<std::optional<std::int64_t>> JsonBody::optional_integer_or_digits(std::string_view name
) const {
  return whole(name, TRY(optional_number_or_digits(name)));
}

Result<std::optional<std::string>> JsonBody::optional_number_or_digits(std::string_view name
) const {
  const auto* value = value_->find(name);
  if (value == nullptr || !json::is_text(*value)) return optional_number(name);
  const auto text = trimmed(std::string_view(value->as_string()));
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
    return invalid_field(path_of(name), "must be a number");
  }
  if (!std::isfinite(number)) return invalid_field(path_of(name), "must be a finite number");
  return std::optional(fmt::format("{}", number));
}

Result<std::vector<std::string>> JsonBody::texts(std::string_view name) const {
  const auto* value = value_->find(name);
  if (value == nullptr)
    return invalid_field(path_of(name), "is missing: an array of texts is needed");
  if (json::is_text(*value)) {
    return std::vector<std::string>{std::string(std::string_view(value->as_string()))};
  }
  if (!value->is_array()) return wrong_kind(path_of(name), "an array of texts", *value);
  std::vector<std::string> texts;
  for (const auto& element : value->as_array()) {
    if (!json::is_text(element)) {
      return wrong_kind(fmt::format("{}[{}]", path_of(name), texts.size()), "a text", element);
    }
    if (element.as_string().size() > text_bytes_max) {
      return too_long(fmt::format("{}[{}]", path_of(name), texts.size()), text_bytes_max);
    }
    texts.emplace_back(std::string_view(element.as_string()));
  }
  return texts;
}

Result<std::vector<std::string>> JsonBody::texts_or_empty(std::string_view name) const {
  return has(name) ? texts(name) : std::vector<std::string>{};
}

Result<JsonBody> JsonBody::object(std::string_view name) const {
  auto found = TRY(optional_object(name));
  if (!found) return invalid_field(path_of(name), "is missing: an object is needed");
  return *std::move(found);
}

Result<std::optional<JsonBody>> JsonBody::optional_object(std::string_view name) const {
  const auto* value = value_->find(name);
  if (value == nullptr) return std::optional<JsonBody>{};
  if (!value->is_object()) return wrong_kind(path_of(name), "an object", *value);
  return std::optional(JsonBody(
      std::make_shared<const Value>(value_->root, &value->as_object()), path_of(name) + "."
  ));
}

Result<std::vector<JsonBody>> JsonBody::objects(std::string_view name) const {
  const auto* value = value_->find(name);
  if (value == nullptr) return invalid_field(path_of(name), "is missing: an array is needed");
  if (!value->is_array()) return wrong_kind(path_of(name), "an array", *value);
  std::vector<JsonBody> list;
  for (const auto& element : value->as_array()) {
    auto path = fmt::format("{}[{}]", path_of(name), list.size());
    if (!element.is_object()) return wrong_kind(std::move(path), "an object", element);
    list.push_back(
        JsonBody(std::make_shared<const Value>(value_->root, &element.as_object()), path + ".")
    );
  }
  return list;
}

Result<std::optional<std::string>> JsonBody::optional_array(std::string_view name) const {
  const auto* value = value_->find(name);
  if (value == nullptr) return std::optional<std::string>{};
  if (value->is_array()) return std::optional(raw(name));
  if (!json::is_text(*value)) return wrong_kind(path_of(name), "an array", *value);
  boost::json::value held;
  if (json::parse_as_written(std::string_view(value->as_string()), held)) held = *value;
  if (held.is_array()) return std::optional(json::to_text(held));
  return std::optional("[" + (held.is_object() ? json::to_text(held) : raw(name)) + "]");
}

Result<std::string> JsonBody::array(std::string_view name) const {
  auto found = TRY(optional_array(name));
  if (!found) return invalid_field(path_of(name), "is missing: an array is needed");
  return *std::move(found);
}

Result<std::vector<Load>> JsonBody::workload(std::string_view name) const {
  const auto units = TRY(objects(name));
  if (units.size() > people_max) {
    return invalid_field(path_of(name), fmt::format("names more than {} people", people_max));
  }
  std::vector<Load> loads;
  for (const auto& unit : units) {
    auto assignee = TRY(unit.email("assigneeId"));
    const auto percent = TRY(unit.number("load"));
    loads.push_back({.assignee = std::move(assignee), .percent = percent});
  }
  return loads;
}

Result<UserId> JsonBody::email(std::string_view name) const {
  return parse_email(TRY(text(name)), path_of(name));
}

std::string JsonBody::raw(std::string_view name) const {
  const auto* value = value_->object->if_contains(name);
  return value == nullptr ? std::string{} : json::to_text(*value);
}

std::string JsonBody::raw() const {
  return json::to_text(*value_->object);
}

std::vector<std::string> JsonBody::names() const {
  std::vector<std::string> names;
  for (const auto& member : *value_->object) names.emplace_back(std::string_view(member.key()));
  return names;
}

}  // namespace allot::http
