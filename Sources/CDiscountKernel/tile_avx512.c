#if defined(__x86_64__)

#define LANES 8
#define TARGET __attribute__((target("avx512f,avx512vl,avx2,fma")))
#define MULTIPLY_ADD(a, b, sum) __builtin_elementwise_fma(a, b, sum)
// 20 sums, 5 values and 1 weight in 32 registers.
#define TILE_VECTORS 5
#define SINGLE_VECTORS 13
#define FUNCTIONS tile_avx512

#include "tile_body.h"

#endif
