#pragma once

#include <stdlib.h>

#include <filesystem>

namespace allot::sqlite {

/// An empty folder of a test's own.
class TestFolder {
 public:
  TestFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "allot-sqlite-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }

  ~TestFolder() { std::filesystem::remove_all(path); }

  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  std::filesystem::path path;
};

}  // namespace allot::sqlite
