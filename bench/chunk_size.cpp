// How many ordinals should a chunk of an ItemSet span? (docs/adr/0003-chunk-size.md)
//
// A chunk is what one status copies in memory and rewrites in the database, so it should be small;
// it is also a pointer in every copy of a ledger and a row in every move, so it should be large.
// Each measurement runs over spans of 2^10 … 2^18 ordinals, on bitmaps as the domain uses them but
// apart from it, since there the span is a constant. Two patterns of work: `random`, as filters and
// shuffled queues make it, and `walking`, as a hundred people who go through their own items in
// order make it. A third of ten million items is done.

#include <benchmark/benchmark.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <numeric>
#include <random>
#include <roaring/roaring.hh>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Bitmap = ::Roaring;
using Chunk = std::shared_ptr<const Bitmap>;

constexpr std::uint32_t items = 10'000'000;
constexpr std::uint32_t people = 100;

enum Pattern : std::int64_t { random_order, walking };

/// The items that get a status, in the order in which they get it: a third of all.
const std::vector<std::uint32_t>& done_in_order(Pattern pattern) {
  static const auto shuffled = [] {
    std::vector<std::uint32_t> all(items);
    std::iota(all.begin(), all.end(), 0U);
    std::ranges::shuffle(all, std::mt19937_64{7});
    all.resize(items / 3);
    return all;
  }();
  static const auto in_step = [] {
    constexpr auto run = items / people;
    std::vector<std::uint32_t> all;
    for (std::uint32_t step = 0; step < run / 3; ++step) {
      for (std::uint32_t person = 0; person < people; ++person) all.push_back(person * run + step);
    }
    return all;
  }();
  return pattern == walking ? in_step : shuffled;
}

/// When runs of consecutive ordinals are looked for and kept as such.
enum Compact : std::int64_t { never, in_memory, in_bytes };

/// A set as chunks of 2^bits ordinals, each relative to its start; empty ones are null.
struct Chunked {
  explicit Chunked(unsigned span_bits, Compact when = in_bytes)
      : bits(span_bits), compact(when), chunks((items >> bits) + 1) {}

  static Chunked all(unsigned bits, Compact compact = in_bytes) {
    Chunked set(bits, compact);
    for (std::size_t i = 0; i < set.chunks.size(); ++i) {
      const auto start = std::uint64_t{i} << bits;
      Bitmap bitmap;
      bitmap.addRange(0, std::min<std::uint64_t>(items - start, std::uint64_t{1} << bits));
      set.chunks[i] = std::make_shared<const Bitmap>(std::move(bitmap));
    }
    return set;
  }

  static Chunked of(
      unsigned bits, std::vector<std::uint32_t> ordinals, Compact compact = in_bytes
  ) {
    std::ranges::sort(ordinals);
    Chunked set(bits, compact);
    std::vector<std::uint32_t> places;
    for (std::size_t i = 0; i < ordinals.size();) {
      const auto number = ordinals[i] >> bits;
      places.clear();
      for (; i < ordinals.size() && ordinals[i] >> bits == number; ++i) {
        places.push_back(ordinals[i] - (number << bits));
      }
      Bitmap bitmap;
      bitmap.addMany(places.size(), places.data());
      set.put(number, std::move(bitmap));
    }
    return set;
  }

  /// One ordinal goes in or out, as a status does it: one chunk is made anew, the others are
  /// shared.
  void change(std::uint32_t ordinal, bool goes_in) {
    const auto number = ordinal >> bits;
    Bitmap one;
    one.add(ordinal - (number << bits));
    if (!chunks[number]) {
      if (goes_in) put(number, std::move(one));
    } else if (goes_in) {
      put(number, *chunks[number] | one);
    } else {
      put(number, *chunks[number] - one);
    }
  }

  void put(std::uint32_t number, Bitmap bitmap) {
    if (compact == in_memory) bitmap.runOptimize();
    chunks[number] = bitmap.isEmpty() ? nullptr : std::make_shared<const Bitmap>(std::move(bitmap));
  }

