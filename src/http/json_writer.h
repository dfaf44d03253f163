#pragma once

#include "base/json_writer.h"
