#include <fmt/format.h>
#include <pthread.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <thread>
#include <tuple>

#include "background/cloning.h"
#include "background/exporting.h"
#include "background/housekeeping.h"
#include "background/loop.h"
#include "background/telling.h"
#include "base/log.h"
#include "base/text.h"
#include "commands.h"
#include "control_socket.h"
#include "http/dispatch.h"
#include "installation/data_folder.h"
#include "installation/installation.h"
#include "net/listener.h"
#include "net/server.h"
#include "net/tls.h"
#include "process_numbers.h"
#include "usecases/accounts/links.h"
#include "usecases/events/count.h"

namespace allot::app {

namespace {

/// The signals that end the server, or have it read files again, kept from all threads so that one
/// can wait for them.
class Signals {
 public:
  /// Before any other thread begins: threads inherit it.
  Signals() {
    ::sigemptyset(&signals_);
    ::sigaddset(&signals_, SIGTERM);
    ::sigaddset(&signals_, SIGINT);
    ::sigaddset(&signals_, SIGHUP);
    ::pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }

  template <class Reload>
  void wait_for_end(Reload reload) const {
    int signal = 0;
    for (;;) {
      ::sigwait(&signals_, &signal);
      if (signal != SIGHUP) break;
      reload();
    }
    // Who asks twice does not want to wait.
    ::pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
  }

 private:
  sigset_t signals_{};
};

std::shared_ptr<net::Tls> tls_of(const Configuration& configuration) {
  const auto& [certificate, key] = std::tie(configuration.tls_cert, configuration.tls_key);
  if (!certificate && !key) return nullptr;
  if (!certificate || !key) throw UsageError("Give --tls-cert and --tls-key, or neither.");
  return std::make_shared<net::Tls>(*certificate, *key);
}

void reload(net::Tls* tls) {
  if (tls == nullptr) return;
  try {
    tls->reload();
    log(LogLevel::info, "certificate_reloaded");
  } catch (const std::exception& error) {
    log(LogLevel::error, "certificate_not_reloaded", {{"reason", error.what()}});
  }
}

std::vector<net::AddressBlock> proxies_of(const Configuration& configuration) {
  std::vector<net::AddressBlock> blocks;
  for (const auto& text : configuration.trusted_proxies.value_or(std::vector<std::string>{})) {
    blocks.push_back(checked_proxy(text));
  }
  return blocks;
}

Settings settings_of(const Configuration& configuration, const std::string& url) {
  return {
      .public_url = checked_public_url(configuration.public_url.value_or(url)),
      .callback_origins = configuration.callback_origins.value_or(std::vector<std::string>{}),
      .ledger_bytes_max = configuration.ledger_megabytes_max.value_or(512) << 20,
      .query_time_max = std::chrono::seconds{configuration.query_seconds_max.value_or(30)},
      .metrics_token = metrics_token_of(configuration)
  };
}

/// Raises the limit on open files as far as the account may, and takes no more connections than it
/// allows: each may have a file open besides. So newcomers wait, and nobody who is in meets an
/// error.
std::size_t connections_that_fit(std::size_t wanted) {
  constexpr rlim_t own_files = 64;  // database, log, folders, event loops
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return wanted;
  files.rlim_cur = files.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &files) != 0) ::getrlimit(RLIMIT_NOFILE, &files);
  const auto left = std::max(files.rlim_cur, own_files + 2) - own_files;
  return static_cast<std::size_t>(std::min<rlim_t>(left / 2, wanted));
}

/// What the background did not come to any more.
void note_followed(http::Dispatcher& dispatcher) {
  try {
    dispatcher.note_followed();
  } catch (const std::exception& error) {
    log(LogLevel::error, "order_of_requests_not_kept", {{"reason", error.what()}});
  }
}

void print_setup_link(Env& env) {
  const auto link = make_setup_link(env);
  if (!link) return;
  std::cout << "There are no accounts yet. This link makes the first one, once:\n  " << link->url
            << std::endl;
}

}  // namespace

int serve(const Configuration& configuration, const ServeHooks& hooks) {
  const Signals signals;
  const auto tls = tls_of(configuration);
  net::Options options{.tls = tls, .trusted_proxies = proxies_of(configuration)};
  const auto address = configuration.listen_address();
  auto folder = DataFolder::open(data_folder_of(configuration));
  const auto threads =
      configuration.io_threads.value_or(std::max(1u, std::thread::hardware_concurrency()));
  net::Listener listener(address, threads);
  const auto url = (tls ? "https://" : "http://") + listener.address();

  Installation installation(std::move(folder), settings_of(configuration, url));
  auto& env = installation.env();
  hooks.before(env);
  const MetricsReports::Registration process(env.meters.reports, write_process_numbers);
  const ControlSocket control(installation.folder().path(), env);
  http::Dispatcher dispatcher(env);
  options.connections_max = connections_that_fit(options.connections_max);
  net::Server server(env, dispatcher, std::move(listener), options);
  TaskCounter counter(env);
  background::Loop loop;
  loop.every(std::chrono::hours{1}, "expired sessions", [&env] {
    background::remove_expired_sessions(env);
  });
  loop.every(std::chrono::hours{1}, "old answers", [&env] { background::forget_old_answers(env); });
  const auto kept = std::chrono::days{configuration.history_days.value_or(30)};
  loop.every(std::chrono::minutes{10}, "old history", [&env, kept] {
    background::forget_old_history(env, kept);
  });
  loop.every(std::chrono::seconds{1}, "deleted rows", [&env] { background::purge_deleted(env); });
  loop.every(std::chrono::seconds{1}, "bulk changes", [&env] {
    background::write_bulk_changes(env);
  });
  loop.every(std::chrono::seconds{1}, "lists of annotations", [&env] {
    background::finish_annotation_lists(env);
  });
  loop.every(std::chrono::seconds{1}, "rows of assignments", [&env] {
    background::give_rows_to_assignments(env);
  });
  loop.every(TaskCounter::interval, "counters of tasks", [&counter] { counter.count(); });
  loop.every(std::chrono::seconds{1}, "inboxes", [&env] { background::fill_inboxes(env); });
  loop.every(std::chrono::minutes{1}, "reminders", [&env] { background::remind(env); });
  loop.every(std::chrono::minutes{1}, "idle batches", [&env] {
    background::return_idle_batches(env);
  });
  loop.every(std::chrono::seconds{1}, "offers of batches", [&env] {
    background::make_due_offers(env);
  });
  loop.every(std::chrono::seconds{1}, "order of requests", [&dispatcher] {
    dispatcher.note_followed();
  });
  loop.every(std::chrono::seconds{1}, "locks of exports", [&env] {
    background::end_locks_of_exports(env);
  });
  loop.every(std::chrono::hours{6}, "orphan files", [&env] {
    background::sweep_orphan_files(env);
  });

  background::Exporting exporting(env);
  background::Cloning cloning(env);

  server.start();
  std::cout << "listening on " << url << std::endl;
  print_setup_link(env);
  hooks.after(env);

  signals.wait_for_end([&tls] { reload(tls.get()); });
  server.stop();
  exporting.stop();
  cloning.stop();
  loop.stop();
  note_followed(dispatcher);
  return 0;
}

}  // namespace allot::app
