#include "http/events_json.h"

#include <fmt/format.h>

#include "json/event_text.h"

namespace allot::http {

namespace {

std::string kind_of(const EventText& text) {
  return text.resource + "." + text.action;
}

void write_or_null(JsonWriter& json, std::string_view name, const std::string& text) {
  json.key(name);
  text.empty() ? json.null() : json.value(text);
}

void write_data(JsonWriter& json, const Event& event, const EventText& text) {
  json.object([&] {
    json.member_ms("at", event.at);
    json.member("resource", text.resource);
    json.member("action", text.action);
    json.member("id", text.id);
    write_or_null(json, "project", event.project.text);
    json.member_if("task", event.task.text);
    write_or_null(json, "actor", event.actor.text);
    json.member_raw("detail", text.detail);
  });
}

}  // namespace

void write_event(JsonWriter& json, const Event& event) {
  const auto text = text_of(event.what, event.task);
  json.object([&] {
    json.member("id", event.sequence);
    json.member("event", kind_of(text));
    json.key("data");
    write_data(json, event, text);
  });
}

std::string event_text(const Event& event) {
  const auto text = text_of(event.what, event.task);
  JsonWriter json;
  write_data(json, event, text);
  return fmt::format("id: {}\nevent: {}\ndata: {}\n\n", event.sequence, kind_of(text), json.text());
}

}  // namespace allot::http
