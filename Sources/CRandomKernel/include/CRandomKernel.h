#ifndef TENOR_RANDOM_KERNEL_H
#define TENOR_RANDOM_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

/// Instructions that a processor may or may not have. Products and sums are rounded one by one on every path, so all give the
/// same bits.
typedef enum {
  tenor_random_portable = 0,
  tenor_random_avx2 = 1,
  tenor_random_avx512 = 2,
} tenor_random_path;

/// Whether this machine and its operating system run `path`.
bool tenor_random_path_is_available(tenor_random_path path);

/// Pair `number` of Philox4x32-10 for each of `count` streams from `first_stream` on, as numbers between 0 and 1 and never
/// either: k + 1/2 of 2^52 equal parts, k the upper 52 bits of two words.
///
/// Neither, or one of `first` and `second` may be null. Precondition: `count` is a multiple of 16 and `path` is available.
void tenor_philox_uniforms(
  double *first, double *second, int64_t count, uint64_t first_stream, uint64_t number, uint64_t key,
  tenor_random_path path);

/// Replaces each probability, above 0 and below 1, by the quantile of the standard normal distribution; error about 1e-15
/// relative. The bits of an element depend on nothing but the element. Precondition: `path` is available.
///
/// Wichura, Algorithm AS 241, Applied Statistics 37 (1988), routine PPND16.
void tenor_normal_quantiles(double *values, int64_t count, tenor_random_path path);

#endif
