#include "http/repeats.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
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

std::string Repeats::name_of(const Run& run) const {
  return fmt::format("{}-{:020}", process_, run.first);
}

void Repeats::note(Request& request, std::uint64_t arrival) {
  const auto hash = XXH3_128bits(request.fingerprint.data(), request.fingerprint.size());
  const std::pair fingerprint(hash.high64, hash.low64);
  const std::scoped_lock lock(mutex_);
  if (latest_.size() > callers_max) latest_.clear();
  const auto [entry, is_new] = latest_.try_emplace(request.caller.user.text);
  auto& runs = entry->second;
  for (auto& run : runs) {
    if (run.whole < arrival && run.fingerprint != fingerprint) {
      run.followed = std::min(run.followed, arrival);
    }
  }
  auto run = std::ranges::find_if(runs, [&](const Run& one) {
    return one.fingerprint == fingerprint && one.followed > arrival;
  });
  request.caller.may_be_repeat = is_new || run != runs.end();
  if (run == runs.end()) {
    if (runs.size() >= runs_max) runs.erase(std::ranges::min_element(runs, {}, &Run::followed));
    runs.push_back({.fingerprint = fingerprint, .first = arrival, .may_go_on = is_new});
    run = std::prev(runs.end());
  }
  run->whole = ++arrivals_;
  request.run = name_of(*run);
  request.may_go_on = run->may_go_on;
}

}  // namespace allot::http
