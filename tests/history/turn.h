#pragma once

#include <span>

#include "model.h"

namespace allot::history {

/// One call on one board.
class Turn {
 public:
  Turn(const Board& board, const Call& call, const Answer& told)
      : board_(board), call_(call), told_(told) {}

  Outcome run();

 private:
  using Work = Board::Work;

  /// What is told of a move besides its plan.
  struct Manner {
    std::map<UserId, AssignmentId> returning;  // who had one of these gets it back (B-293)
    OperationId undo_of;
    std::vector<UserId> came;
    std::vector<UserId> went;
  };

  /// What an undo does now; who comes or goes is not yet what they were before the move.
  struct TakingBack {
    UndoPlan undo;
    std::vector<UserId> come;
    std::vector<UserId> go;
  };

  /// Of those named: who becomes a contributor, and who has a first batch to get.
  struct Arrivals {
    std::vector<UserId> coming;
    std::vector<UserId> first;
  };

  // --- moves

  void create_task();
  void delete_task();
  void set_dismissed(bool dismissed);
  void add();
  void remove();
  void redistribute();
  void redistribute_task();
  void reassign();
  void delete_assignment();
  void delete_item();

  [[nodiscard]] Movable movable(const Work& work) const;
  /// Is the move to be done? Gives the preview where one is asked for or was to be kept to.
  /// `picked` names what the call's items picked; are the contributors others then?
  bool goes_on(
      const Work& work, const Plan& plan, std::uint64_t picked = 0, bool changes_terms = false
  );
  [[nodiscard]] std::vector<Plan> batches_behind() const;
  void tell_next(const Work& work, Plan next);
  /// 0: it names no items.
  [[nodiscard]] std::uint64_t picked_among(const ItemSet& among) const;
  void move(Work& work, Plan plan, const Manner& manner = {});
  /// Takes out the shares that a move left without items, unless they wait (B-101); gives them.
  std::map<UserId, AssignmentId> drop_emptied(Work& work, const Ledger& before, const Plan& plan);
  [[nodiscard]] AssignmentId name_for(const UserId& person, const Manner& manner) const;

  // --- undoing

  void undo();
  void refuse_to_undo_nothing(const Work& work);
  /// nullopt: it is refused (conflict).
  [[nodiscard]] std::optional<TakingBack> plan_taking_back(
      const Work& work, const DoneMove& done, bool include_in_use
  ) const;
  [[nodiscard]] static bool opens_locked(const Work& work, const TakingBack& back);
  static void take_contributors_back(Work& work, const TakingBack& back);
  void offer_behind(Work& work, const TakingBack& back);

  // --- pulling

  void add_to_queue(Work& work);
  void load_batch();
  void clear_batch();
  void change_contributors(bool adds);
  [[nodiscard]] static Arrivals arrivals(const Work& work, std::span<const UserId> asked);
  void add_contributors(Work& work, std::span<const UserId> asked);
  void remove_contributors(Work& work, std::span<const UserId> asked);
  /// Nothing where nothing is pulled, or that is dismissed.
  void offer(Work& work, std::span<const UserId> but_not_to);
  [[nodiscard]] static std::vector<UserId> others_in_turn(
      const Work& work, const Pulling& terms, std::span<const UserId> but_not_to
  );
  void load(Work& work, std::vector<UserId> people);
  void load_first(Work& work, std::span<const UserId> people);
  /// The task of a batch; refuses by itself.
  Work* task_to_pull();
  [[nodiscard]] static bool is_queue(const Holder& holder);
  [[nodiscard]] static bool is_locked(const Work& work, const UserId& person);
  [[nodiscard]] static bool names_locked(const Work& work, std::span<const Load> loads);

  // --- items

  void set_status();
  void change(Work& work, const ItemSet& items);
  /// What is open again with somebody who was removed goes to the queue (B-055).
  void settle_reopened(Work& work, std::span<const ShareChange> changes);
  void annotate();
  void use_item(bool begins);

  // --- reads

  void read_task();
  void see(const Work& work);
  void read_assignment();
  void list_assignments();
  void list_items();
  void read_item();
  void list_operations();
  static SeenAssignment seen(const Share& share);
  [[nodiscard]] SeenItem seen(Ordinal ordinal) const;
  [[nodiscard]] SeenOperation seen(const Work& work, const DoneMove& done) const;

  // --- who and where

  [[nodiscard]] ItemSet own_items() const;
  [[nodiscard]] ItemSet own_items(const Work& work) const;
  /// Annotators see their own assignments only (B-171).
  [[nodiscard]] bool is_visible(const Share& share) const;
  Work* find_task();
  [[nodiscard]] const TaskId& id_of(const Work& work) const;
  /// The task of the call, by its id or its assignment's; nullptr: not there for this caller.
  Work* visible_place();
  /// The same for a move; refuses by itself.
  Work* task_to_move();
  static TaskStatus status_of(const Work& work);

  void refuse(ErrorCode code) { answer_.refused = code; }

  [[nodiscard]] Selection live_items() const;
  [[nodiscard]] std::vector<Load> loads() const;

  Board board_;
  const Call& call_;
  const Answer& told_;
  Answer answer_;
};

}  // namespace allot::history
