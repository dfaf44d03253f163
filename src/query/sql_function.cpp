#include "query/sql_function.h"

#include <boost/json/value.hpp>

#include "base/check.h"
#include "query/evaluate.h"
#include "query/exact_json.h"
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
  CHECK(!parse_json(text, json, 1'000));
  return condition_of(json, Resource::other).value();
}

}  // namespace

SqlFunction::SqlFunction(std::string_view condition)
    : content_(std::make_unique<Content>(parsed(condition))) {}

SqlFunction::SqlFunction(SqlFunction&&) noexcept = default;
SqlFunction& SqlFunction::operator=(SqlFunction&&) noexcept = default;
SqlFunction::~SqlFunction() = default;

bool SqlFunction::operator()(std::string_view document) const {
  return content_->matcher.matches(document);
}

}  // namespace allot::query
