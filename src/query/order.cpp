#include <algorithm>

#include "query/columns.h"
#include "query/plan.h"

namespace allot::query {

namespace {

bool can_be_json_path(const Path& path) {
  return std::ranges::none_of(path, [](const std::string& key) {
    return key.empty() || std::ranges::any_of(key, [](char c) {
             return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
           });
  });
}

/// `$."user"."n"`, as a parameter.
std::string json_path(const Path& path) {
  std::string text = "$";
  for (const auto& key : path) text += ".\"" + key + "\"";
  return text;
}

void append(SqlText& order, const std::string& sql, bool descending) {
  if (!order.text.empty()) order.text += ", ";
  order.text += sql + (descending ? " DESC" : " ASC");
}

/// Appends what orders by one field; a field without an order of its own is left out.
void append_field(SqlText& order, Columns columns, const SortField& field) {
  const auto place = find_place(columns, field.path);
  if (!place) return;
  const auto& column = *place->column;
  const std::string sql(column.sql);
  if (column.kind == ColumnKind::object && !place->rest.empty()) {
    if (!can_be_json_path(place->rest)) return;
    // A stored text that is no JSON has nothing there.
    append(
        order,
        "CASE WHEN json_valid(" + sql + ") THEN json_extract(" + sql + ", ?) END",
        field.descending
    );
    order.params.emplace_back(json_path(place->rest));
  } else if (!is_json(column) && place->rest.empty()) {
    append(order, sql, field.descending);
  }
}

bool is_field(const SortField& field, std::string_view name) {
  return field.path.size() == 1 && field.path.front() == name;
}

/// Items get ordinal, id and creation time together, so these three give one order.
bool is_creation(const SortField& field) {
  return is_field(field, "id") || is_field(field, "createdAt");
}

bool is_folders_first(const Sort& sort) {
  return sort.empty() || (sort.size() == 2 && is_field(sort[0], "type") && !sort[0].descending &&
                          is_creation(sort[1]) && sort[1].descending);
}

ItemOrder::Shape shape_of(const Sort& sort) {
  if (is_folders_first(sort)) return ItemOrder::Shape::folders_first;
  if (!is_creation(sort.front())) return ItemOrder::Shape::by_sql;
  return sort.front().descending ? ItemOrder::Shape::by_id_descending : ItemOrder::Shape::by_id;
}

}  // namespace

ItemOrder item_order(const Sort& sort) {
  ItemOrder order{.shape = shape_of(sort), .sql = {}};
  if (order.shape == ItemOrder::Shape::folders_first) {
    order.sql.text = "i.type ASC, i.ordinal DESC";
    return order;
  }
  for (const auto& field : sort) {
    if (is_creation(field)) {
      append(order.sql, "i.ordinal", field.descending);
      return order;  // No two items share it.
    }
    if (is_field(field, "type") || is_field(field, "hidden")) {
      append(order.sql, "i." + field.path.front(), field.descending);
    } else {
      append_field(order.sql, item_columns(), field);
    }
  }
  append(order.sql, "i.ordinal", false);
  return order;
}

SqlText annotation_order(const Sort& sort) {
  SqlText order;
  if (sort.empty()) {
    order.text = "a.created_at DESC, a.id DESC";
    return order;
  }
  for (const auto& field : sort) append_field(order, annotation_columns(), field);
  append(order, "a.id", false);
  return order;
}

}  // namespace allot::query
