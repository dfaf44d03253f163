#include "auth/signing_keys.h"

#include <fmt/format.h>

#include <charconv>
#include <span>

#include "auth/private_file.h"
#include "base/text.h"

namespace allot {

namespace {

constexpr std::string_view first_line = "allot signing keys 1";
constexpr std::size_t id_bytes = 8;

std::string hex_of(std::span<const std::uint8_t> bytes) {
  return to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

SigningKey new_key(Random& random) {
  std::array<std::uint8_t, id_bytes> id{};
  random.fill(id);
  SigningKey key{.id = hex_of(id)};
  random.fill(key.secret);
  return key;
}

/// "allot signing keys 1", then a line `current <id> <64 hex digits>`, then maybe one `previous …`.
std::string render(const SigningKeySet& keys) {
  auto text =
      fmt::format("{}\ncurrent {} {}\n", first_line, keys.current.id, hex_of(keys.current.secret));
  if (keys.previous)
    text += fmt::format("previous {} {}\n", keys.previous->id, hex_of(keys.previous->secret));
  return text;
}

/// Lower-case hex digits, twice as many as there are bytes.
bool read_hex(std::string_view text, std::span<std::uint8_t> bytes) {
  if (text.size() != bytes.size() * 2) return false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char* const digits = text.data() + i * 2;
    const auto [end, error] = std::from_chars(digits, digits + 2, bytes[i], 16);
    if (error != std::errc{} || end != digits + 2) return false;
  }
  return hex_of(bytes) == text;
}

std::optional<SigningKey> read_key(std::string_view line, std::string_view word) {
  const auto pieces = split(line, ' ');
  if (pieces.size() != 3 || pieces[0] != word) return std::nullopt;
  SigningKey key{.id = pieces[1]};
  std::array<std::uint8_t, id_bytes> id{};
  if (!read_hex(pieces[1], id) || !read_hex(pieces[2], key.secret)) return std::nullopt;
  return key;
}

std::optional<SigningKeySet> parse(std::string_view text) {
  auto lines = split(text, '\n');
  // The last line ends too, so that a cut file shows.
  if (lines.size() < 3 || !lines.back().empty() || lines[0] != first_line) return std::nullopt;
  lines.pop_back();
  if (lines.size() > 3) return std::nullopt;
  auto current = read_key(lines[1], "current");
  if (!current) return std::nullopt;
  SigningKeySet keys{.current = std::move(*current), .previous = std::nullopt};
  if (lines.size() == 3) {
    keys.previous = read_key(lines[2], "previous");
    if (!keys.previous || keys.previous->id == keys.current.id) return std::nullopt;
  }
  return keys;
}

}  // namespace

const SigningKey* SigningKeySet::find(std::string_view id) const {
  if (current.id == id) return &current;
  if (previous && previous->id == id) return &*previous;
  return nullptr;
}

SigningKeys::SigningKeys(std::filesystem::path file, SigningKeySet keys)
    : file_(std::move(file)), keys_(std::make_shared<const SigningKeySet>(std::move(keys))) {}

Result<std::unique_ptr<SigningKeys>> SigningKeys::open(
    const std::filesystem::path& file, Random& random
) {
  auto text = TRY(read_private_file(file));
  if (!text) {
    create_private_file(
        file, render({.current = new_key(random), .previous = std::nullopt}), random
    );
    // Read back: another process may have been first, and then its keys are the ones.
    text = TRY(read_private_file(file));
    CHECK(text.has_value());
  }
  auto keys = parse(*text);
  if (!keys) {
    return fail(
        ErrorCode::invalid,
        fmt::format(
            "The key file {} is damaged: restore it from a backup, or remove it so that a new one "
            "is made and everybody signs in again.",
            file.string()
        )
    );
  }
  return std::unique_ptr<SigningKeys>(new SigningKeys(file, std::move(*keys)));
}

std::unique_ptr<SigningKeys> SigningKeys::in_memory(Random& random) {
  return std::unique_ptr<SigningKeys>(
      new SigningKeys({}, {.current = new_key(random), .previous = std::nullopt})
  );
}

void SigningKeys::rotate(Random& random) {
  // Readers go on during the wait for the disk; a second rotation waits.
  const std::scoped_lock one_rotation(rotating_);
  auto next = std::make_shared<const SigningKeySet>(
      SigningKeySet{.current = new_key(random), .previous = keys()->current}
  );
  if (!file_.empty()) replace_private_file(file_, render(*next), random);
  const std::scoped_lock lock(mutex_);
  keys_ = std::move(next);
}

std::shared_ptr<const SigningKeySet> SigningKeys::keys() const {
  const std::scoped_lock lock(mutex_);
  return keys_;
}

}  // namespace allot
