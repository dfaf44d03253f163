// Every way of answering a filter must give what evaluate() gives: here each plan is carried out on
// a real database and compared, for written rows and for generated ones.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "query/evaluate.h"
#include "query/json_text.h"
#include "query/plan.h"
#include "query/sql_function.h"

namespace allot::query {
namespace {

struct Ref {
  std::string id;
  std::string type;
  std::string status;  // "": none
};

struct Item {
  std::string id;
  std::string type = "file";
  std::string dir = "/";
  std::string name;
  bool hidden = false;
  std::string creator = "ada@example.org";
  std::string description;
  std::string spec;
  std::int64_t created_at = 0;
  std::string user = "{}";
  std::string system = "{}";
  std::vector<Ref> refs;

  [[nodiscard]] std::string path() const { return dir == "/" ? "/" + name : dir + "/" + name; }

  [[nodiscard]] std::string metadata() const {
    return R"({"system":)" + system + R"(,"user":)" + user + "}";
  }
};

struct Annotation {
  std::size_t item = 0;
  std::string id;
  std::string type = "box";
  std::string label = "cat";
  std::string description;
  std::string status;
  std::string attributes;
  std::string system = "{}";
  std::int64_t created_at = 0;
};

std::string json(const Annotation& annotation, const std::vector<Item>& items) {
  std::string text = "{}";
  const auto set = [&](std::string_view path, const std::string& value) {
    text = with_member(text, path, value);
  };
  set("id", query::quoted(annotation.id));
  set("itemId", query::quoted(items[annotation.item].id));
  set("datasetId", query::quoted("d1"));
  set("type", query::quoted(annotation.type));
  set("label", query::quoted(annotation.label));
  set("creator", query::quoted("ben@example.org"));
  set("updatedBy", query::quoted("ben@example.org"));
  set("source", query::quoted("sdk"));
  set("createdAt", query::quoted(to_iso(from_epoch_ms(annotation.created_at))));
  set("updatedAt", query::quoted(to_iso(from_epoch_ms(annotation.created_at))));
  if (!annotation.description.empty()) set("description", query::quoted(annotation.description));
  if (!annotation.attributes.empty()) set("attributes", annotation.attributes);
  set("metadata.system", annotation.system);
  if (!annotation.status.empty()) set("metadata.system.status", query::quoted(annotation.status));
  return text;
}

/// An item as a client reads it, with the rows behind it.
class World {
 public:
  World() {
    sqlite3_open(":memory:", &database_);
    run(R"(CREATE TABLE item (dataset_id TEXT, ordinal INTEGER, id TEXT, type TEXT, path TEXT,
           dir TEXT, name TEXT, hidden INTEGER, creator TEXT, updated_by TEXT, description TEXT,
           spec TEXT, created_at INTEGER, updated_at INTEGER, metadata TEXT))");
    run(R"(CREATE TABLE annotation (id TEXT, dataset_id TEXT, item INTEGER, item_id TEXT, type TEXT,
           label TEXT, creator TEXT, updated_by TEXT, description TEXT, source TEXT, status TEXT,
           created_at INTEGER, updated_at INTEGER, attributes TEXT, coordinates TEXT,
           metadata TEXT))");
    sqlite3_create_function_v2(
        database_,
        SqlFunction::name,
        2,
        SQLITE_UTF8 | SQLITE_DETERMINISTIC,
        nullptr,
        dql_test,
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
      annotation_documents_.push_back(Document::of(json(annotation, items_)));
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
      text = with_member(text, path, value);
    };
    const auto count = std::ranges::count(annotations_, ordinal, &Annotation::item);
    set("id", query::quoted(item.id));
    set("datasetId", query::quoted("d1"));
    set("filename", query::quoted(item.path()));
    set("name", query::quoted(item.name));
    set("dir", query::quoted(item.dir));
    set("type", query::quoted(item.type));
    set("hidden", item.hidden ? "true" : "false");
    set("annotated", count > 0 ? "true" : "false");
    set("annotationsCount", std::to_string(count));
    set("creator", query::quoted(item.creator));
    set("updatedBy", query::quoted(item.creator));
    set("createdAt", query::quoted(to_iso(from_epoch_ms(item.created_at))));
    set("updatedAt", query::quoted(to_iso(from_epoch_ms(item.created_at))));
    if (!item.description.empty()) set("description", query::quoted(item.description));
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
      list += R"({"id":)" + query::quoted(ref.id) + R"(,"type":)" + query::quoted(ref.type);
      list += ref.status.empty()
                  ? R"(,"metadata":{}})"
                  : R"(,"metadata":{"status":)" + query::quoted(ref.status) +
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
    return string_array(std::vector<std::string>(words.begin(), words.end()));
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

