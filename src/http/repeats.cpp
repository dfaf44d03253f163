#include "http/repeats.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <random>

namespace allot::http {

namespace {

constexpr std::size_t callers_max = 100'000;
constexpr std::size_t overlapping_max = 100;  // of one caller

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

Repeats::Repeats() : process_(fmt::format("{:08x}", std::random_device{}())) {}

void Repeats::note(Request& request, std::uint64_t arrival, bool leaves_note) {
  const std::scoped_lock lock(mutex_);
  if (latest_.size() > callers_max) latest_.clear();
  const auto [entry, is_new] = latest_.try_emplace(request.caller.user.text);
  auto& runs = entry->second;
  std::erase_if(runs, [&](const Run& run) {
    return run.whole < arrival && run.fingerprint != request.fingerprint;
  });
  auto run = std::ranges::find(runs, request.fingerprint, &Run::fingerprint);
  request.caller.may_be_repeat = is_new || run != runs.end();
  if (run == runs.end()) {
    if (runs.size() >= overlapping_max) runs.erase(runs.begin());
    runs.push_back(
        {.fingerprint = request.fingerprint,
         .name = is_new ? std::string{} : fmt::format("{}-{}", process_, ++runs_)}
    );
    run = std::prev(runs.end());
  }
  run->head = std::max(run->head, arrival);
  run->whole = ++arrivals_;
  run->leaves_note = leaves_note;
  request.run = run->name;
  request.is_overtaken = std::ranges::any_of(runs, [&](const Run& other) {
    return other.leaves_note && other.head > run->head;
  });
}

}  // namespace allot::http
