#include "query/render_column.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/unicode.h"
#include "json/text.h"
#include "query/operand.h"

namespace allot::query {

namespace {

constexpr std::size_t list_max = 16;        // longer lists travel as one parameter
constexpr std::size_t pattern_max = 1'000;  // bytes; SQLite refuses patterns over 50,000
constexpr std::size_t stars_max = 3;        // GLOB takes time exponential in them

SqlText never() {
  return {.text = "0", .params = {}};
}

std::string_view order_sign(Op op) {
  switch (op) {
    case Op::greater: return ">";
    case Op::at_least: return ">=";
    case Op::less: return "<";
    case Op::at_most: return "<=";
    case Op::equals_any:
    case Op::exists: return "=";
  }
  return "=";
}

/// One to many alternatives, joined by OR.
class Alternatives {
 public:
  void add(const std::string& text, std::vector<SqlValue> params = {}) {
    if (!sql_.text.empty()) sql_.text += " OR ";
    sql_.text += text;
    for (auto& param : params) sql_.params.push_back(std::move(param));
  }

  [[nodiscard]] SqlText take() { return sql_.text.empty() ? never() : std::move(sql_); }

 private:
  SqlText sql_;
};

/// `*` alone is special to us, `?` and `[` to GLOB too.
std::string glob_of(std::string_view pattern) {
  std::string glob;
  for (const char c : pattern) {
    if (c == '*' && glob.ends_with('*')) continue;
    if (c == '?' || c == '[') {
      glob += '[';
      glob += c;
      glob += ']';
    } else {
      glob += c;
    }
  }
  return glob;
}

bool has_nul(const Test& test) {
  return std::ranges::any_of(test.values, [](const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr && text->find('\0') != std::string::npos;
  });
}

std::string placeholders(std::size_t count) {
  std::string marks = "?";
  for (std::size_t i = 1; i < count; ++i) marks += ",?";
  return marks;
}

void add_texts(
    Alternatives& alternatives, const std::string& sql, const std::set<std::string>& texts
) {
  if (texts.empty()) return;
  if (texts.size() == 1) return alternatives.add(sql + " = ?", {*texts.begin()});
  if (texts.size() > list_max) {
    const std::vector<std::string> list(texts.begin(), texts.end());
    return alternatives.add(
        sql + " IN (SELECT value FROM json_each(?))", {json::string_array(list)}
    );
  }
  alternatives.add(sql + " IN (" + placeholders(texts.size()) + ")", {texts.begin(), texts.end()});
}

/// A column that holds text.
class TextColumn {
 public:
  explicit TextColumn(const Column& column)
      : is_folded_(column.kind == ColumnKind::email),
        is_optional_(column.kind == ColumnKind::optional_text),
        may_glob_(column.kind == ColumnKind::path || column.kind == ColumnKind::email),
        sql_(column.sql) {}

  std::optional<SqlText> sql(const Test& test) const {
    if (has_nul(test)) return std::nullopt;
    switch (test.op) {
      case Op::equals_any: return equals_any(test);
      case Op::exists:
        return is_optional_ ? SqlText{.text = sql_ + " <> ''", .params = {}} : always();
      case Op::greater:
      case Op::at_least:
      case Op::less:
      case Op::at_most: return ordered(test);
    }
    return std::nullopt;
  }

 private:
  static SqlText always() { return {.text = "1", .params = {}}; }

  std::optional<SqlText> equals_any(const Test& test) const {
    std::set<std::string> texts;
    std::set<std::string> globs;
    bool may_be_absent = false;
    for (const auto& value : test.values) {
      if (const auto* text = std::get_if<std::string>(&value)) {
        const auto wanted = is_folded_ ? folded(*text) : *text;
        if (is_pattern(wanted)) {
          if (!can_glob(wanted)) return std::nullopt;
          globs.insert(glob_of(wanted));
        } else if (!is_optional_ || !wanted.empty()) {
          texts.insert(wanted);
        }
      }
      may_be_absent |= std::holds_alternative<std::nullptr_t>(value) || is_empty_array(value);
    }
    if (globs.size() > list_max) return std::nullopt;
    Alternatives alternatives;
    add_texts(alternatives, sql_, texts);
    for (const auto& glob : globs) alternatives.add(sql_ + " GLOB ?", {glob});
    if (may_be_absent && is_optional_) alternatives.add(sql_ + " = ''");
    return alternatives.take();
  }

  bool can_glob(const std::string& pattern) const {
    const auto glob = glob_of(pattern);
    const auto stars = static_cast<std::size_t>(std::ranges::count(glob, '*'));
    return may_glob_ && pattern.size() <= pattern_max && stars <= stars_max;
  }

  SqlText ordered(const Test& test) const {
    const auto* text = std::get_if<std::string>(&test.values.front());
    if (text == nullptr) return never();
    SqlText order{
        .text = sql_ + " " + std::string(order_sign(test.op)) + " ?",
        .params = {is_folded_ ? folded(*text) : *text}
    };
    if (is_optional_) order.text += " AND " + sql_ + " <> ''";
    return order;
  }

  bool is_folded_;  // addresses are stored so (B-007)
  bool is_optional_;
  bool may_glob_;
  std::string sql_;
};

SqlValue number_param(Number number) {
  constexpr Number integer_max = 9.2e18L;
  if (std::floor(number) == number && std::abs(number) < integer_max) {
    return static_cast<std::int64_t>(number);
  }
  return static_cast<double>(number);
}

/// A column that holds a number, or a time in epoch ms.
std::optional<SqlText> number_sql(const Column& column, const Test& test) {
  const bool is_time = column.kind == ColumnKind::time;
  const auto read = is_time ? as_time : as_number;
  const std::string sql(column.sql);
  if (test.op == Op::exists) return SqlText{.text = "1", .params = {}};
  if (test.op != Op::equals_any) {
    const auto number = read(test.values.front());
    if (!number) return never();
    return SqlText{
        .text = sql + " " + std::string(order_sign(test.op)) + " ?",
        .params = {number_param(*number)}
    };
  }
  std::set<Number> numbers;
  for (const auto& value : test.values) {
    const auto* text = std::get_if<std::string>(&value);
    // A wildcard looks at the ISO text.
    if (is_time && text != nullptr && is_pattern(*text)) return std::nullopt;
    if (const auto number = read(value)) numbers.insert(*number);
  }
  if (numbers.empty()) return never();
  if (numbers.size() > list_max) return std::nullopt;
  SqlText sql_text{.text = sql + " IN (" + placeholders(numbers.size()) + ")", .params = {}};
  for (const auto number : numbers) sql_text.params.push_back(number_param(number));
  return sql_text;
}

}  // namespace

std::optional<SqlText> column_sql(const Column& column, const Test& test) {
  switch (column.kind) {
    case ColumnKind::text:
    case ColumnKind::path:
    case ColumnKind::optional_text:
    case ColumnKind::email: return TextColumn(column).sql(test);
    case ColumnKind::time:
    case ColumnKind::number: return number_sql(column, test);
    case ColumnKind::optional_json:
    case ColumnKind::object: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace allot::query
