// Random numbers and normal quantiles, written once for every path. The including file defines
//   REGISTER   doubles in a register
//   LANES      numbers that are taken through the same steps at once: several registers, as each step waits for the one before
//   TARGET     the function attribute that allows its instructions, or nothing
//   FUNCTIONS  the name of the table of functions
//
// Only operations that IEEE 754 rounds correctly are used, none of them fused and in the same order on each path, so that the
// bits of a number depend neither on the machine nor on its neighbours.

#include <stdint.h>
#include <string.h>

#if REGISTER > 2
#include <immintrin.h>
#endif

#include "random.h"

#pragma clang fp contract(off)
// How vectors wider than a register are handed over does not matter: every function that takes one is inlined.
#pragma clang diagnostic ignored "-Wpsabi"

typedef double vector __attribute__((ext_vector_type(LANES)));
typedef uint64_t words __attribute__((ext_vector_type(LANES)));
typedef int64_t mask __attribute__((ext_vector_type(LANES)));

#define INLINE static inline __attribute__((always_inline)) TARGET
/// Numbers whose long way is taken together: many, as the last `LANES` of them are not full.
enum { chunk = 1024 };

INLINE vector load(const double *address) {
  vector value;
  memcpy(&value, address, sizeof value);
  return value;
}

INLINE void store(double *address, vector value) { memcpy(address, &value, sizeof value); }

