#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace allot::inline v1 {

/// Where pieces that come are written. A regular file has its new bytes once all are there: they
/// are written beside it, and what is not kept leaves the file as it was, with its permissions;
/// behind a link of one's own, the file that it names. Into a device or a pipe the bytes go as they
/// come. For one thread at a time. Errors: BadRequest, naming the file (a folder, or one that
/// cannot be written).
class OutputFile {
 public:
  /// `replaced`: a link is what the file takes the place of, wherever it leads. For names that
  /// somebody else chose.
  enum class Links { followed, replaced };

  explicit OutputFile(const std::filesystem::path& file, Links links = Links::followed);
  /// What was not kept goes.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void add(std::string_view bytes);
  /// What was added does not count. False: it is gone already, into a device or a pipe.
  [[nodiscard]] bool begin_anew();
  /// All bytes are there. The last call.
  void keep();

  /// Bytes, since it began.
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  void open_draft();
  void close();

  std::filesystem::path file_;
  std::filesystem::path draft_;  // empty: the bytes go into the file itself
  int out_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace allot::inline v1
