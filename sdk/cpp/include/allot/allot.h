#pragma once

// Everything of the client SDK. `allot::connect` reaches a server; `allot::open`
// (allot/embedded.h, library allot::embedded) needs none.

#include "allot/calls.h"
#include "allot/client.h"
#include "allot/clones.h"
#include "allot/commands.h"
#include "allot/errors.h"
#include "allot/events.h"
#include "allot/filters.h"
#include "allot/inbox.h"
#include "allot/operations.h"
#include "allot/output_file.h"
#include "allot/pace.h"
#include "allot/pages.h"
#include "allot/plans.h"
#include "allot/projects.h"
#include "allot/pulling.h"
#include "allot/states.h"
#include "allot/times.h"
#include "allot/version.h"
#include "allot/work_lists.h"
#include "allot/workload.h"
