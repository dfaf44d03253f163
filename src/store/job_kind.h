#pragma once

#include <source_location>
#include <string>
#include <string_view>

namespace allot {

/// What a job on the writer is for: the name under which its time and its work are told. A verb has
/// a file of its own, so by default it is the file that asks for the change,
/// "assignments/set_status"; a file with several names them. Refers to its text, which must live as
/// long as the program.
class JobKind {
 public:
  constexpr JobKind(const char* name) : text_(name) {}

  constexpr JobKind(std::source_location place) : text_(place.file_name()) {}

  /// The same pointer names the same kind; another one may, too.
  [[nodiscard]] constexpr const char* text() const { return text_; }

  /// The last two parts of the path, without what comes after the dot.
  [[nodiscard]] std::string name() const {
    std::string_view path = text_;
    path = path.substr(0, path.rfind('.'));
    const auto file = path.rfind('/');
    const auto folder = file == 0 || file == std::string_view::npos ? std::string_view::npos
                                                                    : path.rfind('/', file - 1);
    return std::string(folder == std::string_view::npos ? path : path.substr(folder + 1));
  }

 private:
  const char* text_;
};

}  // namespace allot
