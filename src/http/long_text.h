#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/response.h"
#include "store/files.h"

namespace allot::http {

/// The text of an answer that may be long: beyond 4 MB it waits in the spool, so that memory does
/// not grow with it; what is shorter can be compressed. One thread.
class LongText {
 public:
  explicit LongText(FileStore& files) : files_(files) {}

  /// Throws StoreFailure (disk full).
  void add(std::string_view text);
  /// The answer; the file goes with the last copy of it.
  [[nodiscard]] Response json_response() &&;

 private:
  FileStore& files_;
  std::string text_;
  std::unique_ptr<SpoolWriter> spool_;  // of what is more
};

/// The text of an answer, from the spool too; nullopt: it is longer, or none. Throws StoreFailure.
[[nodiscard]] std::optional<std::string> text_of(const Response& response, std::size_t bytes_max);

/// A JSON array, an element at a time.
class LongArray {
 public:
  explicit LongArray(FileStore& files) : text_(files) {}

  void add(std::string_view json);
  [[nodiscard]] Response json_response() &&;

 private:
  LongText text_;
  bool is_empty_ = true;
};

}  // namespace allot::http
