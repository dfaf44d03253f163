#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/id.h"

namespace allot {

/// Appends `text` as a JSON string. Bytes that are no UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

/// Writes JSON text from front to back: `JsonWriter w; w.object([&] { w.member("id", task.id); …
/// });` Commas are its work; the order is the caller's. One thread.
class JsonWriter {
 public:
  template <class Fill>
  JsonWriter& object(Fill&& fill) {
    return nested('{', '}', fill);
  }

  template <class Fill>
  JsonWriter& array(Fill&& fill) {
    return nested('[', ']', fill);
  }

  /// Names the next value.
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);

  JsonWriter& value(const char* text) { return value(std::string_view(text)); }

  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }

  template <class Tag>
  JsonWriter& value(const Id<Tag>& id) {
    return value(std::string_view(id.text));
  }

  JsonWriter& value(bool truth);

  template <std::integral Number>
    requires(!std::same_as<Number, bool>)
  JsonWriter& value(Number number) {
    return raw(std::to_string(number));
  }

  /// Shortest text that reads back as the same double; `null` for what is not finite.
  JsonWriter& value(double number);
  JsonWriter& null();
  /// Valid JSON text, as it stands.
  JsonWriter& raw(std::string_view json);

  template <class T>
  JsonWriter& member(std::string_view name, const T& content) {
    return key(name).value(content);
  }

  JsonWriter& member_raw(std::string_view name, std::string_view json) {
    return key(name).raw(json);
  }

  /// Left out when the text is empty.
  JsonWriter& member_if(std::string_view name, std::string_view text);
  JsonWriter& member_raw_if(std::string_view name, std::string_view json);
  /// "2026-12-24T09:30:00.000Z"
  JsonWriter& member_iso(std::string_view name, Time time);
  JsonWriter& member_ms(std::string_view name, Time time);

  template <class Fill>
  JsonWriter& member_object(std::string_view name, Fill&& fill) {
    key(name);
    return object(fill);
  }

  template <class Fill>
  JsonWriter& member_array(std::string_view name, Fill&& fill) {
    key(name);
    return array(fill);
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

  [[nodiscard]] const std::string& text() const { return out_; }

 private:
  void separate();

  template <class Fill>
  JsonWriter& nested(char open, char close, Fill& fill) {
    separate();
    out_ += open;
    fresh_ = true;
    fill();
    out_ += close;
    fresh_ = false;
    return *this;
  }

  std::string out_;
  bool fresh_ = true;  // nothing yet at this level, or a key was just written
};

}  // namespace allot
