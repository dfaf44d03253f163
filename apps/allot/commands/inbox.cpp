#include <fmt/format.h>

#include <algorithm>

#include "commands/letters.h"
#include "commands/table.h"
#include "commands/times.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

constexpr int lines_most = 1000;

struct Reading {
  bool all = false;
  bool read = false;
  int count = 50;
};

/// "due soon"
std::string kind_for_people(const InboxLine& line) {
  auto text = line.kind.text();
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string text_of(const InboxLine& line) {
  const auto text = without_controls(line.text);
  return line.count > 1 ? fmt::format("{} ({} times)", text, line.count) : text;
}

/// How many there are that are not shown.
void tell_of_rest(Console& console, std::size_t shown, std::size_t total) {
  if (shown >= total) return;
  const auto all = total > lines_most ? "" : fmt::format("; --count {} tells all", total);
  console.note(fmt::format("{} more before them{}.", total - shown, all));
}

void show(Console& console, const Client& client, const Reading& input) {
  const auto inbox = client.inbox.list(!input.all);
  const auto lines = inbox.page(0, static_cast<std::size_t>(input.count));
  std::vector<std::string> texts;
  Table table({"WHEN", "WHAT", "~TEXT"});
  for (const auto& line : lines) {
    table.row({moment_text(line.at), kind_for_people(line), text_of(line)});
    if (console.is_quiet()) console.id(line.id, {});
    texts.push_back(line.raw_json);
  }
  if (lines.empty()) {
    console.line(
        input.all ? "Your inbox is empty." : "Nothing new; --all shows what you have read."
    );
  } else {
    table.print(console);
  }
  console.json_list(texts);
  tell_of_rest(console, lines.size(), lines.empty() ? 0 : inbox.count());
  if (input.read && !lines.empty()) client.inbox.read_up_to(lines.front().id);
}

}  // namespace

void add_inbox(Verbs& top) {
  const auto take_reading = [](Words& words, Reading& input) {
    words.takes("--all,-a", input.all, "What was read before, too")
        .takes("--read,-r", input.read, "Mark what is shown, and what came before it, as read")
        .takes("--count,-c", input.count, 1, lines_most, "So many lines (default: 50)");
  };
  top.add<Reading>("inbox", "What you are told: work, issues, due dates", take_reading, show);
}

}  // namespace allot::cli
