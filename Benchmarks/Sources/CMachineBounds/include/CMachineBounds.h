#ifndef TENOR_MACHINE_BOUNDS_H
#define TENOR_MACHINE_BOUNDS_H

#include <stdint.h>

/// Runs `rounds` rounds of independent multiply-adds in registers with vectors of `bits` bits (128, 256 or 512, which
/// the machine must have) and returns the floating-point operations done.
double tenor_peak_multiply_adds(int bits, int64_t rounds);

/// Adds up `count` doubles, as fast as memory gives them.
double tenor_stream_sum(const double *values, int64_t count);

/// Seconds of processor time this thread has used.
double tenor_thread_seconds(void);

#endif