  static std::string bytes_of(const Bitmap& bitmap) {
    std::string out(bitmap.getSizeInBytes(true), '\0');
    bitmap.write(out.data(), true);
    return out;
  }

  [[nodiscard]] std::string bytes(std::size_t number) const {
    if (!chunks[number]) return {};
    if (compact != in_bytes) return bytes_of(*chunks[number]);
    Bitmap compacted = *chunks[number];
    compacted.runOptimize();
    return bytes_of(compacted);
  }

  unsigned bits;
  Compact compact;
  std::vector<Chunk> chunks;
};

Chunked minus(Chunked a, const Chunked& b) {
  for (std::uint32_t i = 0; i < a.chunks.size(); ++i) {
    if (a.chunks[i] && b.chunks[i]) a.put(i, *a.chunks[i] - *b.chunks[i]);
  }
  return a;
}

/// The members cut into `parts` consecutive runs of equal length.
std::vector<Chunked> cut(const Chunked& set, std::size_t parts) {
  std::uint64_t size = 0;
  for (const auto& chunk : set.chunks) size += chunk ? chunk->cardinality() : 0;
  std::vector<Chunked> slices(parts, Chunked(set.bits));
  const auto end_of = [&](std::size_t part) { return (part + 1) * size / parts; };
  std::size_t part = 0;
  std::uint64_t given = 0;
  for (std::uint32_t i = 0; i < set.chunks.size(); ++i) {
    if (!set.chunks[i]) continue;
    const auto& bitmap = *set.chunks[i];
    const auto count = bitmap.cardinality();
    for (std::uint64_t from = 0; from < count;) {
      while (given == end_of(part)) ++part;
      const auto taken = std::min(count - from, end_of(part) - given);
      if (taken == count) {
        slices[part].chunks[i] = set.chunks[i];
      } else {
        std::uint32_t first = 0;
        std::uint32_t last = 0;
        bitmap.select(static_cast<std::uint32_t>(from), &first);
        bitmap.select(static_cast<std::uint32_t>(from + taken - 1), &last);
        Bitmap window;
        window.addRange(first, std::uint64_t{last} + 1);
        slices[part].put(i, bitmap & window);
      }
      from += taken;
      given += taken;
    }
  }
  return slices;
}

double stored_bytes(const Chunked& set) {
  double sum = 0;
  for (std::size_t i = 0; i < set.chunks.size(); ++i) {
    sum += static_cast<double>(set.bytes(i).size());
  }
  return sum;
}

// --- in memory -----------------------------------------------------------------------------------

/// A third of the items get their status one by one: two chunks copied and made into bytes each.
void status_one_by_one(benchmark::State& state) {
  const auto bits = static_cast<unsigned>(state.range(0));
  const auto& order = done_in_order(static_cast<Pattern>(state.range(1)));
  const auto compact = static_cast<Compact>(state.range(2));
  double written = 0;
  double stored = 0;
  for (auto _ : state) {
    auto open = Chunked::all(bits, compact);
    Chunked completed(bits, compact);
    for (const auto ordinal : order) {
      open.change(ordinal, false);
      completed.change(ordinal, true);
      written += static_cast<double>(open.bytes(ordinal >> bits).size());
      written += static_cast<double>(completed.bytes(ordinal >> bits).size());
    }
    stored = stored_bytes(open) + stored_bytes(completed);
  }
  const auto statuses = static_cast<double>(order.size());
  state.counters["s/status"] = benchmark::Counter(
      statuses, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert
  );
  state.counters["B/status"] = written / statuses;
  state.counters["MB_stored"] = stored / 1e6;
}

BENCHMARK(status_one_by_one)
    ->ArgNames({"bits", "walking", "compact"})
    ->ArgsProduct(
        {benchmark::CreateDenseRange(10, 18, 1),
         {random_order, walking},
         {never, in_memory, in_bytes}}
    )
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);

struct ThirdDone {
  explicit ThirdDone(const benchmark::State& state)
      : members(Chunked::all(static_cast<unsigned>(state.range(0)))),
        completed(Chunked::of(members.bits, done_in_order(static_cast<Pattern>(state.range(1))))),
        open(minus(members, completed)) {}

