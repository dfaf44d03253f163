#include <fmt/format.h>

#include "base/check.h"
#include "store/sqlite/context.h"
#include "store/store.h"

namespace allot::sqlite {

namespace {

/// One who broke it reads what it was about.
[[maybe_unused]] void require(const Context& context, bool is_within, std::string_view what) {
  if (context.scope == nullptr || is_within) return;
  throw BrokenInvariant(fmt::format("A change touches {}, which is not in its scope.", what));
}

}  // namespace

#ifdef NDEBUG

WithinScope::WithinScope(Context&, const Transaction&, Where) {}

WithinScope::~WithinScope() = default;

void require_house(const Context&) {}

void require_account(const Context&, const UserId&) {}

void require_project(const Context&, const ProjectId&) {}

void require_dataset(const Context&, const DatasetId&) {}

#else

WithinScope::WithinScope(Context& context, const Transaction& transaction, Where where)
    : context_(context), outer_(std::exchange(context.scope, nullptr)) {
  try {
    scope_ = where.in(transaction);  // a look-up is within no scope
    if (outer_ != nullptr && !outer_->covers(scope_)) {
      throw BrokenInvariant("A change's scope is not part of its job's.");
    }
    for (const auto& id : scope_.made_projects()) CHECK(!transaction.projects().find(id));
    for (const auto& id : scope_.made_datasets()) CHECK(!transaction.datasets().find(id));
  } catch (...) {
    context_.scope = outer_;
    throw;
  }
  context_.scope = &scope_;
}

WithinScope::~WithinScope() {
  context_.scope = outer_;
}

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
