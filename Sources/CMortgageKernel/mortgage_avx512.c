#if defined(__x86_64__)

#define TARGET __attribute__((target("avx512f,avx512dq,avx512vl,avx2")))
#define FUNCTIONS mortgage_avx512

#include "mortgage_body.h"

#endif
