#include "formats/history.h"

#include "base/json_writer.h"
#include "formats/csv_line.h"

namespace allot::formats {

std::string history_head(HistoryForm form) {
  if (form == HistoryForm::ndjson) return {};
  return "at,by,what,item_id,filename,from,to,status,assignment_id,operation_id\n";
}

void append_history_line(std::string& out, HistoryForm form, const HistoryLine& line) {
  if (form == HistoryForm::csv) {
    return append_csv_line(
        out,
        {to_iso(line.at),
         line.by.text,
         line.what,
         line.item.text,
         line.path,
         line.from.text,
         line.to.text,
         line.status,
         line.assignment.text,
         line.operation.text}
    );
  }
  JsonWriter json;
  json.object([&] {
    json.member_iso("at", line.at);
    json.member_if("by", line.by.text);
    json.member("what", line.what);
    json.member("itemId", line.item);
    json.member("filename", line.path);
    json.member_if("from", line.from.text);
    json.member_if("to", line.to.text);
    json.member_if("status", line.status);
    json.member_if("assignmentId", line.assignment.text);
    json.member_if("operationId", line.operation.text);
  });
  out += json.take();
  out += '\n';
}

}  // namespace allot::formats
