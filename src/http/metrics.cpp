#include "http/metrics.h"

#include "auth/secrets.h"
#include "base/text.h"
#include "usecases/access.h"
#include "usecases/accounts/authenticate.h"
#include "usecases/tasks/open_items.h"

namespace allot::http::metrics {

namespace {

bool shows_token(const Env& env, std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  if (env.settings.metrics_token.empty()) return false;
  if (to_lower(authorization.substr(0, scheme.size())) != scheme) return false;
  return same_secret(
      {.given = trimmed(authorization.substr(scheme.size())), .expected = env.settings.metrics_token
      }
  );
}

Result<Done> require_reader(Env& env, const Request& request) {
  const auto authorization = request.header("authorization");
  if (shows_token(env, authorization)) return Done{};
  const auto caller = TRY(authenticate(env, authorization));
  TRY(require(caller, Verb::manage_org));
  return Done{};
}

void write_cache(MetricsPage& page, std::string_view what, const StoreNumbers::CacheNumbers& now) {
  page.sample({{"cache", what}, {"result", "hit"}}, double(now.hits));
  page.sample({{"cache", what}, {"result", "miss"}}, double(now.misses));
}

void write_jobs(MetricsPage& page, const std::vector<StoreNumbers::JobNumbers>& jobs) {
  page.begin("allot_job_seconds", "histogram", "Time of a change on the writer, by its kind.");
  for (const auto& job : jobs) page.sample({{"kind", job.kind}}, job.seconds);
  page.begin("allot_job_rows_total", "counter", "Rows that changes wrote, by their kind.");
  for (const auto& job : jobs) page.sample({{"kind", job.kind}}, double(job.rows));
  page.begin(
      "allot_job_steps_total", "counter", "Steps of the database in changes, by their kind."
  );
  for (const auto& job : jobs) page.sample({{"kind", job.kind}}, double(job.steps));
  page.begin("allot_jobs_over_budget_total", "counter", "Changes that held the writer over 50 ms.");
  for (const auto& job : jobs) page.sample({{"kind", job.kind}}, double(job.over_budget));
}

void write_store(MetricsPage& page, const StoreNumbers& now) {
  page.histogram("allot_write_group_changes", "Changes committed together.", now.group_jobs);
  page.histogram(
      "allot_write_wait_seconds", "Time a change waited for the writer.", now.wait_seconds
  );
  page.histogram(
      "allot_commit_seconds", "Time of a commit until it is on disk.", now.commit_seconds
  );
  page.counter("allot_changes_total", "Changes the writer has run.", double(now.changes));
  page.counter(
      "allot_write_groups_failed_total",
      "Groups of changes that could not be committed.",
      double(now.failed_groups)
  );
  page.counter("allot_checkpoints_total", "Checkpoints of the log.", double(now.checkpoints));
  page.gauge("allot_write_queue", "Changes that wait or run.", double(now.queue_length));
  page.gauge("allot_database_bytes", "Size of the database file.", double(now.database_bytes));
  page.gauge("allot_wal_bytes", "Size of the write-ahead log's file.", double(now.log_bytes));
  page.begin("allot_cache_lookups_total", "counter", "Lookups of sets in memory.");
  write_cache(page, "ledgers", now.ledgers);
  write_cache(page, "datasets", now.datasets);
  page.begin("allot_cache_entries", "gauge", "Tasks, and datasets, whose sets are in memory.");
  page.sample({{"cache", "ledgers"}}, double(now.ledgers.entries));
  page.sample({{"cache", "datasets"}}, double(now.datasets.entries));
  page.begin("allot_cache_bytes", "gauge", "What they take of the memory, about.");
  page.sample({{"cache", "ledgers"}}, double(now.ledgers.bytes));
  page.sample({{"cache", "datasets"}}, double(now.datasets.bytes));
}

void write_use(MetricsPage& page, const Meters& meters) {
  page.begin("allot_sign_ins_total", "counter", "Sessions opened, and sign-ins refused.");
  page.sample({{"result", "succeeded"}}, double(meters.sign_ins.value()));
  page.sample({{"result", "failed"}}, double(meters.sign_ins_failed.value()));
  page.counter(
      "allot_uploaded_bytes_total",
      "Bytes of uploaded files that were kept.",
      double(meters.uploaded_bytes.value())
  );
}

void write_work(MetricsPage& page, const OpenItems& open) {
  page.gauge("allot_tasks_open", "Tasks with open items, not dismissed.", double(open.tasks));
  page.begin("allot_items_open", "gauge", "Items without a status in tasks not dismissed.");
  page.sample({{"state", "assigned"}}, double(open.assigned));
  page.sample({{"state", "queued"}}, double(open.queued));
}

}  // namespace

Result<Response> show(Env& env, const Request& request) {
  TRY(require_reader(env, request));
  MetricsPage page;
  const auto numbers = env.store.numbers();
  write_store(page, numbers);
  write_jobs(page, numbers.jobs);
  write_use(page, env.meters);
  write_work(page, count_open_items(env));
  env.meters.reports.write(page);
  Response response{.status = 200, .headers = {}, .body = page.take()};
  response.with("content-type", "text/plain; version=0.0.4; charset=utf-8");
  return std::move(response.with("cache-control", "no-store"));
}

}  // namespace allot::http::metrics
