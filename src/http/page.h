#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "http/long_text.h"
#include "http/request.h"
#include "http/response.h"

namespace allot::http {

/// Which page is asked. Zero-based; size 0 counts only.
struct PageRequest {
  std::uint64_t number = 0;
  std::uint64_t size = 1000;

  [[nodiscard]] std::uint64_t offset() const { return number * size; }
};

/// `pageOffset` (or another name for it) and `pageSize` of a listing by GET; sizes are clamped to
/// 1000. Errors: invalid (no whole number).
[[nodiscard]] Result<PageRequest> page_of_query(
    const Request& request, std::string_view number_name = "pageOffset"
);

/// The envelope `{items, totalItemsCount, totalPagesCount, hasNextPage}`; `write_items` writes the
/// elements of this page.
[[nodiscard]] Response page_response(
    const PageRequest& page,
    std::uint64_t total,
    const std::function<void(JsonWriter&)>& write_items
);

/// The same envelope, an element at a time, however long they are together.
class LongPage {
 public:
  LongPage(FileStore& files, const PageRequest& page) : text_(files), page_(page) {}

  /// Before all elements: how many there are in all.
  void begin(std::uint64_t total);
  void add(std::string_view json);
  [[nodiscard]] Response json_response() &&;

 private:
  LongText text_;
  PageRequest page_;
  bool is_empty_ = true;
};

/// One page of a list in memory; each element is JSON text.
[[nodiscard]] Response page_of_texts(const PageRequest& page, const std::vector<std::string>& all);

}  // namespace allot::http
