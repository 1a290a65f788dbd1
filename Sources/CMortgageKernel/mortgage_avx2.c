#if defined(__x86_64__)

#define TARGET __attribute__((target("avx2")))
#define FUNCTIONS mortgage_avx2

#include "mortgage_body.h"

#endif
