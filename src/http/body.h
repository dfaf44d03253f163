#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "store/files.h"

namespace allot::http {

/// The body of a request: bytes in memory, or a file of the spool that is read through a mapping,
/// so that big ones cost pages the system may take back. Movable; immutable, so threads may share
/// it.
class Body {
 public:
  Body() = default;
  Body(std::string bytes);  // NOLINT: a body is its bytes
  Body(const char* bytes);  // NOLINT
  /// Throws StoreFailure when it cannot be read.
  explicit Body(SpooledFile file);
  Body(Body&& other) noexcept;
  Body& operator=(Body&& other) noexcept;
  ~Body();

  [[nodiscard]] std::string_view view() const;

  operator std::string_view() const { return view(); }  // NOLINT

  [[nodiscard]] std::size_t size() const { return view().size(); }

  /// Of one that is a file; else "".
  [[nodiscard]] const std::string& sha256() const { return file_.sha256(); }

  friend bool operator==(const Body& body, std::string_view bytes) { return body.view() == bytes; }

 private:
  std::string bytes_;
  SpooledFile file_;
  void* mapping_ = nullptr;
};

}  // namespace allot::http
