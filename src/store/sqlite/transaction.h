#pragma once

#include <memory>

#include "store/annotation_log.h"
#include "store/annotation_walk.h"
#include "store/availabilities.h"
#include "store/clones.h"
#include "store/exports.h"
#include "store/item_paths.h"
#include "store/offers.h"
#include "store/pace_nouns.h"
#include "store/sqlite/context.h"
#include "store/store.h"
#include "store/work_lists.h"

namespace allot::sqlite {

// One file for each noun. `context` must outlive what they give.
[[nodiscard]] std::unique_ptr<Users> make_users(Context& context);
[[nodiscard]] std::unique_ptr<Sessions> make_sessions(Context& context);
[[nodiscard]] std::unique_ptr<ApiKeys> make_api_keys(Context& context);
[[nodiscard]] std::unique_ptr<Projects> make_projects(Context& context);
[[nodiscard]] std::unique_ptr<Availabilities> make_availabilities(Context& context);
[[nodiscard]] std::unique_ptr<Datasets> make_datasets(Context& context);
[[nodiscard]] std::unique_ptr<Recipes> make_recipes(Context& context);
[[nodiscard]] std::unique_ptr<Items> make_items(Context& context);
[[nodiscard]] std::unique_ptr<Annotations> make_annotations(Context& context);
[[nodiscard]] std::unique_ptr<AnnotationWalk> make_annotation_walk(Context& context);
[[nodiscard]] std::unique_ptr<Purges> make_purges(Context& context);
[[nodiscard]] std::unique_ptr<ItemPaths> make_item_paths(Context& context);
[[nodiscard]] std::unique_ptr<BulkChanges> make_bulk_changes(Context& context);
[[nodiscard]] std::unique_ptr<AnnotationLists> make_annotation_lists(Context& context);
[[nodiscard]] std::unique_ptr<AnnotationLog> make_annotation_log(Context& context);
[[nodiscard]] std::unique_ptr<Tasks> make_tasks(Context& context);
[[nodiscard]] std::unique_ptr<Assignments> make_assignments(Context& context);
[[nodiscard]] std::unique_ptr<Ledgers> make_ledgers(Context& context);
[[nodiscard]] std::unique_ptr<StatusLog> make_status_log(Context& context);
[[nodiscard]] std::unique_ptr<WorkLists> make_work_lists(Context& context);
[[nodiscard]] std::unique_ptr<Paces> make_paces(Context& context);
[[nodiscard]] std::unique_ptr<Offers> make_offers(Context& context);
[[nodiscard]] std::unique_ptr<Journal> make_journal(Context& context);
[[nodiscard]] std::unique_ptr<Exports> make_exports(Context& context);
[[nodiscard]] std::unique_ptr<Clones> make_clones(Context& context);
[[nodiscard]] std::unique_ptr<Operations> make_operations(Context& context);
[[nodiscard]] std::unique_ptr<Outbox> make_outbox(Context& context);
[[nodiscard]] std::unique_ptr<Inbox> make_inbox(Context& context);
[[nodiscard]] std::unique_ptr<Reminders> make_reminders(Context& context);
[[nodiscard]] std::unique_ptr<Integrity> make_integrity(Context& context);

/// The nouns of one connection; serves one transaction after the other.
class SqliteTransaction final : public Transaction {
 public:
  /// `outside`: what reads outside of a scope; nullptr: this.
  explicit SqliteTransaction(Context& context, const Transaction* outside = nullptr)
      : outside_(outside),
        users_(make_users(context)),
        sessions_(make_sessions(context)),
        api_keys_(make_api_keys(context)),
        projects_(make_projects(context)),
        availabilities_(make_availabilities(context)),
        datasets_(make_datasets(context)),
        recipes_(make_recipes(context)),
        items_(make_items(context)),
        annotations_(make_annotations(context)),
        annotation_walk_(make_annotation_walk(context)),
        purges_(make_purges(context)),
        item_paths_(make_item_paths(context)),
        bulk_changes_(make_bulk_changes(context)),
        annotation_lists_(make_annotation_lists(context)),
        annotation_log_(make_annotation_log(context)),
        tasks_(make_tasks(context)),
        assignments_(make_assignments(context)),
        ledgers_(make_ledgers(context)),
        status_log_(make_status_log(context)),
        work_lists_(make_work_lists(context)),
        paces_(make_paces(context)),
        offers_(make_offers(context)),
        journal_(make_journal(context)),
        exports_(make_exports(context)),
        clones_(make_clones(context)),
        operations_(make_operations(context)),
        outbox_(make_outbox(context)),
        inbox_(make_inbox(context)),
        reminders_(make_reminders(context)),
        integrity_(make_integrity(context)) {}

