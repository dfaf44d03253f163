#pragma once

#include "base/json_writer.h"
#include "domain/entities.h"
#include "usecases/env.h"

namespace allot::http {

void write_recipe(JsonWriter& json, const Env& env, const Recipe& recipe);
void write_ontology(JsonWriter& json, const Env& env, const Ontology& ontology);

}  // namespace allot::http