  Chunked members;
  Chunked completed;
  Chunked open;
};

void over_spans_and_patterns(benchmark::internal::Benchmark* measurement) {
  measurement->ArgNames({"bits", "walking"})
      ->ArgsProduct({benchmark::CreateDenseRange(10, 18, 1), {random_order, walking}})
      ->Unit(benchmark::kMicrosecond);
}

/// What every transaction that changes a ledger begins with.
void copy_ledger(benchmark::State& state) {
  const ThirdDone ledger(state);
  for (auto _ : state) {
    auto copy = ledger;
    benchmark::DoNotOptimize(copy);
  }
}

BENCHMARK(copy_ledger)->Apply(over_spans_and_patterns);

void subtract(benchmark::State& state) {
  const ThirdDone ledger(state);
  for (auto _ : state) benchmark::DoNotOptimize(minus(ledger.members, ledger.completed));
}

BENCHMARK(subtract)->Apply(over_spans_and_patterns);

void cut_into_100(benchmark::State& state) {
  const ThirdDone ledger(state);
  for (auto _ : state) benchmark::DoNotOptimize(cut(ledger.open, 100));
}

BENCHMARK(cut_into_100)->Apply(over_spans_and_patterns);

// --- in the database -----------------------------------------------------------------------------

/// A file as the SQLite driver makes it, with its table of chunks.
class Table {
 public:
  Table() {
    const auto path = folder_ / "chunks.db";
    std::filesystem::create_directories(folder_);
    check(sqlite3_open(path.c_str(), &database_));
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
        "PRAGMA cache_size=-32000;"
        "CREATE TABLE share_chunk (assignment_id TEXT NOT NULL, status TEXT NOT NULL,"
        " chunk INTEGER NOT NULL, bitmap BLOB NOT NULL,"
        " PRIMARY KEY (assignment_id, status, chunk)) STRICT, WITHOUT ROWID");
    prepare(
        "INSERT INTO share_chunk VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET bitmap = excluded.bitmap",
        &write_
    );
    prepare(
        "DELETE FROM share_chunk WHERE assignment_id = ? AND status = ? AND chunk = ?", &erase_
    );
    prepare("SELECT chunk, bitmap FROM share_chunk WHERE status = ?", &read_);
  }

  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  ~Table() {
    for (auto* statement : {write_, erase_, read_}) sqlite3_finalize(statement);
    sqlite3_close(database_);
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  void run(const char* sql) { check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr)); }

  void put(std::uint32_t person, const char* status, const Chunked& set, std::uint32_t chunk) {
    const auto bytes = set.bytes(chunk);
    auto* statement = bytes.empty() ? erase_ : write_;
    const auto id = assignment_of(person);
    sqlite3_bind_text(statement, 1, id.data(), static_cast<int>(id.size()), SQLITE_TRANSIENT);
    sqlite3_bind_text(statement, 2, status, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 3, chunk);
    if (!bytes.empty()) {
      sqlite3_bind_blob(statement, 4, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
    }
    const auto outcome = sqlite3_step(statement);
    sqlite3_reset(statement);
    if (outcome != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(database_));
  }

  void put_all(std::uint32_t person, const char* status, const Chunked& set) {
    for (std::uint32_t i = 0; i < set.chunks.size(); ++i) {
      if (set.chunks[i]) put(person, status, set, i);
    }
  }

  /// Every row of one status becomes a bitmap again; returns how many items they hold.
  std::uint64_t load(const char* status) {
    std::uint64_t size = 0;
    sqlite3_bind_text(read_, 1, status, -1, SQLITE_STATIC);
    while (sqlite3_step(read_) == SQLITE_ROW) {
      const auto length = static_cast<std::size_t>(sqlite3_column_bytes(read_, 1));
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(read_, 1));
      size += Bitmap::readSafe(bytes, length).cardinality();
    }
    sqlite3_reset(read_);
    return size;
  }

  [[nodiscard]] double wal_bytes() const {
    return static_cast<double>(std::filesystem::file_size(folder_ / "chunks.db-wal"));
  }

  void checkpoint() { run("PRAGMA wal_checkpoint(TRUNCATE)"); }

 private:
  static std::string assignment_of(std::uint32_t person) {
    auto digits = std::to_string(person);
    return std::string(24 - digits.size(), '0') + digits;
  }

  void check(int outcome) {
    if (outcome != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(database_));
  }

  void prepare(const char* sql, sqlite3_stmt** statement) {
    check(sqlite3_prepare_v2(database_, sql, -1, statement, nullptr));
  }

  std::filesystem::path folder_ =
      std::filesystem::current_path() / ("chunk_size." + std::to_string(std::random_device{}()));
  sqlite3* database_ = nullptr;
  sqlite3_stmt* write_ = nullptr;
  sqlite3_stmt* erase_ = nullptr;
  sqlite3_stmt* read_ = nullptr;
};

