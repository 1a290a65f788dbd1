#if defined(__x86_64__)

#define LANES 4
#define TARGET __attribute__((target("avx2")))
#define FUNCTIONS random_avx2

#include "random_body.h"

#endif
