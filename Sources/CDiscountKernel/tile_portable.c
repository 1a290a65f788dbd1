// For any processor: multiply and add round separately, as the language says.
#pragma STDC FP_CONTRACT OFF

#define LANES 2
#define TARGET
#define MULTIPLY_ADD(a, b, sum) ((a) * (b) + (sum))
// 8 sums, 2 values, 1 weight and 1 product in 16 registers.
#define TILE_VECTORS 2
#define SINGLE_VECTORS 6
#define FUNCTIONS tile_portable

#include "tile_body.h"