/// A share of all items, a third done; 2,000 further statuses, a hundred in each commit.
void store_statuses(benchmark::State& state) {
  ThirdDone share(state);
  Table table;
  table.run("BEGIN");
  table.put_all(0, "", share.open);
  table.put_all(0, "completed", share.completed);
  table.run("COMMIT");
  table.checkpoint();
  const auto bits = share.open.bits;
  constexpr std::uint32_t statuses = 2'000;
  std::mt19937_64 chance{11};
  std::uint32_t next = items / people / 3;
  for (auto _ : state) {
    for (std::uint32_t i = 0; i < statuses; ++i) {
      const auto ordinal = state.range(1) == walking
                               ? (i % people) * (items / people) + next + i / people
                               : static_cast<std::uint32_t>(chance() % items);
      if (i % 100 == 0) table.run("BEGIN IMMEDIATE");
      share.open.change(ordinal, false);
      share.completed.change(ordinal, true);
      table.put(0, "", share.open, ordinal >> bits);
      table.put(0, "completed", share.completed, ordinal >> bits);
      if (i % 100 == 99) table.run("COMMIT");
    }
    next += statuses / people;
  }
  const auto done = static_cast<double>(state.iterations()) * statuses;
  state.counters["s/status"] =
      benchmark::Counter(done, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["WAL_B/status"] = table.wal_bytes() / done;
}

BENCHMARK(store_statuses)->Apply(over_spans_and_patterns)->Iterations(5)->UseRealTime();

/// The open items go to ten people: cut, rows of the giver erased, rows of the receivers written.
void store_move(benchmark::State& state) {
  const ThirdDone share(state);
  for (auto _ : state) {
    state.PauseTiming();
    {
      Table table;
      table.run("BEGIN");
      table.put_all(0, "", share.open);
      table.put_all(0, "completed", share.completed);
      table.run("COMMIT");
      table.checkpoint();
      state.ResumeTiming();
      table.run("BEGIN IMMEDIATE");
      const auto parts = cut(share.open, 10);
      const Chunked none(share.open.bits);
      for (std::uint32_t i = 0; i < none.chunks.size(); ++i) table.put(0, "", none, i);
      for (std::uint32_t person = 0; person < parts.size(); ++person) {
        table.put_all(person + 1, "", parts[person]);
      }
      table.run("COMMIT");
      state.PauseTiming();
    }
    state.ResumeTiming();
  }
}

BENCHMARK(store_move)->Apply(over_spans_and_patterns)->Iterations(5)->UseRealTime();

/// A cold start reads both sets of the share.
void store_load(benchmark::State& state) {
  const ThirdDone share(state);
  Table table;
  table.run("BEGIN");
  table.put_all(0, "", share.open);
  table.put_all(0, "completed", share.completed);
  table.run("COMMIT");
  for (auto _ : state) {
    benchmark::DoNotOptimize(table.load(""));
    benchmark::DoNotOptimize(table.load("completed"));
  }
}

BENCHMARK(store_load)->Apply(over_spans_and_patterns)->UseRealTime();

}  // namespace
