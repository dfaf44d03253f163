#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "query/query.h"
#include "query/tree.h"

namespace allot::query {

/// A JSON object that conditions are asked about. A cheap copy: shares its content, which never
/// changes. Thread-safe.
class Document {
 public:
  /// Throws BrokenInvariant when `json_text` is not valid JSON: it comes from us.
  [[nodiscard]] static Document of(std::string json_text);

  [[nodiscard]] const std::string& text() const;

 private:
  friend class Matcher;
  friend int compare(const Document& a, const Document& b, const Sort& sort);
  struct Content;
  std::shared_ptr<const Content> content_;
};

/// A condition made ready for many documents. Thread-safe.
class Matcher {
 public:
  explicit Matcher(const Condition& condition);
  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;
  ~Matcher();

  [[nodiscard]] bool matches(const Document& document) const;
  /// Of a text that is not kept. Throws BrokenInvariant when it is not valid JSON.
  [[nodiscard]] bool matches(std::string_view json_text) const;
  /// The same; nothing when it is not valid JSON.
  [[nodiscard]] std::optional<bool> try_matches(std::string_view json_text) const;

 private:
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

/// The meaning of the language: what every other way of answering a query must equal.
[[nodiscard]] bool evaluate(const Condition& condition, const Document& document);

/// Below, equal to or above 0. Missing and null come first, then booleans, numbers, text; other
/// kinds last, all equal.
[[nodiscard]] int compare(const Document& a, const Document& b, const Sort& sort);

/// Stable; ties by `id` ascending. Without fields: newest first, by `createdAt`, then `id`
/// descending.
void sort_documents(std::vector<Document>& documents, const Sort& sort);

}  // namespace allot::query
