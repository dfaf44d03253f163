#include "usecases/integrity/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <unordered_map>

#include "base/check.h"
#include "base/text.h"
#include "domain/status_history.h"

namespace allot {

namespace {

std::string items(std::uint64_t count) {
  return count == 1 ? "1 item" : fmt::format("{} items", count);
}

/// An item as its people know it.
std::string name_of(const Transaction& tx, const DatasetId& dataset, Ordinal ordinal) {
  const auto found = tx.items().at(dataset, {&ordinal, 1});
  if (found.empty()) return fmt::format("ordinal {}, which is no item", ordinal);
  return fmt::format("`{}`, {}", printable(found.front().path), found.front().id.text);
}

/// Runs one part; what breaks it is a finding like others.
void guard(Findings& findings, std::string_view thing, const std::function<void()>& part) {
  try {
    part();
  } catch (const BrokenInvariant&) {
    findings.sentences.push_back(fmt::format("{} cannot be read.", thing));
  } catch (const std::exception& error) {
    findings.sentences.push_back(fmt::format("{} cannot be read ({}).", thing, error.what()));
  }
}

/// Notes what is in the one and not in the other, both ways.
void note_differences(
    const ItemSet& has,
    const ItemSet& should,
    Findings& findings,
    FunctionRef<std::string(const ItemSet& wrong, std::string_view what)> sentence
) {
  ++findings.checked;
  const auto note = [&](const ItemSet& wrong, std::string_view what) {
    if (!wrong.empty()) findings.sentences.push_back(sentence(wrong, what));
  };
  if (has == should) return;
  note(has - should, "should not be");
  note(should - has, "should be");
}

void compare(
    const Transaction& tx,
    const DatasetId& dataset,
    const DatasetFlag& flag,
    const DatasetSets& stored,
    const DatasetSets& counted,
    Findings& findings
) {
  const auto sentence = [&](const ItemSet& wrong, std::string_view what) {
    return fmt::format(
        "Dataset {}: {} {} in the set `{}`, e.g. {}.",
        dataset.text,
        items(wrong.size()),
        what,
        flag.name,
        name_of(tx, dataset, wrong.select(0))
    );
  };
  note_differences(stored.*flag.set, counted.*flag.set, findings, sentence);
}

void compare_annotations(
    const DatasetId& dataset,
    const DatasetSets& stored,
    const DatasetSets& counted,
    Findings& findings
) {
  const auto sentence = [&](const ItemSet& wrong, std::string_view what) {
    return fmt::format(
        "Dataset {}: {} of its annotations {} in their set, e.g. number {}.",
        dataset.text,
        wrong.size(),
        what,
        wrong.select(0)
    );
  };
  note_differences(stored.annotations, counted.annotations, findings, sentence);
}

Findings check_flags(const Transaction& tx) {
  Findings findings;
  for (const auto& dataset : tx.integrity().datasets()) {
    guard(findings, "Dataset " + dataset.text, [&] {
      const auto stored = tx.datasets().sets(dataset);
      const auto counted = tx.integrity().sets_from_rows(dataset);
      for (const auto& flag : dataset_flags) compare(tx, dataset, flag, stored, counted, findings);
      compare_annotations(dataset, stored, counted, findings);
    });
  }
  return findings;
}

void check_ledger(const Transaction& tx, const TaskId& id, Findings& findings) {
  const auto task = tx.tasks().find(id);
  CHECK(task.has_value());
  const auto ledger = tx.ledgers().of(id);
  const auto name = [&](Ordinal item) { return name_of(tx, task->dataset, item); };
  for (const auto& fault : faults_of(*ledger, name)) {
    findings.sentences.push_back(fmt::format("Task {}: {}.", id.text, fault));
  }
  const auto gone = ledger->members - tx.datasets().sets(task->dataset).live;
  if (!gone.empty()) {
    findings.sentences.push_back(fmt::format(
        "Task {}: {} of it {} not in its dataset, e.g. {}.",
        id.text,
        items(gone.size()),
        gone.size() == 1 ? "is" : "are",
        name(gone.select(0))
    ));
  }
}

Findings check_ledgers(const Transaction& tx) {
  Findings findings;
  for (const auto& task : tx.integrity().tasks()) {
    ++findings.checked;
    guard(findings, "Task " + task.text, [&] { check_ledger(tx, task, findings); });
  }
  return findings;
}

/// Task → what the log says of it.
using Histories = std::unordered_map<std::string, StatusHistory>;

Histories read_histories(const Transaction& tx, Findings& findings) {
  Histories histories;
  StatusHistory* latest = nullptr;
  std::string latest_task;
  tx.integrity().visit_status_log([&](const Integrity::StatusLine& line) {
    ++findings.checked;
    // The next line is mostly of the same task.
    if (latest == nullptr || line.task != latest_task) {
      latest_task = line.task;
      latest = &histories[latest_task];
    }
    if (line.items == nullptr) {
      latest->note(line.item, line.word);
    } else {
      latest->note(*line.items, line.word);
    }
  });
  return histories;
}

Findings check_statuses(const Transaction& tx) {
  Findings findings;
  guard(findings, "The status log", [&] {
    auto histories = read_histories(tx, findings);
    for (const auto& task : tx.integrity().tasks()) {
      guard(findings, "Task " + task.text, [&] {
        const auto unknown = without_entry(*tx.ledgers().of(task), histories[task.text].in_force());
        if (unknown.empty()) return;
        const auto row = tx.tasks().find(task);
        CHECK(row.has_value());
        for (const auto& [word, missing] : unknown) {
          findings.sentences.push_back(fmt::format(
              "Task {}: {} with the status `{}` that the log does not say, e.g. {}.",
              task.text,
              items(missing.size()),
              word,
              name_of(tx, row->dataset, missing.select(0))
          ));
        }
      });
    }
  });
  return findings;
}

void check_content(
    const FileStore& files,
    const FileStore::Stored& file,
    std::uint64_t size,
    bool hash,
    Findings& findings
) {
  const auto note = [&](std::string_view what) {
    findings.sentences.push_back(fmt::format("File {}, which items name, {}.", file.sha256, what));
  };
  if (file.size != size) {
    note(fmt::format("has {} bytes instead of {}", file.size, size));
  } else if (hash) {
    guard(findings, "File " + file.sha256, [&] {
      if (sha256_of_file(files.find(file.sha256)) != file.sha256) note("has other bytes");
    });
  }
}

/// Files whose names begin with `digits`; gives how many no item names.
std::uint64_t check_shelf(
    Store& store, const FileStore& files, const std::string& digits, bool hash, Findings& findings
) {
  // In this order: a file that comes later is named by a row that came later still.
  const auto named =
      read(store, [&](const Transaction& tx) { return tx.integrity().contents(digits); });
  const auto kept = files.shelf(digits);
  std::set<std::string_view> found;
  for (const auto& [content, size] : named) {
    ++findings.checked;
    const auto file = std::ranges::lower_bound(kept, content, {}, &FileStore::Stored::sha256);
    if (file == kept.end() || file->sha256 != content) {
      findings.sentences.push_back(fmt::format("File {}, which items name, is not there.", content)
      );
      continue;
    }
    found.insert(file->sha256);
    check_content(files, *file, size, hash, findings);
  }
  return kept.size() - found.size();
}

}  // namespace

std::uint64_t CheckReport::faults() const {
  std::uint64_t count = 0;
  for (const auto& kind : kinds) count += kind.findings.sentences.size();
  return count;
}

CheckReport check_installation(
    Store& store, const FileStore& files, const CheckInstallation& input
) {
  CheckReport report;
  const auto look = [&](const Transaction& tx, std::string name, auto&& check) {
    Findings findings;
    guard(findings, "What is stored of " + name, [&] { findings = check(tx); });
    report.kinds.push_back({std::move(name), std::move(findings)});
  };
  store.run_read([&](const Transaction& tx) {
    look(tx, "database", [](const Transaction& it) { return it.integrity().of_database(); });
    look(tx, "chunks", [](const Transaction& it) { return it.integrity().of_chunks(); });
    look(tx, "rows", [](const Transaction& it) { return it.integrity().of_rows(); });
    look(tx, "flags", check_flags);
    look(tx, "ledgers", check_ledgers);
    look(tx, "statuses", check_statuses);
  });
  Findings findings;
  for (const auto& digits : shelf_names()) {
    guard(findings, "What is stored of files " + digits, [&] {
      report.orphan_files += check_shelf(store, files, digits, input.content, findings);
    });
  }
  report.spooled_files = files.spooled();
  report.kinds.push_back({"files", std::move(findings)});
  return report;
}

}  // namespace allot
