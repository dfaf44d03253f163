#pragma once

#include <memory>
#include <string>

#include "allot/items.h"

namespace allot::inline v1 {

class Session;

/// The items of a dataset that satisfy a query (Filters::to_json) and one more condition (JSON text
/// of an object; "" for none), walked by key while they come in the order of their making, by page
/// else.
[[nodiscard]] ItemPages item_pages(
    std::shared_ptr<Session> session,
    std::string dataset_id,
    std::string query,
    std::string condition = {}
);

/// `{"metadata.system.refs.id": id}`: in this task or assignment.
[[nodiscard]] std::string in_task_or_assignment(const std::string& id);

}  // namespace allot::inline v1
