#include "json/stored.h"

#include "base/utf8.h"
#include "json/parse.h"

namespace allot::json {

namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_json(std::string_view text, std::size_t depth_max) {
  return !fault_of(text, depth_max).has_value();
}

/// Copies a JSON text as far as it is one. Without recursion: what is stored may have any depth.
class Salvage {
 public:
  Salvage(std::string_view text, std::size_t depth_max) : text_(text), depth_max_(depth_max) {}

  std::string take() {
    while (next_ != Next::nothing && step()) {
    }
    copy_.resize(whole_);
    copy_.append(open_.rbegin(), open_.rend());
    return std::move(copy_);
  }

 private:
  enum class Next { value, first_value, key, first_key, more, nothing };

  /// One token on; false where it is none that may stand there.
  bool step() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    if (at_ == text_.size()) return false;
    switch (next_) {
      case Next::first_value:
      case Next::first_key:
        if (text_[at_] == open_.back()) return close();
        return next_ == Next::first_key ? key() : value();
      case Next::value: return value();
      case Next::key: return key();
      case Next::more: return more();
      case Next::nothing: break;
    }
    return false;
  }

  bool value() {
    const char c = text_[at_];
    if (c != '{' && c != '[') return scalar();
    const char end = c == '{' ? '}' : ']';
    if (open_.size() + 1 == depth_max_) {
      skip_container();
      copy_ += {c, end};
      return end_value();
    }
    ++at_;
    copy_ += c;
    open_ += end;
    whole_ = copy_.size();
    next_ = c == '{' ? Next::first_key : Next::first_value;
    return true;
  }

  bool scalar() {
    const auto token = text_.substr(at_, length_of_scalar());
    if (!is_json(token, 1)) return false;
    at_ += token.size();
    copy_ += token;
    return end_value();
  }

  bool key() {
    const auto name = text_.substr(at_, length_of_scalar());
    if (!name.starts_with('"') || !is_json(name, 1)) return false;
    at_ += name.size();
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    if (at_ == text_.size() || text_[at_] != ':') return false;
    ++at_;
    copy_.append(name).append(":");
    next_ = Next::value;
    return true;
  }

  bool more() {
    if (text_[at_] == open_.back()) return close();
    if (text_[at_] != ',') return false;
    ++at_;
    copy_ += ',';
    next_ = open_.back() == '}' ? Next::key : Next::value;
    return true;
  }

  bool close() {
    ++at_;
    copy_ += open_.back();
    open_.pop_back();
    return end_value();
  }

  bool end_value() {
    whole_ = copy_.size();
    next_ = open_.empty() ? Next::nothing : Next::more;
    return true;
  }

  [[nodiscard]] std::size_t length_of_scalar() const {
    auto end = at_;
    if (text_[at_] == '"') {
      for (++end; end < text_.size() && text_[end] != '"'; ++end) {
        if (text_[end] == '\\') ++end;
      }
      return std::min(end + 1, text_.size()) - at_;
    }
    constexpr std::string_view ends = " \t\n\r,:{}[]\"";
    while (end < text_.size() && ends.find(text_[end]) == std::string_view::npos) ++end;
    return end - at_;
  }

  /// Behind an object or array that is left out; to the end where it has none.
  void skip_container() {
    std::size_t depth = 0;
    do {
      const char c = text_[at_];
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      at_ += c == '"' ? length_of_scalar() : 1;
    } while (depth > 0 && at_ < text_.size());
  }

  std::string_view text_;
  std::size_t depth_max_;
  std::size_t at_ = 0;
  Next next_ = Next::value;
  std::string copy_;
  std::size_t whole_ = 0;  // of the copy: what can be closed here
  std::string open_;       // what closes it
};

std::string_view nothing_of(Shape shape) {
  switch (shape) {
    case Shape::object: return "{}";
    case Shape::array: return "[]";
    case Shape::any: return "null";
    case Shape::optional: break;
  }
  return "";
}

bool has_shape(std::string_view text, Shape shape) {
  const auto start = text.find_first_not_of(" \t\n\r");
  if (start == std::string_view::npos) return shape == Shape::optional && text.empty();
  if (shape == Shape::object) return text[start] == '{';
  return shape != Shape::array || text[start] == '[';
}

}  // namespace

bool is_storable(std::string_view text, Shape shape) {
  return has_shape(text, shape) && (text.empty() || is_json(text, stored_depth_max));
}

std::string readable(std::string_view text, Shape shape) {
  if (is_storable(text, shape)) return std::string(text);
  const auto valid = as_utf8(text);
  auto salvaged = Salvage(valid, stored_depth_max).take();
  return is_storable(salvaged, shape) ? salvaged : std::string(nothing_of(shape));
}

}  // namespace allot::json
