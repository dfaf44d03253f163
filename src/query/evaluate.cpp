#include "query/evaluate.h"

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>

#include "base/check.h"
#include "json/parse.h"
#include "query/operand.h"
#include "query/ready.h"

namespace allot::query {

struct Document::Content {
  std::string text;
  boost::json::value root;
};

Document Document::of(std::string json_text) {
  auto content = std::make_shared<Content>();
  content->text = std::move(json_text);
  CHECK(!json::parse(content->text, content->root, json::reader_depth_max));
  Document document;
  document.content_ = std::move(content);
  return document;
}

const std::string& Document::text() const {
  return content_->text;
}

namespace {

/// A condition with its operands made ready.
struct Node {
  Condition::Kind kind;
  std::vector<Node> operands;
  Path path;
  std::optional<ReadyTest> test;
  bool is_derived = false;  // an empty array counts as missing
};

Node ready(const Condition& condition) {
  Node node{.kind = condition.kind, .path = condition.test.path};
  for (const auto& operand : condition.operands) node.operands.push_back(ready(operand));
  if (condition.kind == Condition::Kind::test) node.test.emplace(condition.test);
  node.is_derived = is_derived_array(node.path);
  return node;
}

bool holds(const Node& node, const boost::json::value& root);

/// Visits what a path leads to, through arrays on the way to each of their elements, until `visit`
/// says true. Gives nullptr where it leads nowhere.
template <class Visit>
bool any_at(
    const boost::json::value* value, const Path& path, std::size_t depth, const Visit& visit
) {
  if (value == nullptr || depth == path.size()) return visit(value);
  if (value->is_object()) {
    return any_at(value->get_object().if_contains(path[depth]), path, depth + 1, visit);
  }
  if (!value->is_array() || value->get_array().empty()) return visit(nullptr);
  return std::ranges::any_of(value->get_array(), [&](const boost::json::value& element) {
    return any_at(element.is_object() ? &element : nullptr, path, depth, visit);
  });
}

bool holds_test(const Node& node, const boost::json::value& root) {
  return any_at(&root, node.path, 0, [&](const boost::json::value* value) {
    if (value == nullptr || !value->is_array()) return node.test->holds(value);
    const auto& array = value->get_array();
    if (node.is_derived && array.empty()) return node.test->holds(nullptr);
    return node.test->holds(value) ||
           std::ranges::any_of(array, [&](const boost::json::value& element) {
             return node.test->holds_for_element(element);
           });
  });
}

bool holds_for_some_element(const Node& node, const boost::json::value& root) {
  return any_at(&root, node.path, 0, [&](const boost::json::value* value) {
    if (value == nullptr || !value->is_array()) return false;
    return std::ranges::any_of(value->get_array(), [&](const boost::json::value& element) {
      return holds(node.operands.front(), element);
    });
  });
}

bool holds(const Node& node, const boost::json::value& root) {
  const auto of_root = [&](const Node& operand) { return holds(operand, root); };
  switch (node.kind) {
    case Condition::Kind::all_of: return std::ranges::all_of(node.operands, of_root);
    case Condition::Kind::any_of: return std::ranges::any_of(node.operands, of_root);
    case Condition::Kind::negation: return !holds(node.operands.front(), root);
    case Condition::Kind::test: return holds_test(node, root);
    case Condition::Kind::element: return holds_for_some_element(node, root);
  }
  return false;
}

}  // namespace

struct Matcher::Compiled {
  Node root;
};

Matcher::Matcher(const Condition& condition)
    : compiled_(std::make_unique<Compiled>(ready(condition))) {}

Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;
Matcher::~Matcher() = default;

bool Matcher::matches(const Document& document) const {
  return holds(compiled_->root, document.content_->root);
}

bool Matcher::matches(std::string_view json_text) const {
  const auto matched = try_matches(json_text);
  CHECK(matched.has_value());
  return *matched;
}

std::optional<bool> Matcher::try_matches(std::string_view json_text) const {
  unsigned char buffer[4096];
  boost::json::monotonic_resource memory(buffer);
  boost::json::value root(&memory);
  if (json::parse(json_text, root, json::reader_depth_max)) return std::nullopt;
  return holds(compiled_->root, root);
}

bool evaluate(const Condition& condition, const Document& document) {
  return Matcher(condition).matches(document);
}

namespace {

const boost::json::value* at(const boost::json::value& root, const Path& path) {
  const auto* value = &root;
  for (const auto& part : path) {
    if (value == nullptr || !value->is_object()) return nullptr;
    value = value->get_object().if_contains(part);
  }
  return value;
}

int rank_of(const boost::json::value* value) {
  if (value == nullptr || value->is_null()) return 0;
  if (value->is_bool()) return 1;
  if (value->is_number()) return 2;
  return value->is_string() ? 3 : 4;
}

template <class T>
int sign(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

int compare_values(const boost::json::value* a, const boost::json::value* b) {
  const int rank = rank_of(a);
  if (rank != rank_of(b)) return sign(rank, rank_of(b));
  switch (rank) {
    case 1: return sign(a->get_bool(), b->get_bool());
    case 2: return sign(*as_number(value_of(*a)), *as_number(value_of(*b)));
    case 3: return sign<std::string_view>(a->get_string(), b->get_string());
    default: return 0;
  }
}

}  // namespace

int compare(const Document& a, const Document& b, const Sort& sort) {
  for (const auto& field : sort) {
    const int order =
        compare_values(at(a.content_->root, field.path), at(b.content_->root, field.path));
    if (order != 0) return field.descending ? -order : order;
  }
  return 0;
}

void sort_documents(std::vector<Document>& documents, const Sort& sort) {
  auto fields = sort;
  if (fields.empty()) {
    fields.push_back({.path = {"createdAt"}, .descending = true});
    fields.push_back({.path = {"id"}, .descending = true});
  }
  fields.push_back({.path = {"id"}, .descending = false});
  std::ranges::stable_sort(documents, [&](const Document& a, const Document& b) {
    return compare(a, b, fields) < 0;
  });
}

}  // namespace allot::query
