#pragma once

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/function_ref.h"
#include "store/scope.h"

namespace allot {

class Transaction;

/// Tells a scope by what is stored. It only reads, and answers for what is not there as well: with
/// nothing, since the change finds that out itself.
using FindScope = std::function<Scope(const Transaction&)>;

/// This one, whatever is stored.
inline FindScope always(Scope scope) {
  return [scope = std::move(scope)](const Transaction&) { return scope; };
}

/// Where a change takes place: a scope that is known, or one that is found. A driver that locks
/// asks twice: before it locks, and again under the locks, until these cover the answer. So a body
/// never meets what came into its scope meanwhile. SQLite locks nothing, and asks in debug builds
/// alone, right before the body (ADR 0041). A parameter: it borrows, and lives no longer than the
/// call.
class Where {
 public:
  Where(const Scope& known) : known_(&known) {}

  template <class Find>
    requires(!std::is_same_v<std::remove_cvref_t<Find>, Where> && !std::is_same_v<std::remove_cvref_t<Find>, Scope> && std::is_invocable_r_v<Scope, const Find&, const Transaction&>)
  Where(const Find& find) : find_(find) {}

  [[nodiscard]] Scope in(const Transaction& tx) const {
    return known_ != nullptr ? *known_ : find_.value()(tx);
  }

 private:
  const Scope* known_ = nullptr;
  std::optional<FunctionRef<Scope(const Transaction&)>> find_;
};

}  // namespace allot
