#include "formats/pixel_rows.h"

#include <png.h>

#include <csetjmp>
#include <cstring>
#include <utility>

namespace allot::formats {

namespace {

int digit_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

}  // namespace

/// The library leaves a call that fails by longjmp, past no object of ours: `read_head` and
/// `read_row` make none.
class PixelRows::Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {
    png_ = ::png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, &fail, &pass_over);
    if (png_ != nullptr) info_ = ::png_create_info_struct(png_);
  }

  ~Reader() { ::png_destroy_read_struct(&png_, &info_, nullptr); }

  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// Everything before the pixels. False: it cannot be read.
  bool read_head() {
    if (png_ == nullptr || info_ == nullptr) return false;
    if (setjmp(png_jmpbuf(png_)) != 0) return false;
    ::png_set_read_fn(png_, this, &give);
    ::png_set_crc_action(png_, PNG_CRC_DEFAULT, PNG_CRC_WARN_DISCARD);
    ::png_read_info(png_, info_);
    ::png_set_expand(png_);
    ::png_set_strip_16(png_);
    ::png_read_update_info(png_, info_);
    return true;
  }

  /// Into `row_bytes()` bytes.
  bool read_row(unsigned char* row) {
    if (setjmp(png_jmpbuf(png_)) != 0) return false;
    ::png_read_row(png_, row, nullptr);
    return true;
  }

  [[nodiscard]] std::uint32_t width() const { return ::png_get_image_width(png_, info_); }

  [[nodiscard]] std::uint32_t height() const { return ::png_get_image_height(png_, info_); }

  [[nodiscard]] std::size_t channels() const { return ::png_get_channels(png_, info_); }

  [[nodiscard]] std::size_t row_bytes() const { return ::png_get_rowbytes(png_, info_); }

  [[nodiscard]] bool is_interlaced() const {
    return ::png_get_interlace_type(png_, info_) != PNG_INTERLACE_NONE;
  }

 private:
  static void give(png_structp png, png_bytep into, std::size_t count) {
    auto& self = *static_cast<Reader*>(::png_get_io_ptr(png));
    if (self.rest_.size() < count) ::png_error(png, "it ends early");
    std::memcpy(into, self.rest_.data(), count);
    self.rest_.remove_prefix(count);
  }

  [[noreturn]] static void fail(png_structp png, png_const_charp) { ::png_longjmp(png, 1); }

  static void pass_over(png_structp, png_const_charp) {}

  std::string_view rest_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
};

PixelRows::PixelRows(std::string png)
    : bytes_(std::move(png)), reader_(std::make_unique<Reader>(bytes_)) {}

PixelRows::~PixelRows() = default;

bool PixelRows::open(MaskBudget& budget) {
  if (!reader_->read_head() || reader_->is_interlaced()) return false;
  const auto pixels = std::uint64_t{width()} * height();
  if (pixels > mask_pixels_max) {
    budget.refusal = "the mask has too many pixels";
    return false;
  }
  if (!budget.take(&MaskBudget::pixels, pixels)) return false;
  channels_ = reader_->channels();
  row_.resize(reader_->row_bytes());
  return true;
}

std::uint32_t PixelRows::width() const {
  return reader_->width();
}

std::uint32_t PixelRows::height() const {
  return reader_->height();
}

bool PixelRows::next() {
  return reader_->read_row(row_.data());
}

std::optional<std::string> png_in(std::string_view data_url) {
  const auto comma = data_url.find(',');
  if (!data_url.starts_with("data:image/png") || comma == std::string_view::npos) {
    return std::nullopt;
  }
  return base64_bytes(data_url.substr(comma + 1));
}

std::optional<std::string> base64_bytes(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    if (c == '\n' || c == '\r') continue;
    const int digit = digit_of(c);
    if (digit < 0) return std::nullopt;
    held = held << 6 | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(held >> bits & 0xff);
  }
  return bytes;
}

}  // namespace allot::formats
