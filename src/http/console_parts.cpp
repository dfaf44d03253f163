#include "http/console_parts.h"

#include <fmt/format.h>

namespace allot::http::console {

namespace {

bool is_number(std::string_view column) {
  return column.starts_with('#');
}

}  // namespace

Result<ProjectView> project_of(Env& env, const Request& request, const Caller& caller) {
  return get_project(env, caller, any_id<ProjectId>(request.param("project")));
}

Unexpected elsewhere() {
  return fail(ErrorCode::not_found, "It belongs to another project.");
}

// --- pieces of pages

std::string link(std::string_view address, std::string_view text) {
  return fmt::format(R"(<a href="{}">{}</a>)", escape_html(address), escape_html(text));
}

std::string project_path(const ProjectId& project) {
  return "/projects/" + project.text;
}

std::string task_path(const Task& task) {
  return fmt::format("/projects/{}/tasks/{}", task.project.text, task.id.text);
}

std::string dataset_path(const Dataset& dataset) {
  return fmt::format("/projects/{}/datasets/{}/items", dataset.project.text, dataset.id.text);
}

/// 12345 as 12,345.
std::string counted(std::uint64_t number) {
  const auto digits = std::to_string(number);
  std::string grouped;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped += ',';
    grouped += digits[i];
  }
  return grouped;
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", counted(number), number == 1 ? one : many);
}

std::string facts(const std::vector<Fact>& all) {
  std::string out = R"(<dl class="facts">)";
  for (const auto& fact : all) {
    out += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", fact.name, escape_html(fact.value));
  }
  return out + "</dl>";
}

Table::Table(std::vector<std::string_view> columns) : columns_(std::move(columns)) {
  for (const auto& column : columns_) {
    head_ += is_number(column)
                 ? fmt::format(R"(<th scope="col" class="number">{}</th>)", column.substr(1))
                 : fmt::format(R"(<th scope="col">{}</th>)", column);
  }
}

void Table::row(const std::vector<std::string>& cells) {
  rows_ += "<tr>";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    rows_ +=
        fmt::format("<td{}>{}</td>", is_number(columns_[i]) ? R"( class="number")" : "", cells[i]);
  }
  rows_ += "</tr>";
}

std::string Table::html(std::string_view when_empty) const {
  if (rows_.empty()) return fmt::format(R"(<p class="muted">{}</p>)", when_empty);
  return fmt::format(
      R"(<div class="scroll"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>)",
      head_,
      rows_
  );
}

std::string state(std::string_view word) {
  const auto* const kind = word == "completed" || word == "done" ? " done"
                           : word == "completed with issues"     ? " issue"
                                                                 : "";
  return fmt::format(R"(<span class="state{}">{}</span>)", kind, word);
}

std::string progress(const Counts& counts) {
  if (counts.total == 0) return "";
  return fmt::format(
      R"(<progress max="{}" value="{}" aria-label="Completed items"></progress>)",
      counts.total,
      counts.completed
  );
}

std::string trail(const ProjectView& project, std::string_view rest) {
  return fmt::format(
      "<nav>{}{}{}</nav>",
      link("/projects", "Projects"),
      link(project_path(project.project.id), project.project.name),
      rest
  );
}

std::string heading(std::string_view title) {
  return fmt::format("<h1>{}</h1>", escape_html(title));
}

Page page_of(std::string title, std::string body) {
  Page page;
  page.title = std::move(title);
  page.body = std::move(body);
  return page;
}

}  // namespace allot::http::console
