#include "mortgage.h"

bool tenor_mortgage_path_is_available(tenor_mortgage_path path) {
  switch (path) {
    case tenor_mortgage_portable: return true;
#if defined(__x86_64__)
    // Both ask the operating system too whether it keeps the registers.
    case tenor_mortgage_avx2: return __builtin_cpu_supports("avx2");
    case tenor_mortgage_avx512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl") && tenor_mortgage_path_is_available(tenor_mortgage_avx2);
#else
    case tenor_mortgage_avx2:
    case tenor_mortgage_avx512: return false;
#endif
  }
  return false;
}

static const mortgage_functions *functions_of(tenor_mortgage_path path) {
  switch (path) {
    case tenor_mortgage_portable: return &mortgage_portable;
#if defined(__x86_64__)
    case tenor_mortgage_avx2: return &mortgage_avx2;
    case tenor_mortgage_avx512: return &mortgage_avx512;
#else
    case tenor_mortgage_avx2:
    case tenor_mortgage_avx512: break;
#endif
  }
  return &mortgage_portable;
}

void tenor_mortgage_sums(
  const tenor_mortgage_line *line, double *interest, double *principal, tenor_mortgage_path path) {
  functions_of(path)->sums(line, interest, principal);
}

void tenor_mortgage_flows(
  const tenor_mortgage_line *line, const tenor_mortgage_rows *rows, tenor_mortgage_path path) {
  functions_of(path)->flows(line, rows);
}
