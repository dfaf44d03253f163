#include "usecases/clones/make.h"

#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "base/log.h"
#include "base/patience.h"
#include "store/clones.h"
#include "usecases/access.h"
#include "usecases/clones/new_dataset.h"
#include "usecases/clones/source.h"
#include "usecases/clones/write.h"
#include "usecases/commands/running.h"
#include "usecases/datasets/writable.h"
#include "usecases/exports/queries.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// So many single items are told of; of more the dataset's line tells.
constexpr std::uint64_t told_items_max = 100;

/// A look at each place of an item among others takes its time, and so does one at its origin.
CloneSource::Most slices_of(const Clone& wanted) {
  return {.rows = wanted.order.target.empty() && !wanted.is_merge() ? 500u : 200u};
}

Result<Caller> caller_of(const Transaction& tx, const Clone& wanted) {
  return caller_now(tx, wanted.creator, "the clone");
}

/// The datasets that it comes from or goes into, as long as it may.
Result<Done> require_source(const Transaction& tx, const Caller& caller, const DatasetId& source) {
  TRY(get_dataset(tx, caller, source, Verb::edit_data));
  return Done{};
}

Result<Done> require_target(const Transaction& tx, const Caller& caller, const Clone& wanted) {
  return require_writable(TRY(get_dataset(tx, caller, wanted.order.target, Verb::edit_data)));
}

/// One that is being made.
class Run {
 public:
  Run(Env& env, const Clone& wanted, query::Query query, const std::atomic<bool>& is_stopping)
      : env_(env),
        wanted_(wanted),
        is_new_(wanted.order.target.empty()),
        into_(is_new_ ? env.ids.next<DatasetId>() : wanted.order.target),
        is_stopping_(is_stopping),
        query_(std::move(query)),
        sources_(sources_of(wanted)),
        writing_(env, wanted, into_, is_new_) {}

  /// False: the command goes on no more. When it throws that it waits, it is as if it had not
  /// begun.
  Result<bool> carry_out() {
    try {
      return make();
    } catch (const GivenUp&) {
      leave();
      throw;
    } catch (const StoreBusy&) {
      leave();
      throw;
    }
  }

 private:
  /// False: the command goes on no more.
  Result<bool> make() {
    if (!TRY(begin())) return false;
    for (const auto& dataset : sources_) {
      CloneSource source(wanted_, dataset, query_, is_stopping_, slices_of(wanted_));
      if (!TRY(write_all(source))) return false;
      ++sources_done_;
    }
    return finish();
  }

  /// False: the command goes on no more.
  Result<bool> write_all(CloneSource& source) {
    while (!source.is_done()) {
      const auto now = TRY(caller());
      const auto slice = TRY(source.read_next(env_, now));
      if (!TRY(write(source, slice))) return false;
    }
    return true;
  }

  void leave() {
    if (!is_begun_) return;
    const auto take_back = [&](Transaction& tx) -> Result<Done> {
      tx.clones().take_back_try(wanted_.id);
      return Done{};
    };
    try {
      (void)allot::write(env_.store, Scope{}, take_back, "clones/try");
    } catch (const std::exception& error) {
      // It counts as tried once more.
      log(LogLevel::warning, "clone_not_left", {{"reason", error.what()}});
    }
  }

  Result<Caller> caller() {
    return read(env_.store, [&](const Transaction& tx) { return caller_of(tx, wanted_); });
  }

  /// What `body` answers, in a change, of the command that goes on; nullopt, and nothing is kept of
  /// the clone, when it does not.
  template <class Body>
  auto change(Where where, JobKind kind, Body body) {
    using Answer = typename std::invoke_result_t<Body&, Transaction&, Command>::value_type;
    using Perhaps = std::optional<Answer>;
    return once_there_is_room(is_stopping_, [&] {
      return allot::write(
          env_.store,
          where,
          [&](Transaction& tx) -> Result<Perhaps> {
            auto command = tx.journal().command(wanted_.id);
            const auto now = tx.clones().find(wanted_.id);
            if (!goes_on(command) || !now || now->ended_at) return Perhaps{};
            return Perhaps(TRY(body(tx, *std::move(command))));
          },
          kind
      );
    });
  }

  Result<bool> begin() {
    const auto where = [&](const Transaction& tx) {
      // What an earlier server wrote of it goes.
      const auto before = wanted_.dataset.empty() ? Scope{} : Scope::dataset(wanted_.dataset);
      return before | (is_new_ ? Scope::making(into_) : scope_of_content(tx, into_));
    };
    const auto begun = change(where, "clones/begin", [&](Transaction& tx, Command) -> Result<Done> {
      TRY(require_tries(tx));
      const auto caller = TRY(caller_of(tx, wanted_));
      if (is_new_) {
        tx.clones().begin_new(wanted_.id, TRY(new_dataset(env_, tx, caller, wanted_, into_)));
      } else {
        TRY(require_source(tx, caller, wanted_.source));
        TRY(require_target(tx, caller, wanted_));
        tx.clones().begin_in(wanted_.id, into_);
      }
      return Done{};
    });
    is_begun_ = TRY(begun).has_value();
    return is_begun_;
  }

