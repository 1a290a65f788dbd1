#include "CMachineBounds.h"

#include <time.h>

double tenor_thread_seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

// 12 chains hide the latency of 4 cycles of two units. The empty assembly keeps each sum in a register of its own.
#define CHAINS 12
#define KEEP(sum) __asm__ volatile("" : "+" REGISTER(sum))
#define PEAK(NAME, LANES, TARGET, MULTIPLY_ADD)                                        \
  TARGET static double NAME(int64_t rounds) {                                          \
    typedef double vector __attribute__((ext_vector_type(LANES)));                     \
    vector sums[CHAINS];                                                               \
    vector factor = 0.999999, addend = 1e-6;                                           \
    __asm__ volatile("" : "+" REGISTER(factor), "+" REGISTER(addend));                 \
    _Pragma("clang loop unroll(full)") for (int k = 0; k < CHAINS; k++) sums[k] = k;   \
    for (int64_t i = 0; i < rounds; i++) {                                             \
      _Pragma("clang loop unroll(full)") for (int k = 0; k < CHAINS; k++) {            \
        sums[k] = MULTIPLY_ADD(sums[k], factor, addend);                               \
        KEEP(sums[k]);                                                                 \
      }                                                                                \
    }                                                                                  \
    return 2.0 * LANES * CHAINS * (double)rounds;                                      \
  }

#define SEPARATE(a, b, c) ((a) * (b) + (c))

#if defined(__x86_64__)
#define REGISTER(x) "v"(x)
PEAK(peak_256, 4, __attribute__((target("avx2,fma"))), __builtin_elementwise_fma)
PEAK(peak_512, 8, __attribute__((target("avx512f,avx512vl,avx2,fma"))), __builtin_elementwise_fma)
#undef REGISTER
#define REGISTER(x) "x"(x)
PEAK(peak_128, 2, , SEPARATE)
#else
#define REGISTER(x) "w"(x)
PEAK(peak_128, 2, , __builtin_elementwise_fma)
#endif

double tenor_peak_multiply_adds(int bits, int64_t rounds) {
#if defined(__x86_64__)
  if (bits == 512) return peak_512(rounds);
  if (bits == 256) return peak_256(rounds);
#endif
  return peak_128(rounds);
}

double tenor_stream_sum(const double *values, int64_t count) {
  double sums[16] = {0};
  for (int64_t i = 0; i + 16 <= count; i += 16) {
    for (int k = 0; k < 16; k++) sums[k] += values[i + k];
  }
  double sum = 0;
  for (int k = 0; k < 16; k++) sum += sums[k];
  return sum;
}
