#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/request.h"
#include "store/files.h"

namespace allot::http {

/// The value of a parameter of a header, unquoted: `boundary` of `multipart/form-data;
/// boundary="x"`. Names are compared without regard to case; `name*=UTF-8''…` wins over `name=`.
/// nullopt when absent or broken.
[[nodiscard]] std::optional<std::string> header_parameter(
    std::string_view header, std::string_view name
);

/// The boundary of a `multipart/form-data` content type. Errors: invalid (no such type, no
/// boundary, one of no legal length).
[[nodiscard]] Result<std::string> multipart_boundary(std::string_view content_type);

/// What a part says of itself.
struct PartHead {
  std::string name;
  std::optional<std::string> filename;  // given for files, maybe empty
  bool filename_is_exact = false;       // given as `filename*`: what else is encoded in it is meant
  std::string content_type;
};

/// Takes a multipart/form-data body apart as it arrives, in pieces of any size. Keeps no more than
/// a boundary's length (or a part's header) of bytes. Source: RFC 7578, RFC 2046 §5.1.1.
class MultipartParser {
 public:
  /// Hears of the parts in their order: begin, bytes (any number of times), end.
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual Result<Done> begin_part(PartHead head) = 0;
    virtual Result<Done> part_bytes(std::string_view bytes) = 0;
    virtual Result<Done> end_part() = 0;
  };

  static constexpr std::size_t header_bytes_max = 16 * 1024;  // of one part
  static constexpr std::size_t parts_max = 1000;

  /// `listener` must outlive this.
  MultipartParser(const std::string& boundary, Listener& listener);

  /// Errors: invalid (broken part headers, limits), and those of the listener; after one, push no
  /// more.
  [[nodiscard]] Result<Done> push(std::string_view bytes);

  /// Call it after the last byte. Errors: invalid (the final boundary is missing: the body was cut
  /// off).
  [[nodiscard]] Result<Done> finish() const;

 private:
  enum class State { preamble, after_boundary, header, content, epilogue };

  Result<bool> step(std::string_view& rest);
  Result<bool> find_first_boundary(std::string_view& rest);
  Result<bool> read_after_boundary(std::string_view& rest);
  Result<bool> read_header(std::string_view& rest);
  Result<bool> read_content(std::string_view& rest);

  const std::string delimiter_;  // CR LF -- boundary
  Listener& listener_;
  State state_ = State::preamble;
  std::string held_;  // bytes that cannot be understood before more have come
  std::size_t parts_ = 0;
};

/// The parts of an upload: fields stay in memory, files (parts with a file name) go to the spool as
/// they arrive. Dropped before `finish`, nothing remains. For one thread at a time.
class UploadBody final : private MultipartParser::Listener {
 public:
  /// `field_bytes_max` bounds the fields together. `files` must outlive this.
  UploadBody(FileStore& files, const std::string& boundary, std::uint64_t field_bytes_max);

  UploadBody(const UploadBody&) = delete;
  UploadBody& operator=(const UploadBody&) = delete;

  /// Errors: invalid (also a field that is not UTF-8), too_large (fields). Throws StoreFailure
  /// (disk full).
  [[nodiscard]] Result<Done> push(std::string_view bytes) { return parser_.push(bytes); }

  /// Bytes of fields so far: what it keeps in memory.
  [[nodiscard]] std::uint64_t field_bytes() const { return field_bytes_; }

  /// The parts in their order. Errors: invalid (cut off). Throws StoreFailure.
  [[nodiscard]] Result<std::vector<Part>> finish();

 private:
  Result<Done> begin_part(PartHead head) override;
  Result<Done> part_bytes(std::string_view bytes) override;
  Result<Done> end_part() override;

  FileStore& files_;
  const std::uint64_t field_bytes_max_;
  std::uint64_t field_bytes_ = 0;
  std::vector<Part> parts_;
  std::unique_ptr<SpoolWriter> writer_;  // of the file that is arriving
  MultipartParser parser_;
};

}  // namespace allot::http
