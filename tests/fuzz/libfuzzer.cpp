// The program of one target, named by the macro TARGET. With `--seeds FOLDER` it writes the inputs
// from which a search begins, and ends.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/log.h"
#include "fuzz/targets.h"

namespace {

using namespace allot;

constexpr std::string_view name_of_target() {
#define TEXT_OF(word) #word
#define TEXT(word) TEXT_OF(word)
  return TEXT(TARGET);
}

void write_seeds(const std::filesystem::path& folder) {
  std::vector<std::string> seeds;
  if (name_of_target() == "routes") seeds = fuzz::seeds_of_routes();
  if (name_of_target() == "tokens") seeds = fuzz::seeds_of_tokens();
  std::filesystem::create_directories(folder);
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    std::ofstream(folder / std::to_string(i), std::ios::binary) << seeds[i];
  }
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** words) {
  set_log_level(LogLevel::error);
  if (*count == 3 && std::string_view((*words)[1]) == "--seeds") {
    write_seeds((*words)[2]);
    std::exit(0);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::TARGET({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
