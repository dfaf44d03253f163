#pragma once

// For console.cpp: one page each, for somebody who is signed in. Errors: those of the use cases;
// all are shown alike.

#include "http/console_parts.h"
#include "usecases/datasets/read.h"

namespace allot::http::console {

[[nodiscard]] Result<Page> projects_page(Env& env, const Request& request, const Caller& caller);
[[nodiscard]] Result<Page> project_page(Env& env, const Request& request, const Caller& caller);
[[nodiscard]] Result<Page> tasks_page(Env& env, const Request& request, const Caller& caller);
[[nodiscard]] Result<Page> task_page(Env& env, const Request& request, const Caller& caller);
[[nodiscard]] Result<Page> assignment_page(Env& env, const Request& request, const Caller& caller);
[[nodiscard]] Result<Page> datasets_page(Env& env, const Request& request, const Caller& caller);
[[nodiscard]] Result<Page> dataset_page(Env& env, const Request& request, const Caller& caller);
[[nodiscard]] Result<Page> item_page(Env& env, const Request& request, const Caller& caller);
[[nodiscard]] Result<Page> recipes_page(Env& env, const Request& request, const Caller& caller);
[[nodiscard]] Result<Page> recipe_page(Env& env, const Request& request, const Caller& caller);
[[nodiscard]] Result<Page> organization_page(
    Env& env, const Request& request, const Caller& caller
);

/// For the page of a project and that of its datasets.
[[nodiscard]] std::string dataset_table(const std::vector<DatasetView>& views);

}  // namespace allot::http::console
