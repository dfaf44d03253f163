#pragma once

#include <memory>
#include <utility>

namespace allot {

/// A value that may be absent, never changes, and is shared by its copies: for what is large beside
/// what holds it. Compared by content.
template <class T>
class SharedValue {
 public:
  SharedValue() = default;

  SharedValue(T value) : value_(std::make_shared<const T>(std::move(value))) {}

  explicit operator bool() const { return value_ != nullptr; }

  const T& operator*() const { return *value_; }

  const T* operator->() const { return value_.get(); }

  bool operator==(const SharedValue& other) const {
    if (value_ == other.value_) return true;
    return value_ && other.value_ && *value_ == *other.value_;
  }

 private:
  std::shared_ptr<const T> value_;
};

}  // namespace allot