INLINE vector as_doubles(words bits) {
  vector value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

INLINE words as_words(vector value) {
  words bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

/// A number between 0 and 1 from the upper 52 bits. With the exponent of 1 they are a number from 1 to 2; all steps are exact.
INLINE vector centre(words bits) { return (as_doubles((bits >> 12) | 0x3FF0000000000000) - 1) + 0x1p-53; }

TARGET static void uniforms(
  double *first, double *second, int64_t count, uint64_t stream, uint64_t number, uint64_t key) {
  const uint64_t lower = 0xFFFFFFFF;
  words streams;
  for (int lane = 0; lane < LANES; lane++) streams[lane] = stream + (uint64_t)lane;
  for (int64_t i = 0; i < count; i += LANES, streams += LANES) {
    // Each lane is a word in the lower half of 64 bits, where a product of two words has room. What stands in the upper half
    // counts for nothing: products leave it out.
    words c0 = streams, c1 = streams >> 32;
    words c2 = (words)(number & lower), c3 = (words)(number >> 32);
    uint64_t k0 = key & lower, k1 = key >> 32;
#pragma clang loop unroll(full)
    for (int round = 0; round < 10; round++) {
      const words a = (c0 & lower) * 0xD2511F53;
      const words b = (c2 & lower) * 0xCD9E8D57;
      c0 = (b >> 32) ^ c1 ^ k0;
      c2 = (a >> 32) ^ c3 ^ k1;
      c1 = b;
      c3 = a;
      k0 = (k0 + 0x9E3779B9) & lower;
      k1 = (k1 + 0xBB67AE85) & lower;
    }
    if (first) store(first + i, centre((c1 << 32) | (c0 & lower)));
    if (second) store(second + i, centre((c3 << 32) | (c2 & lower)));
  }
}

/// Probabilities from 0.075 to 0.925.
INLINE vector central(vector probability) {
  const vector q = probability - 0.5;
  const vector r = 0.180625 - q * q;
  vector above = r * 2509.0809287301226727 + 33430.575583588128105;
  vector below = r * 5226.495278852545925 + 28729.085735721942674;
  above = above * r + 67265.770927008700853;
  below = below * r + 39307.89580009271061;
  above = above * r + 45921.953931549871457;
  below = below * r + 21213.794301586595867;
  above = above * r + 13731.693765509461125;
  below = below * r + 5394.1960214247511077;
  above = above * r + 1971.5909503065514427;
  below = below * r + 687.1870074920579083;
  above = above * r + 133.14166789178437745;
  below = below * r + 42.313330701600911252;
  above = above * r + 3.387132872796366608;
  below = below * r + 1;
  return q * above / below;
}

/// The natural logarithm of positive numbers in the normal range; error about 1 ulp.
INLINE vector logarithm(vector x) {
  // x = m 2^n with m from 0.707 to 1.414, where the upper word of 0.707 is 3FE6A09E; log m = 2 artanh s.
  const words bits = as_words(x);
  const words offset = bits - 0x3FE6A09E00000000;
  const vector m = as_doubles((offset & 0x000FFFFFFFFFFFFF) + 0x3FE6A09E00000000);
  // n + 1023 in the low bits of 2^52 makes a double without a conversion.
  const vector n = as_doubles(((offset + 0x3FF0000000000000) >> 52) | 0x4330000000000000) - (0x1p52 + 1023);
  const vector s = (m - 1) / (m + 1);
  const vector z = s * s;
  // The series of artanh; the first term left out is below 4e-19 of the sum.
  vector sum = z * (2.0 / 23) + 2.0 / 21;
  sum = sum * z + 2.0 / 19;
  sum = sum * z + 2.0 / 17;
  sum = sum * z + 2.0 / 15;
  sum = sum * z + 2.0 / 13;
  sum = sum * z + 2.0 / 11;
  sum = sum * z + 2.0 / 9;
  sum = sum * z + 2.0 / 7;
  sum = sum * z + 2.0 / 5;
  sum = sum * z + 2.0 / 3;
  const vector tail = s * (z * sum);
  // ln 2 in two parts, the first with enough trailing zeros for n times it to be exact.
  return n * 0x1.62e42feep-1 + (2 * s + (tail + n * 0x1.a39ef35793c76p-33));
}

/// What is farther than 5 in the square root of minus a logarithm: one number in 10^11.
static double farthest(double r) {
  const double s = r - 5;
  const double above =
    (((((((2.01033439929228813265e-7 * s + 2.71155556874348757815e-5) * s + 0.0012426609473880784386) * s
         + 0.026532189526576123093) * s + 0.29656057182850489123) * s + 1.7848265399172913358) * s
      + 5.4637849111641143699) * s + 6.6579046435011037772);
  const double below =
    (((((((2.04426310338993978564e-15 * s + 1.4215117583164458887e-7) * s + 1.8463183175100546818e-5) * s
         + 7.868691311456132591e-4) * s + 0.0148753612908506148525) * s + 0.13692988092273580531) * s
      + 0.59983220655588793769) * s + 1);
  return above / below;
}

/// Probabilities below 0.075 and above 0.925.
INLINE vector outer(vector probability) {
  const mask upper = probability > 0.5;
  const vector r = __builtin_elementwise_sqrt(-logarithm(upper ? 1 - probability : probability));
  const vector s = r - 1.6;
  vector above = s * 7.7454501427834140764e-4 + 0.0227238449892691845833;
  vector below = s * 1.05075007164441684324e-9 + 5.475938084995344946e-4;
  above = above * s + 0.24178072517745061177;
  below = below * s + 0.0151986665636164571966;
  above = above * s + 1.27045825245236838258;
  below = below * s + 0.14810397642748007459;
  above = above * s + 3.64784832476320460504;
  below = below * s + 0.68976733498510000455;
  above = above * s + 5.7694972214606914055;
  below = below * s + 1.6763848301838038494;
  above = above * s + 4.6303378461565452959;
  below = below * s + 2.05319162663775882187;
  above = above * s + 1.42343711074968357734;
  below = below * s + 1;
  vector x = above / below;
  if (__builtin_expect(__builtin_reduce_or(r > 5) != 0, 0))
    for (int lane = 0; lane < LANES; lane++)
      if (r[lane] > 5) x[lane] = farthest(r[lane]);
  return upper ? x : -x;
}

#if REGISTER == 4
/// The places that are wanted of four, by a bit for each, and the halves of the doubles that stand there; zeros behind them.
static const int32_t wanted_places[16][4] __attribute__((aligned(16))) = {
  {0, 0, 0, 0}, {0, 0, 0, 0}, {1, 0, 0, 0}, {0, 1, 0, 0},
  {2, 0, 0, 0}, {0, 2, 0, 0}, {1, 2, 0, 0}, {0, 1, 2, 0},
  {3, 0, 0, 0}, {0, 3, 0, 0}, {1, 3, 0, 0}, {0, 1, 3, 0},
  {2, 3, 0, 0}, {0, 2, 3, 0}, {1, 2, 3, 0}, {0, 1, 2, 3},
};
static const int32_t wanted_halves[16][8] __attribute__((aligned(32))) = {
  {0, 1, 0, 1, 0, 1, 0, 1}, {0, 1, 0, 1, 0, 1, 0, 1}, {2, 3, 0, 1, 0, 1, 0, 1}, {0, 1, 2, 3, 0, 1, 0, 1},
  {4, 5, 0, 1, 0, 1, 0, 1}, {0, 1, 4, 5, 0, 1, 0, 1}, {2, 3, 4, 5, 0, 1, 0, 1}, {0, 1, 2, 3, 4, 5, 0, 1},
  {6, 7, 0, 1, 0, 1, 0, 1}, {0, 1, 6, 7, 0, 1, 0, 1}, {2, 3, 6, 7, 0, 1, 0, 1}, {0, 1, 2, 3, 6, 7, 0, 1},
  {4, 5, 6, 7, 0, 1, 0, 1}, {0, 1, 4, 5, 6, 7, 0, 1}, {2, 3, 4, 5, 6, 7, 0, 1}, {0, 1, 2, 3, 4, 5, 6, 7},
};
#endif

/// Copies the probabilities below 0.075 and above 0.925 and their places; gives how many there are.
INLINE int64_t gather_outer(const double *values, int64_t count, double *outer, int32_t *places) {
  int64_t found = 0, i = 0;
#if REGISTER == 8
  __m256i place = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  for (; i + 8 <= count; i += 8, place = _mm256_add_epi32(place, _mm256_set1_epi32(8))) {
    const __m512d eight = _mm512_loadu_pd(values + i);
    const __mmask8 is_outer =
      _mm512_cmp_pd_mask(_mm512_abs_pd(_mm512_sub_pd(eight, _mm512_set1_pd(0.5))), _mm512_set1_pd(0.425), _CMP_GT_OQ);
    _mm512_storeu_pd(outer + found, _mm512_maskz_compress_pd(is_outer, eight));
    _mm256_storeu_si256((__m256i *)(places + found), _mm256_maskz_compress_epi32(is_outer, place));
    found += __builtin_popcount(is_outer);
  }
#elif REGISTER == 4
  const __m128i *const places_in_four = (const __m128i *)wanted_places;
  const __m256i *const halves_in_four = (const __m256i *)wanted_halves;
  for (; i + 4 <= count; i += 4) {
    const __m256d four = _mm256_loadu_pd(values + i);
    const __m256d distance = _mm256_andnot_pd(_mm256_set1_pd(-0.0), _mm256_sub_pd(four, _mm256_set1_pd(0.5)));
    const int is_outer = _mm256_movemask_pd(_mm256_cmp_pd(distance, _mm256_set1_pd(0.425), _CMP_GT_OQ));
    const __m256i wanted = _mm256_permutevar8x32_epi32(_mm256_castpd_si256(four), halves_in_four[is_outer]);
    _mm256_storeu_si256((__m256i *)(outer + found), wanted);
    _mm_storeu_si128((__m128i *)(places + found), _mm_add_epi32(_mm_set1_epi32((int)i), places_in_four[is_outer]));
    found += __builtin_popcount((unsigned)is_outer);
  }
#endif
  // What is not wanted is written over by the next.
  for (; i < count; i++) {
    outer[found] = values[i];
    places[found] = (int32_t)i;
    found += __builtin_fabs(values[i] - 0.5) > 0.425;
  }
  return found;
}

/// At most `chunk` numbers: first all as if they were near the middle, then again those that are not, gathered so that their
/// longer way is taken for many at a time as well.
INLINE void quantiles_of_chunk(double *values, int64_t count) {
  double far[chunk + LANES];
  int32_t places[chunk + LANES];
  const int64_t found = gather_outer(values, count, far, places);
  int64_t i = 0;
  for (; i + LANES <= count; i += LANES) store(values + i, central(load(values + i)));
  for (; i < count; i++) values[i] = central((vector)values[i])[0];
  // What fills up the last vector is thrown away.
  for (int lane = 0; lane < LANES; lane++) far[found + lane] = 0.25;
  for (int64_t k = 0; k < found; k += LANES) store(far + k, outer(load(far + k)));
  for (int64_t k = 0; k < found; k++) values[places[k]] = far[k];
}

TARGET static void quantiles(double *values, int64_t count) {
  int64_t start = 0;
  for (; start + chunk <= count; start += chunk) quantiles_of_chunk(values + start, chunk);
  if (start < count) quantiles_of_chunk(values + start, count - start);
}

const random_functions FUNCTIONS = {.uniforms = uniforms, .quantiles = quantiles};
