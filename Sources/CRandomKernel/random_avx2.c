#if defined(__x86_64__)

#define REGISTER 4
#define LANES 16
#define TARGET __attribute__((target("avx2,popcnt")))
#define FUNCTIONS random_avx2

#include "random_body.h"

#endif
