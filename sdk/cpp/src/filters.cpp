#include "allot/filters.h"

#include <boost/json.hpp>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

json::value json_of_value(const Filters::Value& value) {
  return std::visit(
      [](const auto& held) -> json::value {
        using T = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<T, std::vector<std::string>> ||
                      std::is_same_v<T, std::vector<double>>) {
          return json::array(held.begin(), held.end());
        } else {
          return json::value(held);
        }
      },
      value
  );
}

const char* word_of(Filters::Operator op) {
  using enum Filters::Operator;
  switch (op) {
    case equal: return "$eq";
    case not_equal: return "$ne";
    case in: return "$in";
    case not_in: return "$nin";
    case greater: return "$gt";
    case greater_or_equal: return "$gte";
    case less: return "$lt";
    case less_or_equal: return "$lte";
    case exists: return "$exists";
    case glob: return "$glob";
  }
  return "$eq";
}

}  // namespace

struct Filters::Conditions {
  json::array all;
  json::object sort;
  bool names_hidden = false;
  bool names_type = false;

  void note(std::string_view field) {
    names_hidden = names_hidden || field == "hidden";
    names_type = names_type || field == "type";
  }
};

Filters::Filters() : conditions_(std::make_unique<Conditions>()) {}

Filters Filters::items(const std::vector<std::string>& item_ids) {
  Filters filters;
  filters.add("id", Operator::in, item_ids);
  filters.conditions_->names_hidden = true;
  filters.conditions_->names_type = true;
  return filters;
}

Filters::Filters(const Filters& other)
    : conditions_(std::make_unique<Conditions>(*other.conditions_)) {}

Filters::Filters(Filters&&) noexcept = default;

Filters& Filters::operator=(const Filters& other) {
  conditions_ = std::make_unique<Conditions>(*other.conditions_);
  return *this;
}

Filters& Filters::operator=(Filters&&) noexcept = default;
Filters::~Filters() = default;

Filters& Filters::add(std::string_view field, const Value& value) {
  return add(field, Operator::equal, value);
}

Filters& Filters::add(std::string_view field, Operator op, const Value& value) {
  conditions_->note(field);
  auto operand = json_of_value(value);
  if (op != Operator::equal) operand = {{word_of(op), std::move(operand)}};
  conditions_->all.push_back(json::object{{{field.data(), field.size()}, std::move(operand)}});
  return *this;
}

Filters& Filters::add_any(std::initializer_list<Filters> alternatives) {
  json::array any;
  for (const auto& alternative : alternatives) {
    any.push_back(json::object{{"$and", alternative.conditions_->all}});
    conditions_->names_hidden |= alternative.conditions_->names_hidden;
    conditions_->names_type |= alternative.conditions_->names_type;
  }
  conditions_->all.push_back(json::object{{"$or", std::move(any)}});
  return *this;
}

Filters& Filters::add_json(std::string_view condition) {
  auto value = parse_as_written(condition);
  if (!value || !value->is_object()) {
    throw std::invalid_argument("A condition must be a JSON object.");
  }
  for (const auto& [field, operand] : value->get_object()) {
    conditions_->note({field.data(), field.size()});
  }
  conditions_->all.push_back(*std::move(value));
  return *this;
}

Filters& Filters::sort_by(std::string_view field, bool descending) {
  conditions_->sort[{field.data(), field.size()}] = descending ? "descending" : "ascending";
  return *this;
}

std::string Filters::to_json() const {
  json::array all;
  if (!conditions_->names_hidden) all.push_back(json::object{{"hidden", false}});
  if (!conditions_->names_type) all.push_back(json::object{{"type", "file"}});
  all.insert(all.end(), conditions_->all.begin(), conditions_->all.end());
  json::object query{
      {"filter", json::object{{"$and", std::move(all)}}},
      {"page", 0},
      {"pageSize", 1000},
      {"resource", "items"}
  };
  if (!conditions_->sort.empty()) query["sort"] = conditions_->sort;
  return to_text(query);
}

}  // namespace allot::inline v1
