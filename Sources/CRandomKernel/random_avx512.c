#if defined(__x86_64__)

#define REGISTER 8
#define LANES 16
#define TARGET __attribute__((target("avx512f,avx512dq,avx512vl,avx2,popcnt")))
#define FUNCTIONS random_avx512

#include "random_body.h"

#endif
