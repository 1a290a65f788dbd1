#include "random.h"

#include "CRandomKernel.h"

bool tenor_random_path_is_available(tenor_random_path path) {
  switch (path) {
    case tenor_random_portable: return true;
#if defined(__x86_64__)
    // Both ask the operating system too whether it keeps the registers.
    case tenor_random_avx2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
    case tenor_random_avx512: return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("popcnt");
#else
    case tenor_random_avx2:
    case tenor_random_avx512: return false;
#endif
  }
  return false;
}

static const random_functions *functions_of(tenor_random_path path) {
  switch (path) {
    case tenor_random_portable: return &random_portable;
#if defined(__x86_64__)
    case tenor_random_avx2: return &random_avx2;
    case tenor_random_avx512: return &random_avx512;
#else
    case tenor_random_avx2:
    case tenor_random_avx512: break;
#endif
  }
  return &random_portable;
}

void tenor_philox_uniforms(
  double *first, double *second, int64_t count, uint64_t first_stream, uint64_t number, uint64_t key,
  tenor_random_path path) {
  functions_of(path)->uniforms(first, second, count, first_stream, number, key);
}

void tenor_normal_quantiles(double *values, int64_t count, tenor_random_path path) {
  functions_of(path)->quantiles(values, count);
}
