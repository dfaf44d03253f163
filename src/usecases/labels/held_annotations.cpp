#include "usecases/labels/held_annotations.h"

#include <cstdint>
#include <cstring>
#include <fstream>
#include <tuple>
#include <utility>

#include "store/fault.h"

namespace allot {

namespace {

constexpr std::size_t written_at_once = 64 * 1024;

/// All of it: a member that is added and not named here does not compile.
template <class OfAnnotation>
auto members(OfAnnotation& annotation) {
  auto& [id, dataset, item, item_id, type, label, coordinates, attributes, metadata, label_suggestions, description, source, hash, status, creator, updated_by, issue_by, created_at, updated_at] =
      annotation;
  return std::tie(
      id.text,
      dataset.text,
      item,
      item_id.text,
      type,
      label,
      coordinates,
      attributes,
      metadata,
      label_suggestions,
      description,
      source,
      hash,
      status,
      creator.text,
      updated_by.text,
      issue_by.text,
      created_at,
      updated_at
  );
}

std::size_t bytes_of(const std::string& text) {
  return text.size();
}

template <class Other>
std::size_t bytes_of(const Other&) {
  return 0;
}

std::size_t bytes_of(const Annotation& annotation) {
  const auto sum = [](const auto&... member) { return (bytes_of(member) + ...); };
  return sizeof(Annotation) + std::apply(sum, members(annotation));
}

// Bytes that this process reads again: whatever its order of them is.

void append(std::string& out, std::uint64_t number) {
  char bytes[sizeof number];
  std::memcpy(bytes, &number, sizeof number);
  out.append(bytes, sizeof number);
}

void append(std::string& out, const std::string& text) {
  append(out, std::uint64_t{text.size()});
  out += text;
}

void append(std::string& out, Time time) {
  append(out, static_cast<std::uint64_t>(to_epoch_ms(time)));
}

void read_into(std::istream& in, std::uint64_t& number) {
  char bytes[sizeof number];
  if (!in.read(bytes, sizeof bytes)) {
    throw StoreFailure("The spool file of an export cannot be read.");
  }
  std::memcpy(&number, bytes, sizeof number);
}

std::uint64_t read_number(std::istream& in) {
  std::uint64_t number = 0;
  read_into(in, number);
  return number;
}

void read_into(std::istream& in, Ordinal& ordinal) {
  ordinal = static_cast<Ordinal>(read_number(in));
}

void read_into(std::istream& in, Time& time) {
  time = from_epoch_ms(static_cast<std::int64_t>(read_number(in)));
}

void read_into(std::istream& in, std::string& text) {
  text.resize(read_number(in));
  if (!in.read(text.data(), static_cast<std::streamsize>(text.size()))) {
    throw StoreFailure("The spool file of an export cannot be read.");
  }
}

}  // namespace

class HeldAnnotations::Spool {
 public:
  explicit Spool(FileStore& files) : writer_(files.spool()) {}

  void add(const Annotation& annotation) {
    const auto write = [&](const auto&... member) { (append(waiting_, member), ...); };
    std::apply(write, members(annotation));
    ++left_;
    if (waiting_.size() >= written_at_once) flush();
  }

  std::optional<Annotation> next() {
    if (writer_) open();
    if (left_ == 0) return std::nullopt;
    --left_;
    Annotation annotation;
    const auto read = [&](auto&... member) { (read_into(in_, member), ...); };
    std::apply(read, members(annotation));
    return annotation;
  }

 private:
  void flush() {
    writer_->append(waiting_);
    waiting_.clear();
  }

  void open() {
    flush();
    file_ = std::exchange(writer_, nullptr)->finish();
    in_.open(file_.path(), std::ios::binary);
  }

  std::unique_ptr<SpoolWriter> writer_;  // until all is written
  std::string waiting_;
  std::uint64_t left_ = 0;
  SpooledFile file_;
  std::ifstream in_;
};

HeldAnnotations::HeldAnnotations(FileStore& files, std::size_t bytes_max)
    : files_(&files), bytes_max_(bytes_max) {}

HeldAnnotations::HeldAnnotations(HeldAnnotations&&) noexcept = default;
HeldAnnotations& HeldAnnotations::operator=(HeldAnnotations&&) noexcept = default;
HeldAnnotations::~HeldAnnotations() = default;

void HeldAnnotations::add(const Annotation& annotation) {
  if (!rest_ && bytes_ < bytes_max_) {
    bytes_ += bytes_of(annotation);
    first_.push_back(annotation);
    return;
  }
  if (!rest_) rest_ = std::make_unique<Spool>(*files_);
  rest_->add(annotation);
}

std::optional<Annotation> HeldAnnotations::next() {
  if (first_.empty()) return rest_ ? rest_->next() : std::nullopt;
  auto annotation = std::move(first_.front());
  first_.pop_front();
  return annotation;
}

}  // namespace allot
