#include "json/text.h"

#include <boost/json/value.hpp>

#include "base/check.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "base/utf8.h"
#include "json/parse.h"
#include "json/stored.h"
#include "json/tree.h"

namespace allot::json {

namespace {

boost::json::value parsed(std::string_view text) {
  boost::json::value value;
  CHECK(!parse_as_written(text, value, reader_depth_max));
  return value;
}

Result<boost::json::value> checked(std::string_view text, const std::string& subject) {
  boost::json::value value;
  if (const auto fault = parse_as_written(text, value, reader_depth_max)) {
    return fail(
        ErrorCode::invalid,
        subject + " is not valid JSON: " + fault->reason + " at byte " +
            std::to_string(fault->position) + "."
    );
  }
  return value;
}

void merge(boost::json::object& target, const boost::json::object& difference) {
  for (const auto& [key, value] : difference) {
    if (value.is_null()) {
      target.stable_erase(key);
      continue;
    }
    auto& place = target[key];
    if (!value.is_object()) {
      place = value;
      continue;
    }
    // Also where nothing was: nulls inside a new object delete nothing and are not kept.
    if (!place.is_object()) place = boost::json::object{};
    merge(place.get_object(), value.get_object());
  }
}

void fill(boost::json::object& target, const boost::json::object& more) {
  for (const auto& [key, value] : more) {
    const auto [there, is_new] = target.emplace(key, value);
    if (is_new || !there->value().is_object() || !value.is_object()) continue;
    fill(there->value().get_object(), value.get_object());
  }
}

/// Walks over JSON text that is known to be valid.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) { skip_space(); }

  [[nodiscard]] char peek() const {
    CHECK(at_ < text_.size());
    return text_[at_];
  }

  void step() {
    ++at_;
    skip_space();
  }

  /// The value that stands here, exactly as written; moves behind it.
  std::string_view value() {
    const auto start = at_;
    std::size_t depth = 0;
    do {
      const char c = peek();
      if (c == '"') {
        string();
      } else if (c == '{' || c == '[') {
        ++depth;
        ++at_;
      } else if (c == '}' || c == ']') {
        --depth;
        ++at_;
      } else if (c == ',' || c == ':' || is_space(c)) {
        ++at_;
      } else {
        while (at_ < text_.size() && !ends_scalar(text_[at_])) ++at_;
      }
    } while (depth > 0);
    const auto found = text_.substr(start, at_ - start);
    skip_space();
    return found;
  }

 private:
  void string() {
    for (++at_; peek() != '"'; ++at_) {
      if (peek() == '\\') ++at_;
    }
    ++at_;
  }

  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  static bool ends_scalar(char c) {
    return is_space(c) || c == ',' || c == ':' || c == '}' || c == ']';
  }

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool is_key(std::string_view literal, std::string_view key) {
  if (literal.find('\\') == std::string_view::npos) {
    return literal.substr(1, literal.size() - 2) == key;
  }
  return parsed(literal).get_string() == key;
}

/// The member of one object; the last one when a key is there twice, as a parser would have it.
std::optional<std::string_view> find_member(std::string_view object, std::string_view key) {
  std::optional<std::string_view> found;
  Cursor cursor(object);
  if (cursor.peek() != '{') return found;
  cursor.step();
  while (cursor.peek() != '}') {
    const auto name = cursor.value();
    cursor.step();  // the colon
    const auto value = cursor.value();
    if (is_key(name, key)) found = value;
    if (cursor.peek() == ',') cursor.step();
  }
  return found;
}

std::optional<std::string_view> find_at(std::string_view object, std::string_view path) {
  std::optional<std::string_view> found = object;
  for (const auto& key : split(path, '.')) {
    if (found) found = find_member(*found, key);
  }
  return found;
}

}  // namespace

Result<std::string> merged(std::string_view target, std::string_view difference) {
  auto whole = parsed(target);
  const auto change = TRY(checked(difference, "The change"));
  if (!change.is_object()) return fail(ErrorCode::invalid, "The change must be a JSON object.");
  if (!whole.is_object()) whole = boost::json::object{};
  merge(whole.get_object(), change.get_object());
  return to_text(whole);
}

std::string with_missing(std::string_view object, std::string_view more) {
  auto whole = parsed(object);
  const auto rest = parsed(more);
  if (whole.is_object() && rest.is_object()) fill(whole.get_object(), rest.get_object());
  return to_text(whole);
}

std::string without_members(
    std::string_view object, std::initializer_list<std::string_view> paths
) {
  auto root = parsed(object);
  for (const auto path : paths) {
    auto keys = split(path, '.');
    const auto last = std::move(keys.back());
    keys.pop_back();
    auto* place = &root;
    for (const auto& key : keys) {
      if (place != nullptr) {
        place = place->is_object() ? place->get_object().if_contains(key) : nullptr;
      }
    }
    if (place != nullptr && place->is_object()) place->get_object().stable_erase(last);
  }
  return to_text(root);
}

std::string with_member(std::string_view object, std::string_view path, std::string_view value) {
  auto root = parsed(object);
  auto* place = &root;
  for (const auto& key : split(path, '.')) {
    if (!place->is_object()) *place = boost::json::object{};
    place = &place->get_object()[key];
  }
  *place = parsed(value);
  return to_text(root);
}

std::optional<std::string> member(std::string_view object, std::string_view path) {
  const auto found = find_at(object, path);
  if (!found) return std::nullopt;
  return std::string(*found);
}

std::optional<std::string> string_member(std::string_view object, std::string_view path) {
  const auto found = find_at(object, path);
  if (!found || found->front() != '"') return std::nullopt;
  return std::string(parsed(*found).get_string());
}

std::optional<std::string> number_member(std::string_view object, std::string_view path) {
  const auto found = find_at(object, path);
  if (!found) return std::nullopt;
  const char first = found->front();
  if (first != '-' && (first < '0' || first > '9')) return std::nullopt;
  return std::string(*found);
}

bool is_object(std::string_view text) {
  return is_storable(text, Shape::object) && !fault_of(text, client_depth_max);
}

Result<std::string> compact(std::string_view text) {
  return to_text(TRY(checked(text, "The text")));
}

std::string quoted(std::string_view text) {
  std::string literal;
  append_json_string(literal, text);
  return literal;
}

std::string string_array(std::span<const std::string> texts) {
  std::string array = "[";
  for (const auto& text : texts) {
    if (array.size() > 1) array += ',';
    array += quoted(text);
  }
  return array + "]";
}

std::vector<std::string> strings_of(std::string_view array) {
  std::vector<std::string> texts;
  const auto value = parsed(array);
  if (!value.is_array()) return texts;
  for (const auto& element : value.get_array()) {
    if (is_text(element)) texts.emplace_back(element.get_string());
  }
  return texts;
}

std::vector<std::string> elements_of(std::string_view array) {
  std::vector<std::string> elements;
  const auto value = parsed(array);
  if (!value.is_array()) return elements;
  for (const auto& element : value.get_array()) elements.push_back(to_text(element));
  return elements;
}

std::vector<std::string> strings_member(std::string_view object, std::string_view path) {
  const auto array = member(object, path);
  return array ? strings_of(*array) : std::vector<std::string>{};
}

}  // namespace allot::json
