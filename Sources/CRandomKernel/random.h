#ifndef TENOR_RANDOM_H
#define TENOR_RANDOM_H

#include <stdint.h>

typedef struct {
  void (*uniforms)(double *first, double *second, int64_t count, uint64_t stream, uint64_t number, uint64_t key);
  void (*quantiles)(double *values, int64_t count);
} random_functions;

extern const random_functions random_portable;
#if defined(__x86_64__)
extern const random_functions random_avx2;
extern const random_functions random_avx512;
#endif

#endif
