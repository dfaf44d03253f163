#include <fmt/format.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "base/json_writer.h"
#include "installation/backup.h"
#include "installation/backup_form.h"
#include "json/text.h"

namespace allot {

namespace {

constexpr int form = 1;

std::string text_in(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

std::uint64_t number_in(const std::string& json, std::string_view key) {
  const auto number = json::number_member(json, key);
  return number ? std::stoull(*number) : 0;
}

}  // namespace

std::string backup_facts_json(const BackupFacts& facts) {
  JsonWriter json;
  json.object([&] {
    json.member("form", form);
    json.member("program", facts.program);
    json.member("schema", facts.schema);
    json.member_iso("at", facts.at);
    json.member("files", facts.files);
    json.member("bytes", facts.bytes);
    json.member_array("lacking", [&] {
      for (const auto& content : facts.lacking) json.value(content);
    });
  });
  return json.take() + '\n';
}

BackupFacts read_backup_facts(const std::filesystem::path& backup) {
  const auto refuse = [&](std::string_view reason) {
    throw std::runtime_error(fmt::format("{} {}.", backup.string(), reason));
  };
  if (std::filesystem::exists(backup / unfinished_mark)) {
    refuse("is a backup that was broken off; run `allot backup` again");
  }
  const auto json = text_in(backup / facts_name);
  if (json.empty()) refuse("is no backup");
  if (!json::is_object(json) || number_in(json, "form") == 0) {
    refuse("says nothing readable about itself in backup.json");
  }
  if (number_in(json, "form") > form) {
    refuse("was made by a newer program, in a form that this one does not know");
  }
  return {
      .program = json::string_member(json, "program").value_or(""),
      .schema = static_cast<int>(number_in(json, "schema")),
      .at = parse_iso(json::string_member(json, "at").value_or("")).value_or(Time{}),
      .files = number_in(json, "files"),
      .bytes = number_in(json, "bytes"),
      .lacking = json::strings_member(json, "lacking")
  };
}

}  // namespace allot