  static void dql_test(sqlite3_context* context, int, sqlite3_value** values) {
    const auto text = [&](int i) {
      const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(values[i]));
      return std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(values[i])));
    };
    auto* function = static_cast<SqlFunction*>(sqlite3_get_auxdata(context, 1));
    if (function == nullptr) {
      function = new SqlFunction(text(1));
      sqlite3_set_auxdata(context, 1, function, [](void* made) {
        delete static_cast<SqlFunction*>(made);
      });
      // The library may drop it at once; then the next row makes another.
      function = static_cast<SqlFunction*>(sqlite3_get_auxdata(context, 1));
    }
    const bool holds = function != nullptr ? (*function)(text(0)) : SqlFunction(text(1))(text(0));
    sqlite3_result_int(context, holds ? 1 : 0);
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
        "(?,'d1',?,?,?,?,'ben@example.org','ben@example.org',?,'sdk',?,"
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

// --- generated
// ------------------------------------------------------------------------------------

std::size_t below(std::size_t count) {
  return *rc::gen::inRange<std::size_t>(0, count);
}

std::string one_of(const std::vector<std::string>& choices) {
  return choices[below(choices.size())];
}

const std::vector<std::string> scalars{
    "1",
    "1.5",
    "0",
    "51200",
    "9007199254740993",
    "9007199254740992.0",
    "true",
    "false",
    "null",
    R"("cat")",
    R"("dog")",
    R"("5")",
    R"("1.5")",
    R"("")",
    R"("/x/a.jpg")",
    R"("a*b")",
    R"("caf\u00e9")",
    R"("nul\u0000l")",
    R"("2024-01-15T10:00:00.500Z")",
    R"("completed")",
    R"("ada@example.org")"
};

std::string any_value(int depth) {
  if (depth == 0 || below(3) > 0) return one_of(scalars);
  const auto count = below(3);
  std::string text;
  if (below(2) == 0) {
    for (std::size_t i = 0; i < count; ++i) text += (i ? "," : "") + any_value(depth - 1);
    return "[" + text + "]";
  }
  const std::vector<std::string> keys{"k", "n", "o"};
  for (std::size_t i = 0; i < count; ++i) {
    text += (i ? ",\"" : "\"") + keys[i] + "\":" + any_value(depth - 1);
  }
  return "{" + text + "}";
}

std::string any_object() {
  return R"({"k":)" + any_value(2) + R"(,"timestamp":)" + any_value(1) + R"(,"creator":)" +
         any_value(0) + "}";
}

std::int64_t any_time() {
  return 1'705'312'800'500 + static_cast<std::int64_t>(below(3)) - 1;
}

Item any_item(std::size_t ordinal) {
  Item item{
      .id = "6500000000000000000000a" + std::to_string(ordinal),
      .type = one_of({"file", "file", "dir"}),
      .dir = one_of({"/", "/x", "/x/y", "/.h"}),
      .name = one_of({"a.jpg", "b.png", "c[1]?.jpg", "caf\xC3\xA9", "a*b"}),
      .hidden = below(3) == 0,
      .creator = one_of({"ada@example.org", "ben@example.org"}),
      .description = one_of({"", "cat", "5", std::string("nul\0l", 5)}),
      .spec = one_of({"", R"("cat")", R"({"k":1})"}),
      .created_at = any_time(),
      .user = any_object(),
      .system = any_object(),
      .refs = {}
  };
  for (const auto* task : {"t1", "t2"}) {
    if (below(2) == 0) continue;
    const auto status = one_of({"", "completed", "discard"});
    item.refs.push_back({task, "task", status});
    item.refs.push_back({std::string("a") + task, "assignment", status});
  }
  return item;
}

