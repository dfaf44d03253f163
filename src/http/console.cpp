#include "http/console.h"

#include <fmt/format.h>

#include "http/console_pages.h"
#include "http/gate.h"

namespace allot::http::console {

namespace {

using PageOf = Result<Page> (*)(Env& env, const Request& request, const Caller& caller);

/// Who is not signed in gets the form at this very address, and comes back here.
Response answer(Env& env, const Request& request, PageOf page_of) {
  const auto caller = gate::caller_of_cookie(env, request);
  if (caller.is_anonymous()) {
    SignInForm form;
    form.next = request.path;
    return gate::form_page(env, form);
  }
  auto page = page_of(env, request, caller);
  if (!page) {
    return message_page(
        404,
        "Nothing to see here",
        fmt::format(
            "There is no such thing at this address, or {} may not see it.", caller.user.text
        )
    );
  }
  page->person = caller.user.text;
  return page_answer(*page);
}

}  // namespace

Result<Response> start(Env&, const Request&) {
  Response response{.status = 302, .headers = {}, .body = std::string{}};
  return std::move(response.with("location", "/projects"));
}

Result<Response> projects(Env& env, const Request& request) {
  return answer(env, request, projects_page);
}

Result<Response> project(Env& env, const Request& request) {
  return answer(env, request, project_page);
}

Result<Response> tasks(Env& env, const Request& request) {
  return answer(env, request, tasks_page);
}

Result<Response> task(Env& env, const Request& request) {
  return answer(env, request, task_page);
}

Result<Response> assignment(Env& env, const Request& request) {
  return answer(env, request, assignment_page);
}

Result<Response> datasets(Env& env, const Request& request) {
  return answer(env, request, datasets_page);
}

Result<Response> dataset(Env& env, const Request& request) {
  return answer(env, request, dataset_page);
}

Result<Response> item(Env& env, const Request& request) {
  return answer(env, request, item_page);
}

Result<Response> recipes(Env& env, const Request& request) {
  return answer(env, request, recipes_page);
}

Result<Response> recipe(Env& env, const Request& request) {
  return answer(env, request, recipe_page);
}

Result<Response> organization_members(Env& env, const Request& request) {
  return answer(env, request, organization_page);
}

}  // namespace allot::http::console
