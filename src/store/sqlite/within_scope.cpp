#include <fmt/format.h>

#include "base/check.h"
#include "store/sqlite/context.h"

namespace allot::sqlite {

namespace {

/// One who broke it reads what it was about.
[[maybe_unused]] void require(const Context& context, bool is_within, std::string_view what) {
  if (context.scope == nullptr || is_within) return;
  throw BrokenInvariant(fmt::format("A change touches {}, which is not in its scope.", what));
}

}  // namespace

#ifdef NDEBUG

void require_house(const Context&) {}

void require_account(const Context&, const UserId&) {}

void require_project(const Context&, const ProjectId&) {}

void require_dataset(const Context&, const DatasetId&) {}

#else

void require_house(const Context& context) {
  require(context, !context.scope || context.scope->has_house(), "the house");
}

void require_account(const Context& context, const UserId& id) {
  require(context, !context.scope || context.scope->has_account(id), "account " + id.text);
}

void require_project(const Context& context, const ProjectId& id) {
  require(context, !context.scope || context.scope->has_project(id), "project " + id.text);
}

void require_dataset(const Context& context, const DatasetId& id) {
  if (id.empty()) return;  // there is none of that id, and nothing to find in it
  require(context, !context.scope || context.scope->has_dataset(id), "dataset " + id.text);
}

#endif

}  // namespace allot::sqlite