Annotation any_annotation(std::size_t items, std::size_t number) {
  return {
      .item = below(items),
      .id = "b" + std::to_string(number),
      .type = one_of({"box", "class", "note"}),
      .label = one_of({"cat", "dog", "5", std::string("nul\0l", 5)}),
      .description = one_of({"", "cat"}),
      .status = one_of({"", "issue", "approved", "completed"}),
      .attributes = one_of({"", R"(["cat","x"])", R"({"k":5})"}),
      .system = any_object(),
      .created_at = any_time()
  };
}

const std::vector<std::string> item_fields{
    "id",
    "name",
    "filename",
    "dir",
    "type",
    "hidden",
    "annotated",
    "annotationsCount",
    "creator",
    "createdAt",
    "updatedAt",
    "updatedBy",
    "description",
    "spec",
    "spec.k",
    "datasetId",
    "nothing",
    "name.k",
    "metadata",
    "metadata.system",
    "metadata.user",
    "metadata.user.k",
    "metadata.user.k.n",
    "metadata.user.timestamp",
    "metadata.user.creator",
    "metadata.system.k.k",
    "metadata.system.creator",
    "metadata.system.refs",
    "metadata.system.refs.id",
    "metadata.system.refs.type",
    "metadata.system.refs.metadata",
    "metadata.system.refs.nothing",
    "metadata.system.refs.metadata.status",
    "metadata.system.refs.metadata.creator",
    "metadata.system.refs.metadata.timestamp",
    "metadata.system.annotationStatus",
    "metadata.system.annotationStatus.k"
};
const std::vector<std::string> annotation_fields{
    "id",
    "itemId",
    "label",
    "type",
    "creator",
    "createdAt",
    "description",
    "source",
    "attributes",
    "attributes.k",
    "metadata.system.status",
    "metadata.system.k",
    "metadata.system",
    "nothing",
    "label.k",
    "metadata.system.status.k",
    "metadata.system.k.n"
};
const std::vector<std::string> entry_fields{
    "id", "type", "k", "n", "metadata.status", "metadata.creator", "metadata"
};
const std::vector<std::string> telling{
    R"("t1")",
    R"("at2")",
    R"("task")",
    R"("file")",
    R"("dir")",
    R"("/x")",
    R"("/x/*")",
    R"("*.jpg")",
    R"("c[1]?*")",
    R"("a.jpg")",
    R"("c*")",
    R"("*a*a*a*")",
    R"("BEN@example.org")",
    R"("ADA@*")",
    "1705312800500",
    R"("2024-01-15")",
    R"("2024-01-*")",
    R"("2024-01-15T10:00:00.501")",
    "2",
    R"("6500000000000000000000a1")",
    R"("65*")",
    R"("b1")",
    R"("issue")",
    R"("disc*")",
    R"("box")",
    R"("nul\u0000*")",
    "[]",
    R"(["cat","x"])",
    "1e300",
    R"("2")"
};

std::string any_operand() {
  return below(2) == 0 ? one_of(telling) : any_value(1);
}

std::string any_ordered() {
  for (;;) {
    auto operand = any_operand();
    const char first = operand.front();
    if (first == '"' || first == '-' || (first >= '0' && first <= '9')) return operand;
  }
}

std::string any_list(std::size_t most) {
  std::string text;
  const auto count = below(most + 1);
  for (std::size_t i = 0; i < count; ++i) text += (i ? "," : "") + any_operand();
  return "[" + text + "]";
}

std::string any_filter(const std::vector<std::string>& fields, int depth);

std::string any_test(int depth) {
  switch (below(11)) {
    case 0: return R"({"$ne":)" + any_operand() + "}";
    case 1: return R"({"$gt":)" + any_ordered() + "}";
    case 2: return R"({"$lte":)" + any_ordered() + R"(,"$gte":)" + any_ordered() + "}";
    case 3: return R"({"$in":)" + any_list(4) + "}";
    case 4: return R"({"$nin":)" + any_list(40) + "}";
    case 5: return below(2) == 0 ? R"({"$exists":true})" : R"({"$exists":false})";
    case 6: return R"({"$lt":)" + any_ordered() + "}";
    case 7: return R"({"$not":)" + (depth > 0 ? any_test(depth - 1) : any_operand()) + "}";
    case 8:
      return R"({"$or":[)" + any_operand() + "," + (depth > 0 ? any_test(depth - 1) : "1") + "]}";
    case 9: return R"({"$match":)" + any_filter(entry_fields, depth - 1) + "}";
    default: return any_operand();
  }
}

std::string any_filter(const std::vector<std::string>& fields, int depth) {
  const auto leaf = [&] {
    return "{\"" + one_of(fields) + "\":" + any_test(depth < 0 ? 0 : depth) + "}";
  };
  if (depth <= 0) return leaf();
  switch (below(5)) {
    case 0:
      return R"({"$and":[)" + any_filter(fields, depth - 1) + "," + any_filter(fields, depth - 1) +
             "]}";
    case 1:
      return R"({"$or":[)" + any_filter(fields, depth - 1) + "," + any_filter(fields, depth - 1) +
             "," + any_filter(fields, depth - 1) + "]}";
    case 2: return R"({"$not":)" + any_filter(fields, depth - 1) + "}";
    default: return leaf();
  }
}

std::pair<std::vector<Item>, std::vector<Annotation>> any_rows() {
  std::vector<Item> items;
  std::vector<Annotation> annotations;
  for (std::size_t i = 0; i < 6; ++i) items.push_back(any_item(i));
  for (std::size_t i = 0; i < 4; ++i) annotations.push_back(any_annotation(items.size(), i));
  return {std::move(items), std::move(annotations)};
}

RC_GTEST_PROP(SameAnswers, ThePlanOfAnItemFilterFindsWhatEvaluateFinds, ()) {
  static World world;
  auto [items, annotations] = any_rows();
  world.fill(std::move(items), std::move(annotations));
  for (int i = 0; i < 10; ++i) {
    const auto text = any_filter(item_fields, 3);
    const auto condition = parse_filter(text);
    RC_ASSERT(condition.has_value());
    RC_LOG(text + "\n" + describe(plan_items(*condition)));
    RC_ASSERT(world.answer(plan_items(*condition)) == world.evaluated(*condition));
  }
}

RC_GTEST_PROP(SameAnswers, TheSqlOfAnAnnotationFilterFindsWhatEvaluateFinds, ()) {
  static World world;
  auto [items, annotations] = any_rows();
  world.fill(std::move(items), std::move(annotations));
  for (int i = 0; i < 10; ++i) {
    const auto text = any_filter(annotation_fields, 3);
    const auto condition = parse_filter(text, Resource::annotations);
    RC_ASSERT(condition.has_value());
    const auto sql = annotation_sql(*condition);
    RC_LOG(text + "\n" + sql.text);
    RC_ASSERT(world.annotated_items(sql) == world.evaluated_join(*condition));
  }
}

RC_GTEST_PROP(SameAnswers, AFilterWrittenOutMeansTheSame, ()) {
  static World world;
  auto [items, annotations] = any_rows();
  world.fill(std::move(items), std::move(annotations));
  const auto condition = parse_filter(any_filter(item_fields, 3));
  const auto again = parse_filter(filter_text(*condition));
  RC_ASSERT(again.has_value());
  RC_ASSERT(world.evaluated(*condition) == world.evaluated(*again));
}

}  // namespace
}  // namespace allot::query
