#pragma once

#include <cstddef>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace allot::inline v1 {

/// A lazy walk over all pages of a listing, as an input range: a page of up to 1,000 is fetched
/// when the walk comes to it, so a listing of any size takes little memory. Each `begin()` starts a
/// new walk. Ordered as the listing says. What changes during a walk may or may not be seen;
/// nothing is seen twice. Fetching throws what calls throw (errors.h), from `begin()` and `++`.
template <class T>
class Pages {
 public:
  /// One page, and whether there is more behind it.
  struct Page {
    std::vector<T> entries;
    bool has_next = false;
  };

  /// Gives the page of that number, from 0, which begins behind `last` (nullptr for page 0).
  using Fetch = std::function<Page(std::size_t number, const T* last)>;
  using Count = std::function<std::size_t()>;
  /// Gives the page of that number, from 0, where each has `size` entries.
  using Single = std::function<Page(std::size_t number, std::size_t size)>;

  Pages(Fetch fetch, Count count, Single single)
      : fetch_(std::move(fetch)), count_(std::move(count)), single_(std::move(single)) {}

  class Iterator {
   public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;

    Iterator() = default;

    const T& operator*() const { return page_->entries[at_]; }

    const T* operator->() const { return &page_->entries[at_]; }

    Iterator& operator++() {
      if (++at_ < page_->entries.size()) return *this;
      if (page_->has_next) {
        const T last = std::move(page_->entries.back());
        turn(&last);
      } else {
        page_.reset();
      }
      return *this;
    }

    void operator++(int) { ++*this; }

    bool operator==(std::default_sentinel_t) const { return !page_; }

   private:
    friend class Pages;

    explicit Iterator(const Fetch* fetch) : fetch_(fetch) { turn(nullptr); }

    void turn(const T* last) {
      page_ = (*fetch_)(number_++, last);
      at_ = 0;
      if (page_->entries.empty()) page_.reset();
    }

    const Fetch* fetch_ = nullptr;
    std::size_t number_ = 0;
    std::optional<Page> page_;  // nothing: at the end
    std::size_t at_ = 0;
  };

  /// The range must outlive its iterators.
  [[nodiscard]] Iterator begin() const { return Iterator(&fetch_); }

  [[nodiscard]] std::default_sentinel_t end() const { return {}; }

  /// How many there are now; asks the server.
  [[nodiscard]] std::size_t count() const { return count_(); }

  /// One page, from 0, of up to 1,000 entries, apart from any walk.
  [[nodiscard]] std::vector<T> page(std::size_t number, std::size_t size = 100) const {
    return single_(number, size).entries;
  }

  /// All of them.
  [[nodiscard]] std::vector<T> all() const {
    std::vector<T> entries;
    for (const auto& entry : *this) entries.push_back(entry);
    return entries;
  }

 private:
  Fetch fetch_;
  Count count_;
  Single single_;
};

}  // namespace allot::inline v1
