#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <csignal>

#include "commands/completion.h"
#include "commands/manual.h"

namespace allot::cli {

namespace {

constexpr unsigned int patience_seconds = 1;

}  // namespace

std::optional<std::string> answer_to_tools(
    const CLI::App& app, const std::vector<std::string>& words
) {
  if (words.size() == 1 && words[0] == "--manual") return manual_page(app);
  if (words.size() < 2 || words[0] != "--complete" || words[1] != "--") return std::nullopt;
  std::signal(SIGALRM, [](int) { ::_exit(0); });
  ::alarm(patience_seconds);
  std::string lines;
  for (const auto& word : complete(app, {words.begin() + 2, words.end()}, names_of_server)) {
    lines += word + "\n";
  }
  ::alarm(0);
  return lines;
}

}  // namespace allot::cli
