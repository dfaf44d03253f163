#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace allot {

/// Deflates (RFC 1951, no header) what comes in pieces, by zlib. Holds some 256 KB. One thread at a
/// time; it may be another for each call.
class Deflater {
 public:
  enum class Effort { usual, little };

  explicit Deflater(Effort effort);
  ~Deflater();

  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  /// Puts behind `to` what is ready by now of it and of what came before.
  void put(std::string_view bytes, std::string& to);

  /// Puts the rest behind `to`. The next `put` begins anew.
  void end(std::string& to);

 private:
  struct Stream;
  const std::unique_ptr<Stream> stream_;
};

}  // namespace allot
