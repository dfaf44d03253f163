#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "allot/pages.h"
#include "session.h"

namespace allot::inline v1 {

/// A listing of the API that is asked for by page number: `GET path?pageOffset&pageSize`.
struct NumberedListing {
  struct Page {
    std::vector<std::string> entries;  // as JSON text
    bool has_next = false;
    std::size_t total = 0;  // of the whole listing
  };

  std::shared_ptr<Session> session;
  std::string path;  // below the API, encoded
  Query query;       // without pageOffset and pageSize
  std::size_t page_size;

  /// From 0.
  [[nodiscard]] Page page(std::size_t number, std::size_t size) const;
};

/// A walk over such a listing. `read` makes an entry of its JSON text. What came in front since
/// moves entries that were seen to the next page: up to the last of them (`is_same`) they are left
/// out.
template <class T, class Read, class IsSame>
[[nodiscard]] Pages<T> pages_by_number(NumberedListing listing, Read read, IsSame is_same) {
  using Page = typename Pages<T>::Page;
  const auto shared = std::make_shared<const NumberedListing>(std::move(listing));
  auto single = [shared, read](std::size_t number, std::size_t size) {
    const auto texts = shared->page(number, std::min(size, shared->page_size));
    Page page{.entries = {}, .has_next = texts.has_next};
    for (const auto& text : texts.entries) page.entries.push_back(read(text));
    return page;
  };
  auto fetch = [shared, single, is_same](std::size_t number, const T* last) {
    for (;; ++number) {
      auto page = single(number, shared->page_size);
      auto& entries = page.entries;
      if (last != nullptr) {
        const auto seen =
            std::ranges::find_if(entries, [&](const T& entry) { return is_same(entry, *last); });
        if (seen != entries.end()) entries.erase(entries.begin(), seen + 1);
      }
      if (!entries.empty() || !page.has_next) return page;
    }
  };
  auto count = [shared] { return shared->page(0, 1).total; };
  return {std::move(fetch), std::move(count), std::move(single)};
}

}  // namespace allot::inline v1
