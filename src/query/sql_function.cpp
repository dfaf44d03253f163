#include "query/sql_function.h"

#include <boost/json/value.hpp>

#include "base/check.h"
#include "base/json_writer.h"
#include "json/parse.h"
#include "json/stored.h"
#include "query/columns.h"
#include "query/evaluate.h"
#include "query/filter_parser.h"

namespace allot::query {

class SqlFunction::Content {
 public:
  explicit Content(const Condition& condition) : matcher(condition) {}

  Matcher matcher;
};

namespace {

/// Written by us, so deeper than what clients may send.
Condition parsed(std::string_view text) {
  boost::json::value json;
  CHECK(!json::parse(text, json, json::reader_depth_max));
  return condition_of(json, Resource::other).value();
}

/// JSON columns as they are: nearly always they are what they should be.
void append_stored(std::string& json, std::string_view text, json::Shape) {
  json += text;
}

void append_readable(std::string& json, std::string_view text, json::Shape shape) {
  json += json::readable(text, shape);
}

using AppendJson = void (*)(std::string& json, std::string_view text, json::Shape shape);

void append_column(std::string& json, const SqlFunction::Cell& cell, AppendJson append_json) {
  switch (kind_in(cell.key)) {
    case ColumnKind::text:
    case ColumnKind::path:
    case ColumnKind::email: return append_json_string(json, cell.text);
    case ColumnKind::optional_text:
      if (cell.text.empty()) break;
      return append_json_string(json, cell.text);
    case ColumnKind::time: return append_json_string(json, to_iso(from_epoch_ms(cell.number)));
    case ColumnKind::number: json += std::to_string(cell.number); return;
    case ColumnKind::optional_json:
      if (cell.text.empty()) break;
      return append_json(json, cell.text, json::Shape::any);
    case ColumnKind::object: return append_json(json, cell.text, json::Shape::object);
  }
  json += "null";
}

std::string document_of(std::span<const SqlFunction::Cell> row, AppendJson append_json) {
  std::string json = "{";
  for (const auto& cell : row) {
    if (json.size() > 1) json += ',';
    append_json_string(json, name_in(cell.key));
    json += ':';
    append_column(json, cell, append_json);
  }
  return json + "}";
}

}  // namespace

SqlFunction::SqlFunction(std::string_view condition)
    : content_(std::make_unique<Content>(parsed(condition))) {}

SqlFunction::SqlFunction(SqlFunction&&) noexcept = default;
SqlFunction& SqlFunction::operator=(SqlFunction&&) noexcept = default;
SqlFunction::~SqlFunction() = default;

bool SqlFunction::operator()(std::span<const Cell> row) const {
  if (const auto matches = content_->matcher.try_matches(document_of(row, append_stored))) {
    return *matches;
  }
  return content_->matcher.matches(document_of(row, append_readable));
}

}  // namespace allot::query
