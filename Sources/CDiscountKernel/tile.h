#ifndef TENOR_TILE_H
#define TENOR_TILE_H

#include <stdint.h>

/// The most series that are summed together.
enum { tile_width = 4 };

/// One contract under one weight: a sum of table rows.
typedef struct {
  const int32_t *rows;
  const double *weights;
  double *out;
  int64_t count;
  /// How many of its first rows are also the first rows of the tile's lead.
  int64_t shared;
} tile_series;

/// Series in falling order of `shared`; the first leads and shares all its rows with itself.
typedef struct {
  tile_series series[tile_width];
  const double *table;
  int64_t stride;
} tile;

/// Sums each series over its shared rows and writes its `out`.
typedef void tile_sum(const tile *tile);
/// Adds the rows from `from` on to what `out` holds.
typedef void tile_continue(const tile_series *series, int64_t from, const double *table, int64_t stride);

typedef struct {
  tile_sum *sum;
  tile_continue *add_rest;
} tile_functions;

extern const tile_functions tile_portable;
#if defined(__x86_64__)
extern const tile_functions tile_avx2;
extern const tile_functions tile_avx512;
#endif

#endif
