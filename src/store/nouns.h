#pragma once

// What use cases ask of storage: one small interface for each noun. Reading methods are const; a
// read transaction hands out only const nouns. Every method runs inside the transaction that it
// came from, and throws StoreFailure when the database breaks down. Lists are in creation order,
// oldest first, unless said otherwise.

#include "store/annotation_lists.h"
#include "store/annotations.h"
#include "store/bulk_changes.h"
#include "store/datasets.h"
#include "store/items.h"
#include "store/operation_nouns.h"
#include "store/people_nouns.h"
#include "store/purges.h"
#include "store/told_nouns.h"
#include "store/work_nouns.h"
