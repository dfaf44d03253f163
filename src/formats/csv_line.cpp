#include "formats/csv_line.h"

namespace allot::formats {

namespace {

void append_field(std::string& out, std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += field;
    return;
  }
  out += '"';
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

void append_csv_line(std::string& out, std::initializer_list<std::string_view> fields) {
  bool is_first = true;
  for (const auto field : fields) {
    if (!is_first) out += ',';
    is_first = false;
    append_field(out, field);
  }
  out += '\n';
}

}  // namespace allot::formats
