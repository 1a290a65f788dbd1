// For any processor. Multiply and add are fused as on the other paths, by instruction or by the C library, so that every
// machine gives the same bits; without the instruction that is slow, and right.

#define LANES 2
#define TARGET
#define MULTIPLY_ADD(a, b, sum) __builtin_elementwise_fma(a, b, sum)
// 8 sums, 2 values, 1 weight and 1 product in 16 registers.
#define TILE_VECTORS 2
#define SINGLE_VECTORS 6
#define FUNCTIONS tile_portable

#include "tile_body.h"