  /// One that ends the server each time it is made is not made for ever.
  Result<Done> require_tries(Transaction& tx) {
    if (tx.clones().note_try(wanted_.id) <= clone_tries_max) return Done{};
    return fail(
        ErrorCode::conflict,
        fmt::format(
            "The server ended {} times while it made the clone, and it was given up; its log may "
            "say why.",
            clone_tries_max
        )
    );
  }

  /// False: the command goes on no more.
  Result<bool> write(CloneSource& source, const CloneSlice& slice) {
    const auto where = [&](const Transaction& tx) {
      return is_new_ ? Scope::dataset(into_) : scope_of_content(tx, into_);
    };
    auto changed = change(
        where,
        "clones/slice",
        [&](Transaction& tx, Command command) -> Result<WrittenSlice> {
          const auto caller = TRY(caller_of(tx, wanted_));
          TRY(require_source(tx, caller, source.dataset()));
          if (!is_new_) TRY(require_target(tx, caller, wanted_));
          auto slice_of_it = TRY(writing_.write(tx, caller, slice));
          const auto percent = percent_after(source, slice);
          if (percent > command.progress) note_progress(env_, tx, std::move(command), percent);
          return slice_of_it;
        }
    );
    if (!changed && changed.error().code == ErrorCode::unavailable) {
      // What went from where it would come to is still being written. It is read again.
      wait();
      return true;
    }
    auto written = TRY(std::move(changed));
    if (!written) return false;
    if (written->is_stale) return true;  // it is read again
    writing_.keep(*std::move(written));
    source.pass(slice);
    return true;
  }

  [[nodiscard]] int percent_after(const CloneSource& source, const CloneSlice& slice) const {
    return (sources_done_ * 100 + source.percent_after(slice)) / static_cast<int>(sources_.size());
  }

  /// All of it is there, the command is a success, and the clone has ended, all at once.
  Result<bool> finish() {
    const auto where = [&](const Transaction& tx) {
      return is_new_ ? Scope::project(wanted_.project) | Scope::dataset(into_)
                     : scope_of(tx, into_);
    };
    // False: it has to wait.
    const auto show = [&](Transaction& tx, Command command) -> Result<bool> {
      if (writing_.has_to_wait(tx)) return false;
      const auto caller = TRY(caller_of(tx, wanted_));
      if (is_new_) {
        tx.datasets().put(TRY(new_dataset(env_, tx, caller, wanted_, into_)));
      } else {
        TRY(require_source(tx, caller, wanted_.source));
        TRY(require_target(tx, caller, wanted_));
      }
      TRY(writing_.show(tx));
      TRY(tell_of_it(tx, caller, std::move(command)));
      return true;
    };
    for (;;) {
      TRY(look_at_folders());
      const auto is_shown = TRY(change(where, "clones/show", show));
      if (!is_shown || *is_shown) return is_shown.has_value();
      wait();
    }
  }

  /// For the rows of what others moved or deleted.
  void wait() const {
    constexpr std::chrono::milliseconds pause{100};
    if (is_stopping_) throw GivenUp("The server is stopping.");
    std::this_thread::sleep_for(pause);
  }

  Result<Done> look_at_folders() {
    const Patience until_it_stops(std::nullopt, &is_stopping_);
    return read(env_.store, [&](const Transaction& tx) { return writing_.look_at_folders(tx); });
  }

  Result<Done> tell_of_it(Transaction& tx, const Caller& caller, Command command) {
    CommandResult result = DatasetCloned{.source = wanted_.source, .clone = into_};
    if (wanted_.is_merge()) result = DatasetsMerged{.sources = sources_, .dataset = into_};
    if (!wanted_.order.item.empty()) {
      const auto& clone = writing_.last_item();
      if (!clone) return not_found("item", wanted_.order.item.text);
      result = ItemCloned{.source = wanted_.order.item, .clone = clone->id};
    }
    if (is_new_) {
      tell(env_, tx, caller, wanted_.project, created(into_));
    } else {
      tell_of_items(tx, caller);
    }
    note_success(env_, tx, std::move(command), std::move(result));
    return Done{};
  }

  void tell_of_items(Transaction& tx, const Caller& caller) {
    const auto files = writing_.files();
    if (files.size() > told_items_max) {
      return tell(env_, tx, caller, wanted_.project, updated(into_));
    }
    for (const auto& [ordinal, id] : tx.items().ids(into_, files.to_vector())) {
      tell(env_, tx, caller, wanted_.project, created(id));
    }
  }

  Env& env_;
  const Clone& wanted_;
  const bool is_new_;
  const DatasetId into_;
  const std::atomic<bool>& is_stopping_;
  const query::Query query_;  // of items of each
  const std::vector<DatasetId> sources_;
  int sources_done_ = 0;
  CloneWriting writing_;
  bool is_begun_ = false;
};

}  // namespace

Result<bool> make_clone(Env& env, const Clone& wanted, const std::atomic<bool>& is_stopping) {
  auto query =
      wanted.order.item.empty()
          ? TRY(parse_kept_query("filter", wanted.order.items_query, query::Resource::items))
          : query::Query{};
  return Run(env, wanted, std::move(query), is_stopping).carry_out();
}

}  // namespace allot
