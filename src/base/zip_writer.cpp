#include "base/zip_writer.h"

#include <archive.h>
#include <archive_entry.h>

#include <clocale>
#include <exception>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace allot {

namespace {

/// Names are marked as UTF-8 where the locale is that, which a service's seldom is. Of this thread,
/// as long as this lives.
class Utf8Locale {
 public:
  Utf8Locale() : before_(::uselocale(utf8())) {}

  ~Utf8Locale() { ::uselocale(before_); }

  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  static locale_t utf8() {
    static const locale_t locale = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return locale;
  }

  const locale_t before_;
};

/// A longer file goes on as it comes, and has its length behind it.
constexpr std::size_t whole_bytes_max = 1u << 20;

std::string_view without_root(std::string_view path) {
  const auto first = path.find_first_not_of('/');
  return first == std::string_view::npos ? std::string_view{} : path.substr(first);
}

}  // namespace

struct ZipWriter::Archive {
  Archive(Sink to, Time time) : sink(std::move(to)), made(time) {
    handle = ::archive_write_new();
    if (handle == nullptr) throw std::bad_alloc();
    check(::archive_write_set_format_zip(handle));
    // Else each file whose length is not known before it would be of the longer form.
    check(::archive_write_set_format_option(handle, "zip", "zip64", nullptr));
    check(::archive_write_set_bytes_per_block(handle, 0));  // as it comes, and without padding
    check(::archive_write_open(handle, this, nullptr, &Archive::take, nullptr));
  }

  ~Archive() { ::archive_write_free(handle); }

  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  /// Exceptions must not pass through the library, which is C; and of an error that it is told of
  /// it leaks memory. So what fails is kept for `check`, and nothing is taken any more.
  static la_ssize_t take(struct archive*, void* self, const void* bytes, std::size_t count) {
    auto& archive = *static_cast<Archive*>(self);
    if (archive.is_closing || archive.is_broken) return static_cast<la_ssize_t>(count);
    try {
      archive.sink({static_cast<const char*>(bytes), count});
    } catch (...) {
      archive.is_broken = true;
      archive.why_broken = std::current_exception();
    }
    return static_cast<la_ssize_t>(count);
  }

  void check(la_ssize_t result) {
    if (why_broken) std::rethrow_exception(std::exchange(why_broken, nullptr));
    if (is_broken) throw std::runtime_error("A zip archive cannot be written: nobody takes it");
    if (result >= ARCHIVE_WARN) return;
    const char* why = ::archive_error_string(handle);
    throw std::runtime_error(
        std::string("A zip archive cannot be written: ") + (why == nullptr ? "" : why)
    );
  }

  void begin(std::string_view path, std::optional<std::size_t> size) {
    const Utf8Locale locale;
    const std::unique_ptr<archive_entry, decltype(&::archive_entry_free)> entry(
        ::archive_entry_new(), &::archive_entry_free
    );
    if (!entry) throw std::bad_alloc();
    ::archive_entry_set_pathname(entry.get(), std::string(without_root(path)).c_str());
    ::archive_entry_set_filetype(entry.get(), AE_IFREG);
    ::archive_entry_set_perm(entry.get(), 0644);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(made).time_since_epoch().count();
    ::archive_entry_set_mtime(entry.get(), static_cast<time_t>(seconds), 0);
    if (size) ::archive_entry_set_size(entry.get(), static_cast<la_int64_t>(*size));
    check(::archive_write_header(handle, entry.get()));
  }

  void add(std::string_view path, std::string_view content) {
    begin(path, content.size());
    write(content);
  }

  void end_begun() {
    if (!begun) return;
    const auto path = *std::exchange(begun, std::nullopt);
    add(path, std::exchange(beginning, {}));
  }

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto taken = ::archive_write_data(handle, bytes.data(), bytes.size());
      check(taken);
      if (taken <= 0) throw std::runtime_error("A zip archive cannot be written.");
      bytes.remove_prefix(static_cast<std::size_t>(taken));
    }
  }

  Sink sink;
  Time made;
  std::optional<std::string> begun;  // the path of the file at hand, while it is short
  std::string beginning;             // what it has so far
  struct archive* handle = nullptr;
  std::exception_ptr why_broken;  // until it is thrown
  bool is_broken = false;
  bool is_closing = false;
};

ZipWriter::ZipWriter(Sink sink, Time made)
    : archive_(std::make_unique<Archive>(std::move(sink), made)) {}

/// What is left unfinished closes itself, and would end up looking whole.
ZipWriter::~ZipWriter() {
  archive_->is_closing = true;
}

void ZipWriter::add(std::string_view path, std::string_view content) {
  archive_->end_begun();
  archive_->add(path, content);
}

void ZipWriter::begin(std::string_view path) {
  archive_->end_begun();
  archive_->begun = path;
}

void ZipWriter::write(std::string_view bytes) {
  if (!archive_->begun) return archive_->write(bytes);
  archive_->beginning += bytes;
  if (archive_->beginning.size() < whole_bytes_max) return;
  archive_->begin(*std::exchange(archive_->begun, std::nullopt), std::nullopt);
  archive_->write(std::exchange(archive_->beginning, {}));
}

void ZipWriter::finish() {
  archive_->end_begun();
  archive_->check(::archive_write_close(archive_->handle));
}

}  // namespace allot
