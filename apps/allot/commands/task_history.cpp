#include <fmt/format.h>

#include "allot/output_file.h"
#include "commands/find.h"
#include "commands/texts.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct History {
  Named task;
  std::string format = "csv";
  std::filesystem::path to;  // "" or "-": the standard output
};

void tell(Console& console, const std::string& file, std::uint64_t bytes) {
  console.end_status();
  console.id(file, fmt::format("{}: {}", file, bytes_text(static_cast<double>(bytes))));
  console.json(fmt::format(R"({{"file":{},"bytes":{}}})", json_quoted(file), bytes));
}

void take_out(Console& console, const Client& client, const History& input) {
  const auto task = find_task(client, input.task.project, input.task.name);
  if (input.to.empty() || input.to == "-") {
    return task.export_history(input.format, [&](std::string_view piece) { console.bytes(piece); });
  }
  OutputFile out(input.to);
  task.export_history(input.format, [&](std::string_view piece) {
    out.add(piece);
    console.status(bytes_text(static_cast<double>(out.size())));
  });
  out.keep();
  tell(console, input.to.string(), out.size());
}

}  // namespace

void add_task_history(Verbs& verbs) {
  const auto take_history = [](Words& words, History& input) {
    words.needs_named("TASK", input.task)
        .takes_one_of("--format", input.format, {"csv", "ndjson"}, "The format (default: csv)")
        .takes("--output,-o", input.to, "The file (default: the standard output)");
  };
  verbs.add<History>(
      "history", "Write what became of its items: moves, statuses", take_history, take_out
  );
}

}  // namespace allot::cli
