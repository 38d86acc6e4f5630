/* The parts of the C agent, and of the C++ agent, that are about format 2. */

#ifndef AGENT_AGENT2_H
#define AGENT_AGENT2_H

#include "scenario.h"

/** Plays a scenario of format 2. */
int write_scenario2(const struct scenario *scenario, const char *path);
/** Writes until stdin ends, with a pause behind each step or at full rate. */
int live_write2(const char *path, bool full_rate);
/** Reads for that time, and checks what it sees. */
int live_read2_of(const char *path, double seconds);

#endif
