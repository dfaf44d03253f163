#include "http/long_text.h"

#include <fstream>
#include <utility>

#include "store/fault.h"

namespace allot::http {

namespace {

constexpr std::size_t bytes_in_memory_max = 4u << 20;

}  // namespace

void LongText::add(std::string_view text) {
  if (spool_) return spool_->append(text);
  text_ += text;
  if (text_.size() <= bytes_in_memory_max) return;
  spool_ = files_.spool();
  spool_->append(text_);
  text_ = {};
}

Response LongText::json_response() && {
  if (!spool_) return http::json_response(std::move(text_));
  auto file = std::make_shared<const SpooledFile>(spool_->finish());
  auto response = http::json_response({});
  response.body = FileRange{.path = file->path(), .length = file->size(), .spooled = file};
  return response;
}

std::optional<std::string> text_of(const Response& response, std::size_t bytes_max) {
  if (const auto* text = std::get_if<std::string>(&response.body)) {
    return text->size() <= bytes_max ? std::optional(*text) : std::nullopt;
  }
  const auto* file = std::get_if<FileRange>(&response.body);
  if (file == nullptr || !file->spooled || file->length > bytes_max) return std::nullopt;
  std::string text(file->length, '\0');
  std::ifstream in(file->path, std::ios::binary);
  if (!in.read(text.data(), static_cast<std::streamsize>(text.size()))) {
    throw StoreFailure("The spool file " + file->path.string() + " cannot be read.");
  }
  return text;
}

void LongArray::add(std::string_view json) {
  text_.add(is_empty_ ? "[" : ",");
  text_.add(json);
  is_empty_ = false;
}

Response LongArray::json_response() && {
  text_.add(is_empty_ ? "[]" : "]");
  return std::move(text_).json_response();
}

}  // namespace allot::http
