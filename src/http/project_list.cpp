#include "http/project_list.h"

#include "base/text.h"

namespace allot::http {

std::vector<ProjectId> to_project_ids(const std::vector<std::string>& texts) {
  std::vector<ProjectId> ids;
  for (const auto& text : texts) ids.push_back({to_lower(text)});
  return ids;
}

Result<ProjectId> only_project(const JsonBody& body, std::string_view name) {
  const auto texts = TRY(body.texts(name));
  if (texts.size() != 1) return invalid_field(std::string(name), "must name one project");
  return ProjectId{to_lower(texts.front())};
}

}  // namespace allot::http
