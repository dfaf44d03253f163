#include "http/repeats.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <iterator>
#include <random>

namespace allot::http {

namespace {

constexpr std::size_t callers_max = 100'000;
constexpr std::size_t runs_max = 8;  // of one caller

/// A multipart body as a text: equal for equal parts, otherwise not; files by their hash.
std::string text_of(const std::vector<Part>& parts) {
  std::string text;
  for (const auto& part : parts) {
    const auto& content = part.file ? part.file->sha256() : part.bytes;
    for (const std::string_view piece : std::initializer_list<std::string_view>{
             part.name, part.filename, part.content_type, content
         }) {
      text += fmt::format("{}:{}", piece.size(), piece);
    }
    text += part.file ? 'f' : 'b';
  }
  return text;
}

std::string hash_of(std::string_view bytes) {
  const auto hash = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

/// Of a big body, which is a file, by the hash that was made as it came.
std::string hash_of_body(const Request& request) {
  if (!request.parts.empty()) return hash_of(text_of(request.parts));
  const auto& sha256 = request.body.sha256();
  return sha256.empty() ? hash_of(request.body) : sha256;
}

std::pair<std::uint64_t, std::uint64_t> numbers_of(std::string_view fingerprint) {
  const auto hash = XXH3_128bits(fingerprint.data(), fingerprint.size());
  return {hash.high64, hash.low64};
}

}  // namespace

std::string fingerprint_of(const Request& request) {
  const auto& head = request.head;
  return fmt::format("{} {} {}", name_of(head.method), head.target, hash_of_body(request));
}

bool is_later_run(std::string_view run, std::string_view other) {
  const auto dash = run.find('-');
  // Numbers of one process, all as long.
  return dash != std::string_view::npos && run.size() == other.size() &&
         run.substr(0, dash) == other.substr(0, dash) && run > other;
}

Repeats::Repeats() : process_(fmt::format("{:08x}", std::random_device{}())) {}

bool Repeats::is_new(const UserId& caller) {
  const std::scoped_lock lock(mutex_);
  return !latest_.contains(caller.text);
}

void Repeats::note(Request& request, std::uint64_t arrival, const std::optional<NotedRun>& before) {
  const auto fingerprint = numbers_of(request.fingerprint);
  const auto& caller = request.caller.user;
  const std::scoped_lock lock(mutex_);
  if (latest_.size() > callers_max) latest_.clear();
  const auto [entry, is_new] = latest_.try_emplace(caller.text);
  auto& runs = entry->second;
  if (is_new && before) {
    runs.push_back(std::make_shared<Run>(
        Run{.fingerprint = numbers_of(before->fingerprint), .earlier = before->name}
    ));
  }
  for (const auto& run : runs) {
    if (run->whole >= arrival || run->fingerprint == fingerprint) continue;
    if (run->followed == Run::never) add_followed(caller, *run);
    run->followed = std::min(run->followed, arrival);
  }
  const auto present = std::ranges::find_if(runs, [&](const auto& run) {
    return run->fingerprint == fingerprint && run->followed > arrival;
  });
  request.caller.may_be_repeat = is_new || present != runs.end();
  if (present != runs.end()) {
    request.run = *present;
  } else {
    if (runs.size() >= runs_max) {
      runs.erase(std::ranges::min_element(runs, {}, [](const auto& run) { return run->followed; }));
    }
    request.run =
        runs.emplace_back(std::make_shared<Run>(Run{.fingerprint = fingerprint, .earlier = {}}));
  }
  if (request.run->first == 0) request.run->first = arrival;
  request.run->whole = ++arrivals_;
}

std::string Repeats::run_of(const Request& request) const {
  return name_of(*request.run);
}

const std::string& Repeats::earlier_run_of(const Request& request) {
  return request.run->earlier;
}

void Repeats::has_note(const Request& request) {
  const std::scoped_lock lock(mutex_);
  auto& run = *request.run;
  run.is_noted = true;
  if (run.followed != Run::never) add_followed(request.caller.user, run);
}

std::vector<FollowedRun> Repeats::take_followed() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(followed_, {});
}

void Repeats::give_back(std::vector<FollowedRun> runs) {
  const std::scoped_lock lock(mutex_);
  followed_.insert(
      followed_.end(), std::make_move_iterator(runs.begin()), std::make_move_iterator(runs.end())
  );
}

std::string Repeats::name_of(const Run& run) const {
  return fmt::format("{}-{:020}", process_, run.first);
}

void Repeats::add_followed(const UserId& caller, const Run& run) {
  if (run.is_noted) followed_.push_back({caller, name_of(run)});
  if (!run.earlier.empty()) followed_.push_back({caller, run.earlier});
}

}  // namespace allot::http
