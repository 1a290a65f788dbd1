// The tile written once for every path. The including file defines
//   LANES                    doubles in a vector
//   TARGET                   the function attribute that allows its instructions, or nothing
//   MULTIPLY_ADD(a, b, sum)  a * b + sum, rounded once
//   TILE_VECTORS             vectors of a row held at once for four series: 4 sums each, and the row itself
//   SINGLE_VECTORS           the same for one series
//   FUNCTIONS                the name of the table of functions
//
// Every sum is one chain of additions in the order of the flows, whatever the tile, the block of columns or the width
// of a vector: its bits depend on nothing but the flows and the table.

#include <stdint.h>
#include <string.h>

#include "tile.h"

typedef double vector __attribute__((ext_vector_type(LANES)));
typedef double vector4 __attribute__((ext_vector_type(4)));

#define INLINE static inline __attribute__((always_inline)) TARGET
#define UNROLL _Pragma("clang loop unroll(full)")

INLINE vector load(const double *address) {
  vector value;
  memcpy(&value, address, sizeof value);
  return value;
}

INLINE void store(double *address, vector value) { memcpy(address, &value, sizeof value); }

/// Adds rows `from` ..< `to` of the lead to the first `width` series.
INLINE void add_rows(
  const tile *t, int64_t column, int64_t from, int64_t to, const int width, const int vectors,
  vector sums[tile_width][TILE_VECTORS]) {
  const int32_t *rows = t->series[0].rows;
  for (int64_t i = from; i < to; i++) {
    const double *row = t->table + rows[i] * t->stride + column;
    vector values[TILE_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++) values[v] = load(row + v * LANES);
    UNROLL for (int k = 0; k < width; k++) {
      const vector weight = t->series[k].weights[i];
      UNROLL for (int v = 0; v < vectors; v++) sums[k][v] = MULTIPLY_ADD(weight, values[v], sums[k][v]);
    }
  }
}

INLINE void store_series(
  const tile *t, int64_t column, const int k, const int vectors, vector sums[tile_width][TILE_VECTORS]) {
  UNROLL for (int v = 0; v < vectors; v++) store(t->series[k].out + column + v * LANES, sums[k][v]);
}

/// All series of the tile over `vectors` vectors of columns; series leave as their shared rows end, the last first.
INLINE void sum_block(const tile *t, int64_t column, const int vectors) {
  vector sums[tile_width][TILE_VECTORS];
  UNROLL for (int k = 0; k < tile_width; k++) {
    UNROLL for (int v = 0; v < vectors; v++) sums[k][v] = 0.0;
  }
  const tile_series *s = t->series;
  add_rows(t, column, 0, s[3].shared, 4, vectors, sums);
  store_series(t, column, 3, vectors, sums);
  add_rows(t, column, s[3].shared, s[2].shared, 3, vectors, sums);
  store_series(t, column, 2, vectors, sums);
  add_rows(t, column, s[2].shared, s[1].shared, 2, vectors, sums);
  store_series(t, column, 1, vectors, sums);
  add_rows(t, column, s[1].shared, s[0].shared, 1, vectors, sums);
  store_series(t, column, 0, vectors, sums);
}

/// One series over `vectors` vectors of columns, from what `out` holds.
INLINE void add_block(
  const tile_series *s, int64_t from, const double *table, int64_t stride, int64_t column, const int vectors) {
  vector sums[SINGLE_VECTORS];
  UNROLL for (int v = 0; v < vectors; v++) sums[v] = load(s->out + column + v * LANES);
  for (int64_t i = from; i < s->count; i++) {
    const double *row = table + s->rows[i] * stride + column;
    const vector weight = s->weights[i];
    UNROLL for (int v = 0; v < vectors; v++) sums[v] = MULTIPLY_ADD(weight, load(row + v * LANES), sums[v]);
  }
  UNROLL for (int v = 0; v < vectors; v++) store(s->out + column + v * LANES, sums[v]);
}

#if LANES == 8
/// The last four columns where the stride is no multiple of 8.
INLINE void sum_last_four(const tile_series *s, int64_t from, int64_t to, const double *table, int64_t stride) {
  const int64_t column = stride - 4;
  vector4 sum = 0.0;
  if (from > 0) memcpy(&sum, s->out + column, sizeof sum);
  for (int64_t i = from; i < to; i++) {
    vector4 values;
    memcpy(&values, table + s->rows[i] * stride + column, sizeof values);
    sum = MULTIPLY_ADD((vector4)s->weights[i], values, sum);
  }
  memcpy(s->out + column, &sum, sizeof sum);
}
#endif

TARGET static void sum_tile(const tile *t) {
  const int64_t whole = t->stride / LANES;
  int64_t v = 0;
  for (; v + TILE_VECTORS <= whole; v += TILE_VECTORS) sum_block(t, v * LANES, TILE_VECTORS);
  // What is left is less than TILE_VECTORS.
  switch (whole - v) {
#if TILE_VECTORS > 4
    case 4: sum_block(t, v * LANES, 4); break;
#endif
#if TILE_VECTORS > 3
    case 3: sum_block(t, v * LANES, 3); break;
#endif
    case 2: sum_block(t, v * LANES, 2); break;
    case 1: sum_block(t, v * LANES, 1); break;
    default: break;
  }
#if LANES == 8
  if (t->stride % 8 != 0) {
    for (int k = tile_width - 1; k >= 0; k--)
      sum_last_four(&t->series[k], 0, t->series[k].shared, t->table, t->stride);
  }
#endif
}

TARGET static void add_rest(const tile_series *s, int64_t from, const double *table, int64_t stride) {
  const int64_t whole = stride / LANES;
  int64_t v = 0;
  for (; v + SINGLE_VECTORS <= whole; v += SINGLE_VECTORS)
    add_block(s, from, table, stride, v * LANES, SINGLE_VECTORS);
  for (; v + 4 <= whole; v += 4) add_block(s, from, table, stride, v * LANES, 4);
  for (; v < whole; v++) add_block(s, from, table, stride, v * LANES, 1);
#if LANES == 8
  if (stride % 8 != 0) sum_last_four(s, from, s->count, table, stride);
#endif
}

const tile_functions FUNCTIONS = {.sum = sum_tile, .add_rest = add_rest};
