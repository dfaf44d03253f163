#include "commands/transfer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "commands/letters.h"
#include "commands/texts.h"

namespace allot::cli {

void Transfer::begin(const std::string& name) {
  name_ = name;
}

void Transfer::moved(std::uint64_t bytes_of_this) {
  const auto now = std::chrono::steady_clock::now();
  if (now - drawn_ < std::chrono::milliseconds(100)) return;
  drawn_ = now;
  draw(bytes_ + bytes_of_this);
}

void Transfer::done(std::uint64_t bytes, const std::string& id, const std::string& json) {
  ++at_;
  bytes_ += bytes;
  moved(0);
  if (console_.is_quiet()) console_.id(id, {});
  if (console_.is_json()) done_.push_back(json);
}

void Transfer::skipped() {
  ++at_;
  ++skipped_;
  moved(0);
}

void Transfer::failed(const std::string& name, const std::string& why) {
  ++at_;
  failed_.push_back(fmt::format(R"({{"path":{},"error":{}}})", json_quoted(name), json_quoted(why))
  );
  console_.complain(fmt::format("{}: {}", name, why));
}

bool Transfer::finish(std::string_view verb) {
  console_.line(fmt::format(
      "{} {} ({}), {} there already, {} failed",
      counted(at_ - skipped_ - failed_.size(), "file"),
      verb,
      bytes_text(static_cast<double>(bytes_)),
      skipped_,
      failed_.size()
  ));
  console_.json(fmt::format(
      R"({{"{}":[{}],"skipped":{},"failed":[{}]}})",
      verb,
      fmt::join(done_, ",\n "),
      skipped_,
      fmt::join(failed_, ",\n ")
  ));
  return failed_.empty();
}

void Transfer::draw(std::uint64_t bytes) {
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun_;
  console_.status(fmt::format(
      "{}  {}/{}  {}/s  {}",
      console_.bar(at_, files_, 24),
      at_,
      files_,
      bytes_text(static_cast<double>(bytes) / std::max(taken.count(), 0.001)),
      end_of(name_, console_.width() > 70 ? console_.width() - 60 : 10)
  ));
}

}  // namespace allot::cli