  Users& users() override { return *users_; }

  Sessions& sessions() override { return *sessions_; }

  ApiKeys& api_keys() override { return *api_keys_; }

  Projects& projects() override { return *projects_; }

  Availabilities& availabilities() override { return *availabilities_; }

  Datasets& datasets() override { return *datasets_; }

  Recipes& recipes() override { return *recipes_; }

  Items& items() override { return *items_; }

  Annotations& annotations() override { return *annotations_; }

  const AnnotationWalk& annotation_walk() const override { return *annotation_walk_; }

  Purges& purges() override { return *purges_; }

  const ItemPaths& item_paths() const override { return *item_paths_; }

  BulkChanges& bulk_changes() override { return *bulk_changes_; }

  AnnotationLists& annotation_lists() override { return *annotation_lists_; }

  AnnotationLog& annotation_log() override { return *annotation_log_; }

  Tasks& tasks() override { return *tasks_; }

  Assignments& assignments() override { return *assignments_; }

  Ledgers& ledgers() override { return *ledgers_; }

  StatusLog& status_log() override { return *status_log_; }

  const WorkLists& work_lists() const override { return *work_lists_; }

  Paces& paces() override { return *paces_; }

  Offers& offers() override { return *offers_; }

  Journal& journal() override { return *journal_; }

  Exports& exports() override { return *exports_; }

  Clones& clones() override { return *clones_; }

  Operations& operations() override { return *operations_; }

  Outbox& outbox() override { return *outbox_; }

  Inbox& inbox() override { return *inbox_; }

  Reminders& reminders() override { return *reminders_; }

  Integrity& integrity() override { return *integrity_; }

  [[nodiscard]] const Transaction& outside() const override {
    return outside_ != nullptr ? *outside_ : *this;
  }

 private:
  const Transaction* outside_;
  std::unique_ptr<Users> users_;
  std::unique_ptr<Sessions> sessions_;
  std::unique_ptr<ApiKeys> api_keys_;
  std::unique_ptr<Projects> projects_;
  std::unique_ptr<Availabilities> availabilities_;
  std::unique_ptr<Datasets> datasets_;
  std::unique_ptr<Recipes> recipes_;
  std::unique_ptr<Items> items_;
  std::unique_ptr<Annotations> annotations_;
  std::unique_ptr<AnnotationWalk> annotation_walk_;
  std::unique_ptr<Purges> purges_;
  std::unique_ptr<ItemPaths> item_paths_;
  std::unique_ptr<BulkChanges> bulk_changes_;
  std::unique_ptr<AnnotationLists> annotation_lists_;
  std::unique_ptr<AnnotationLog> annotation_log_;
  std::unique_ptr<Tasks> tasks_;
  std::unique_ptr<Assignments> assignments_;
  std::unique_ptr<Ledgers> ledgers_;
  std::unique_ptr<StatusLog> status_log_;
  std::unique_ptr<WorkLists> work_lists_;
  std::unique_ptr<Paces> paces_;
  std::unique_ptr<Offers> offers_;
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<Exports> exports_;
  std::unique_ptr<Clones> clones_;
  std::unique_ptr<Operations> operations_;
  std::unique_ptr<Outbox> outbox_;
  std::unique_ptr<Inbox> inbox_;
  std::unique_ptr<Reminders> reminders_;
  std::unique_ptr<Integrity> integrity_;
};

}  // namespace allot::sqlite
