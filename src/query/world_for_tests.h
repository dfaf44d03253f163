#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "query/evaluate.h"
#include "query/plan.h"
#include "query/rows_for_tests.h"
#include "query/sql_function.h"

namespace allot::query::for_tests {

/// The rows of one dataset in a database, and the same as documents that a client reads.
class World {
 public:
  World() {
    sqlite3_open(":memory:", &database_);
    run(R"(CREATE TABLE item (dataset_id TEXT, ordinal INTEGER, id TEXT, type TEXT, path TEXT,
           dir TEXT, name TEXT, hidden INTEGER, creator TEXT, updated_by TEXT, description TEXT,
           spec TEXT, created_at INTEGER, updated_at INTEGER, metadata TEXT))");
    run(R"(CREATE TABLE annotation (number INTEGER PRIMARY KEY, id TEXT, dataset_id TEXT, item INTEGER, item_id TEXT, type TEXT,
           label TEXT, creator TEXT, updated_by TEXT, description TEXT, source TEXT, status TEXT,
           created_at INTEGER, updated_at INTEGER, attributes TEXT, coordinates TEXT,
           metadata TEXT))");
    sqlite3_create_function_v2(
        database_,
        SqlFunction::name,
        -1,
        SQLITE_UTF8 | SQLITE_DETERMINISTIC,
        nullptr,
        dql_test,
        nullptr,
        nullptr,
        nullptr
    );
    // Here none is on its way out.
    sqlite3_create_function_v2(
        database_,
        "annotation_hidden",
        2,
        SQLITE_UTF8 | SQLITE_DETERMINISTIC,
        nullptr,
        [](sqlite3_context* context, int, sqlite3_value**) { sqlite3_result_int(context, 0); },
        nullptr,
        nullptr,
        nullptr
    );
  }

  World(const World&) = delete;
  World& operator=(const World&) = delete;

  ~World() { sqlite3_close(database_); }

  void fill(std::vector<Item> items, std::vector<Annotation> annotations) {
    items_ = std::move(items);
    annotations_ = std::move(annotations);
    run("DELETE FROM item");
    run("DELETE FROM annotation");
    for (std::size_t i = 0; i < items_.size(); ++i) insert(items_[i], i);
    for (const auto& annotation : annotations_) insert(annotation);
    item_documents_.clear();
    for (std::size_t i = 0; i < items_.size(); ++i) {
      item_documents_.push_back(Document::of(item_json(i)));
    }
    annotation_documents_.clear();
    for (const auto& annotation : annotations_) {
      annotation_documents_.push_back(Document::of(json_of_row(annotation, items_)));
    }
  }

  std::set<std::size_t> evaluated(const Condition& filter) const {
    const Matcher matcher(filter);
    std::set<std::size_t> found;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (matcher.matches(item_documents_[i])) found.insert(i);
    }
    return found;
  }

  std::set<std::size_t> evaluated_join(const Condition& filter) const {
    std::set<std::size_t> found;
    for (std::size_t i = 0; i < annotations_.size(); ++i) {
      if (evaluate(filter, annotation_documents_[i])) found.insert(annotations_[i].item);
    }
    return found;
  }

  std::set<std::size_t> answer(const SetExpression& plan) const {
    return std::visit([&](const auto& node) { return answer_node(node); }, plan.node);
  }

  std::set<std::size_t> annotated_items(const SqlText& condition) const {
    return select("SELECT a.item FROM annotation a WHERE " + condition.text, condition.params);
  }

  std::vector<std::size_t> ordered(const SqlText& order) const {
    std::vector<std::size_t> found;
    visit(
        "SELECT i.ordinal FROM item i ORDER BY " + order.text,
        order.params,
        [&](std::size_t row) { found.push_back(row); }
    );
    return found;
  }

  [[nodiscard]] std::string item_json(std::size_t ordinal) const {
    const auto& item = items_[ordinal];
    std::string text = "{}";
    const auto set = [&](std::string_view path, const std::string& value) {
      text = json::with_member(text, path, value);
    };
    const auto count = std::ranges::count(annotations_, ordinal, &Annotation::item);
    set("id", json::quoted(item.id));
    set("datasetId", json::quoted("d1"));
    set("filename", json::quoted(item.path()));
    set("name", json::quoted(item.name));
    set("dir", json::quoted(item.dir));
    set("type", json::quoted(item.type));
    set("hidden", item.hidden ? "true" : "false");
    set("annotated", count > 0 ? "true" : "false");
    set("annotationsCount", std::to_string(count));
    set("creator", json::quoted(item.creator));
    set("updatedBy", json::quoted(item.creator));
    set("createdAt", json::quoted(to_iso(from_epoch_ms(item.created_at))));
    set("updatedAt", json::quoted(to_iso(from_epoch_ms(item.created_at))));
    if (!item.description.empty()) set("description", json::quoted(item.description));
    if (!item.spec.empty()) set("spec", item.spec);
    set("metadata", item.metadata());
    set("metadata.system.refs", refs_json(item));
    set("metadata.system.annotationStatus", statuses_json(ordinal));
    return text;
  }

 private:
  using Ordinals = std::set<std::size_t>;

  static std::string refs_json(const Item& item) {
    std::string list = "[";
    for (const auto& ref : item.refs) {
      if (list.size() > 1) list += ',';
      list += R"({"id":)" + json::quoted(ref.id) + R"(,"type":)" + json::quoted(ref.type);
      list += ref.status.empty()
                  ? R"(,"metadata":{}})"
                  : R"(,"metadata":{"status":)" + json::quoted(ref.status) +
                        R"(,"creator":"ada@example.org","timestamp":"2024-01-15T10:00:00.000Z"}})";
    }
    return list + "]";
  }

  std::string statuses_json(std::size_t ordinal) const {
    std::set<std::string> words;
    for (const auto& ref : items_[ordinal].refs) {
      if (!ref.status.empty()) words.insert(ref.status);
    }
    for (const auto& annotation : annotations_) {
      if (annotation.item == ordinal && !annotation.status.empty()) words.insert(annotation.status);
    }
    return json::string_array(std::vector<std::string>(words.begin(), words.end()));
  }

  Ordinals those(const std::function<bool(std::size_t)>& keep) const {
    Ordinals found;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (keep(i)) found.insert(i);
    }
    return found;
  }

  Ordinals answer_node(const AllItems&) const {
    return those([](std::size_t) { return true; });
  }

  Ordinals answer_node(const NoItems&) const { return {}; }

  Ordinals answer_node(const Intersection& all) const {
    return those([&](std::size_t i) {
      return std::ranges::all_of(all.operands, [&](const auto& o) {
        return answer(o).contains(i);
      });
    });
  }

  Ordinals answer_node(const Union& any) const {
    return those([&](std::size_t i) {
      return std::ranges::any_of(any.operands, [&](const auto& o) {
        return answer(o).contains(i);
      });
    });
  }

  Ordinals answer_node(const Complement& no) const {
    const auto out = answer(no.operand.front());
    return those([&](std::size_t i) { return !out.contains(i); });
  }

  Ordinals answer_node(const SomeRef& some) const {
    return those([&](std::size_t i) {
      return std::ranges::any_of(items_[i].refs, [&](const Ref& ref) {
        const auto status =
            ref.status.empty() ? std::nullopt : std::optional<std::string_view>(ref.status);
        const bool can = !some.ids || std::ranges::binary_search(*some.ids, ref.id);
        return can && some.matches({.id = ref.id, .type = ref.type, .status = status});
      });
    });
  }

  Ordinals answer_node(const NoRefs&) const {
    return those([&](std::size_t i) { return items_[i].refs.empty(); });
  }

  Ordinals answer_node(const HasFlag& has) const {
    return those([&](std::size_t i) {
      switch (has.flag) {
        case Flag::file: return items_[i].type == "file";
        case Flag::hidden: return items_[i].hidden;
        case Flag::annotated:
          return std::ranges::find(annotations_, i, &Annotation::item) != annotations_.end();
      }
      return false;
    });
  }

  Ordinals answer_node(const Ids& ids) const {
    return those([&](std::size_t i) { return std::ranges::binary_search(ids.ids, items_[i].id); });
  }

  Ordinals answer_node(const IdRange& range) const {
    return those([&](std::size_t i) {
      return (!range.from || items_[i].id >= *range.from) &&
             (!range.before || items_[i].id < *range.before);
    });
  }

  Ordinals answer_node(const SqlItems& sql) const {
    return select("SELECT i.ordinal FROM item i WHERE " + sql.condition.text, sql.condition.params);
  }

  Ordinals answer_node(const WithAnnotation& join) const { return annotated_items(join.condition); }

  Ordinals answer_node(const WholeItem& item) const { return evaluated(item.condition); }

  static void dql_test(sqlite3_context* context, int count, sqlite3_value** values) {
    const auto text = [&](int i) {
      const auto* bytes = static_cast<const char*>(sqlite3_value_blob(values[i]));
      return std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(values[i])));
    };
    std::vector<SqlFunction::Cell> row;
    for (int i = 1; i < count; i += 2) {
      row.push_back({text(i), text(i + 1), sqlite3_value_int64(values[i + 1])});
    }
    sqlite3_result_int(context, SqlFunction(text(0))(row) ? 1 : 0);
  }

  void run(const std::string& sql) const {
    visit(sql, {}, [](std::size_t) {});
  }

  Ordinals select(const std::string& sql, const std::vector<SqlValue>& params) const {
    Ordinals found;
    visit(sql, params, [&](std::size_t row) { found.insert(row); });
    return found;
  }

  void visit(
      const std::string& sql,
      const std::vector<SqlValue>& params,
      const std::function<void(std::size_t)>& row
  ) const {
    sqlite3_stmt* statement = nullptr;
    const int prepared = sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr);
    EXPECT_EQ(prepared, SQLITE_OK) << sqlite3_errmsg(database_) << ": " << sql;
    for (std::size_t i = 0; i < params.size(); ++i)
      bind(statement, static_cast<int>(i + 1), params[i]);
    int step = SQLITE_ROW;
    while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
      row(static_cast<std::size_t>(sqlite3_column_int64(statement, 0)));
    }
    EXPECT_EQ(step, SQLITE_DONE) << sqlite3_errmsg(database_) << ": " << sql;
    sqlite3_finalize(statement);
  }

  static void bind(sqlite3_stmt* statement, int at, const SqlValue& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      sqlite3_bind_int64(statement, at, *integer);
    } else if (const auto* real = std::get_if<double>(&value)) {
      sqlite3_bind_double(statement, at, *real);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      sqlite3_bind_text(
          statement, at, text->data(), static_cast<int>(text->size()), SQLITE_TRANSIENT
      );
    }
  }

  void insert(const Item& item, std::size_t ordinal) const {
    const auto number = static_cast<std::int64_t>(ordinal);
    visit(
        "INSERT INTO item VALUES ('d1',?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        {number,
         item.id,
         item.type,
         item.path(),
         item.dir,
         item.name,
         std::int64_t{item.hidden},
         item.creator,
         item.creator,
         item.description,
         item.spec,
         item.created_at,
         item.created_at,
         item.metadata()},
        [](std::size_t) {}
    );
  }

  void insert(const Annotation& annotation) const {
    visit(
        "INSERT INTO annotation VALUES "
        "(NULL,?,'d1',?,?,?,?,'ben@example.org','ben@example.org',?,'sdk',?,"
        "?,?,?,'',?)",
        {annotation.id,
         static_cast<std::int64_t>(annotation.item),
         items_[annotation.item].id,
         annotation.type,
         annotation.label,
         annotation.description,
         annotation.status,
         annotation.created_at,
         annotation.created_at,
         annotation.attributes,
         R"({"system":)" + annotation.system + "}"},
        [](std::size_t) {}
    );
  }

  sqlite3* database_ = nullptr;
  std::vector<Item> items_;
  std::vector<Annotation> annotations_;
  std::vector<Document> item_documents_;
  std::vector<Document> annotation_documents_;
};

}  // namespace allot::query::for_tests
