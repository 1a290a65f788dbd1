#if defined(__x86_64__)

#define LANES 4
#define TARGET __attribute__((target("avx2,fma")))
#define MULTIPLY_ADD(a, b, sum) __builtin_elementwise_fma(a, b, sum)
// 8 sums, 2 values and 1 weight. With 12 sums all 16 registers are taken, and the compiler spills in the inner loop.
#define TILE_VECTORS 2
#define SINGLE_VECTORS 13
#define FUNCTIONS tile_avx2

#include "tile_body.h"

#endif
