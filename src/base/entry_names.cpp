#include "base/entry_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "base/unicode.h"

namespace allot {

namespace {

constexpr std::size_t part_bytes_max = 255;  // what file systems take

/// What two names have in common that are one on some file system: those of Windows and macOS know
/// no case, the latter one spelling of each character, and Windows no blanks and dots at the end;
/// signs that it has no names with are `_` once they are unpacked. Its slashes are those of the
/// name.
std::string key_anywhere(std::string_view name) {
  std::string key;
  const auto end_part = [&] {
    while (key.ends_with('.') || key.ends_with(' ')) key.pop_back();
  };
  for (const char c : is_utf8(name) ? folded(name) : std::string(name)) {
    if (c == '/') end_part();
    key += std::string_view("\\:*?\"<>|").find(c) == std::string_view::npos ? c : '_';
  }
  end_part();
  return key;
}

std::uint64_t hash_of_key(std::string_view key) {
  return std::hash<std::string_view>{}(key);
}

/// As much of `text` as leaves room for `tail`, by whole characters of UTF-8; and that.
std::string cut(std::string_view text, std::string_view tail) {
  auto length = std::min(text.size(), part_bytes_max - tail.size());
  const auto is_inside = [&] {
    return length < text.size() && (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80;
  };
  while (length > 0 && is_inside()) --length;
  return std::string(text.substr(0, length)).append(tail);
}

}  // namespace

EntryName EntryNames::take(const EntryWish& wish) {
  const auto stem = wish.keeps_extension ? wish.path : without_extension(wish.path);
  std::string plain = fmt::format("{}{}{}", wish.folder, stem, wish.ending);
  if (wish.folder.empty()) plain.erase(0, 1);  // the root
  auto whole = fmt::format("{}{}", wish.folder, wish.path);
  std::ranges::replace(whole, '\\', '_');
  EntryName taken{.name = file_in(folder_of(whole), wish)};
  note(taken.name);
  taken.is_plain = taken.name == plain;
  return taken;
}

/// With a `/` at its end; "" of what is in none.
std::string EntryNames::folder_of(std::string_view path) const {
  std::string folder;
  std::size_t begin = 0;
  for (auto end = path.find('/'); end != std::string_view::npos; end = path.find('/', begin)) {
    const auto wanted = path.substr(begin, end - begin);
    begin = end + 1;
    if (wanted.empty()) continue;
    auto part = std::string(wanted);
    for (std::string tail = "~"; files_.contains(hash_of(folder + part)); tail += '~') {
      part = cut(wanted, tail);
    }
    folder += part + "/";
  }
  return folder;
}

std::string EntryNames::file_in(const std::string& folder, const EntryWish& wish) const {
  auto last = std::string(wish.path.substr(wish.path.rfind('/') + 1));
  std::ranges::replace(last, '\\', '_');
  const auto is_good = [&](std::string_view name) {
    const auto hash = hash_of(folder + std::string(name));
    return name.size() <= part_bytes_max && !files_.contains(hash) && !folders_.contains(hash);
  };
  auto name = std::string(wish.keeps_extension ? last : without_extension(last));
  name += wish.ending;
  if (is_good(name)) return folder + name;
  name = last + std::string(wish.ending);
  if (is_good(name)) return folder + name;
  name = cut(last, fmt::format(".{}{}", wish.id, wish.ending));
  for (int n = 2; !is_good(name); ++n) {
    name = cut(last, fmt::format(".{}-{}{}", wish.id, n, wish.ending));
  }
  return folder + name;
}

std::string EntryNames::key_of(std::string_view name) const {
  return equal_ == Equal::anywhere ? key_anywhere(name) : std::string(name);
}

std::uint64_t EntryNames::hash_of(std::string_view name) const {
  return hash_of_key(key_of(name));
}

void EntryNames::note(std::string_view name) {
  const auto key = key_of(name);
  files_.insert(hash_of_key(key));
  for (auto slash = key.find('/'); slash != std::string::npos; slash = key.find('/', slash + 1)) {
    folders_.insert(hash_of_key(std::string_view(key).substr(0, slash)));
  }
}

std::string_view without_extension(std::string_view path) {
  const auto name = path.rfind('/') + 1;
  const auto first = path.find_first_not_of('.', name);
  const auto dot = path.rfind('.');
  const bool has_one =
      dot != std::string_view::npos && first != std::string_view::npos && dot > first;
  return has_one ? path.substr(0, dot) : path;
}

}  // namespace allot
