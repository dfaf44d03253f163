#pragma once

#include <string>

#include "base/json_writer.h"
#include "usecases/datasets/read.h"

namespace allot::http {

void write_dataset(JsonWriter& json, const Env& env, const DatasetView& view);
[[nodiscard]] std::string dataset_json(const Env& env, const DatasetView& view);

}  // namespace allot::http
