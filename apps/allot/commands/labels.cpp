#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "commands/filters.h"
#include "commands/find.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

namespace fs = std::filesystem;

struct LabelExport {
  Named of;
  std::string format;
  std::vector<std::string> filters;
  fs::path to;  // "": the standard output
};

bool is_archive(const std::string& format) {
  return format == "dataloop" || format == "voc" || format == "yolo";
}

/// A file that has its name once it is whole.
class Draft {
 public:
  explicit Draft(fs::path file) : file_(std::move(file)), draft_(file_.string() + ".part") {
    std::error_code absent;
    fs::remove(draft_, absent);  // a link of that name would lead elsewhere
    out_.open(draft_, std::ios::binary | std::ios::trunc);
    require_written();
  }

  ~Draft() {
    if (is_kept_) return;
    out_.close();
    std::error_code ignored;
    fs::remove(draft_, ignored);
  }

  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  void add(std::string_view bytes) {
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    require_written();
  }

  void keep() {
    out_.close();
    require_written();
    fs::rename(draft_, file_);
    is_kept_ = true;
  }

 private:
  void require_written() const {
    if (!out_) throw std::runtime_error("The file " + file_.string() + " cannot be written.");
  }

  const fs::path file_;
  const fs::path draft_;
  std::ofstream out_;
  bool is_kept_ = false;
};

template <class Noun>
void take_out(Console& console, const Noun& noun, const LabelExport& input) {
  const auto filters = input.filters.empty() ? std::optional<Filters>{}
                                             : std::optional(parse_filters(input.filters));
  if (input.to.empty()) {
    if (is_archive(input.format) && console.style().is_terminal) {
      throw UsageError(fmt::format(
          "`{}` is a zip archive, nothing for a terminal: name a file with --output.", input.format
      ));
    }
    return noun.export_as(
        input.format, [&](std::string_view piece) { console.bytes(piece); }, filters
    );
  }
  Draft draft(input.to);
  std::uint64_t written = 0;
  const auto take = [&](std::string_view piece) {
    draft.add(piece);
    written += piece.size();
    console.status(fmt::format("{} bytes", written));
  };
  noun.export_as(input.format, take, filters);
  draft.keep();
  console.end_status();
  console.id(input.to.string(), fmt::format("{}: {} bytes", input.to.string(), written));
}

template <class Find>
void add(Verbs& verbs, const std::string& noun, Find find) {
  const auto take = [noun](Words& words, LabelExport& input) {
    words.needs_named(noun, input.of)
        .needs_one_of(
            "--format",
            input.format,
            {"coco", "csv", "dataloop", "ndjson", "voc", "yolo"},
            "The format"
        )
        .takes_filters(input.filters)
        .takes("--output,-o", input.to, "The file (default: the standard output)");
  };
  const auto run = [find](Console& console, const Client& client, const LabelExport& input) {
    take_out(console, find(client, input.of.project, input.of.name), input);
  };
  verbs.add<LabelExport>("export", "Write its labels in a format that others read", take, run);
}

}  // namespace

void add_dataset_export(Verbs& verbs) {
  add(verbs, "DATASET", find_dataset);
}

void add_task_export(Verbs& verbs) {
  add(verbs, "TASK", find_task);
}

void add_assignment_export(Verbs& verbs) {
  add(verbs, "ASSIGNMENT", find_assignment);
}

}  // namespace allot::cli
