#include "store/sqlite/event_rows.h"

#include "json/event_text.h"
#include "store/sqlite/json_column.h"
#include "store/sqlite/json_fields.h"

namespace allot::sqlite {

namespace {

constexpr auto columns = [](auto& event, auto& text) {
  return row(
      text.resource,
      text.action,
      text.id,
      event.project,
      event.task,
      event.actor,
      event.at,
      json(text.detail, event_json::detail)
  );
};

}  // namespace

void append_event(Database& db, const Event& event) {
  static const auto sql = insert("event", ALLOT_EVENT_COLUMNS);
  const auto text = text_of(event.what, event.task);
  put_row(db, sql, columns(event, text));
}

EventPage read_events(Query query, std::int64_t otherwise) {
  EventPage page{.events = {}, .until = otherwise};
  while (query.next()) {
    Event event;
    EventText text;
    read_columns(query, std::tuple_cat(std::tie(event.sequence), columns(event, text)));
    page.until = event.sequence;
    auto what = read_happening(text, event.task);
    if (!what) continue;
    event.what = *std::move(what);
    page.events.push_back(std::move(event));
  }
  return page;
}

}  // namespace allot::sqlite
