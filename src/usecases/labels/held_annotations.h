#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "domain/entities.h"
#include "store/files.h"

namespace allot {

/// Annotations of one item as they were at one moment, read in one go and shown later, one by one.
/// The first so many bytes of them are kept in memory, the rest in the spool. Movable; one thread
/// at a time.
class HeldAnnotations {
 public:
  HeldAnnotations(FileStore& files, std::size_t bytes_max);
  HeldAnnotations(HeldAnnotations&&) noexcept;
  HeldAnnotations& operator=(HeldAnnotations&&) noexcept;
  ~HeldAnnotations();

  /// Before the first `next`. Throws StoreFailure (disk full).
  void add(const Annotation& annotation);

  /// In the order in which they were added; nullopt at the end. Throws StoreFailure.
  [[nodiscard]] std::optional<Annotation> next();

  /// That are in memory, about.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  class Spool;

  FileStore* files_;
  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::deque<Annotation> first_;
  std::unique_ptr<Spool> rest_;  // once there is too much for memory
};

}  // namespace allot
