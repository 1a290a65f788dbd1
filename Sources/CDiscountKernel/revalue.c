#include "CDiscountKernel.h"

#include <string.h>

#include "tile.h"

/// Series between the one that is asked for and the one that is summed: three tiles.
enum { prefetch_distance = 12 };

bool tenor_path_is_available(tenor_path path) {
  switch (path) {
    case tenor_path_portable: return true;
#if defined(__x86_64__)
    // Both ask the operating system too whether it keeps the registers.
    case tenor_path_avx2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case tenor_path_avx512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")
        && tenor_path_is_available(tenor_path_avx2);
#else
    case tenor_path_avx2:
    case tenor_path_avx512: return false;
#endif
  }
  return false;
}

static const tile_functions *functions_of(tenor_path path) {
  switch (path) {
    case tenor_path_portable: return &tile_portable;
#if defined(__x86_64__)
    case tenor_path_avx2: return &tile_avx2;
    case tenor_path_avx512: return &tile_avx512;
#else
    case tenor_path_avx2:
    case tenor_path_avx512: break;
#endif
  }
  return &tile_portable;
}

/// How many of the first `count` rows of `a` and `b` are the same.
static int64_t common_prefix(const int32_t *a, const int32_t *b, int64_t count) {
  int64_t i = 0;
  // Eight rows at a time while they agree; almost all do.
  for (; i + 8 <= count; i += 8) {
    uint64_t x[4], y[4];
    memcpy(x, a + i, sizeof x);
    memcpy(y, b + i, sizeof y);
    if (((x[0] ^ y[0]) | (x[1] ^ y[1]) | (x[2] ^ y[2]) | (x[3] ^ y[3])) != 0) break;
  }
  while (i < count && a[i] == b[i]) i++;
  return i;
}

static void prefetch(const void *start, int64_t bytes) {
  for (int64_t line = 0; line < bytes; line += 64) __builtin_prefetch((const char *)start + line);
}

/// Series `index` in the order of the batch: all weights of a contract, then the next contract.
static tile_series series_at(const tenor_revaluation *batch, int64_t index) {
  const int64_t contract = batch->order[index / batch->weight_count];
  const int64_t weight = index % batch->weight_count;
  const int64_t first = batch->offsets[contract];
  return (tile_series){
    .rows = batch->rows + first,
    .weights = batch->weights + weight * batch->flow_count + first,
    .out = batch->out + (contract * batch->weight_count + weight) * batch->stride,
    .count = batch->offsets[contract + 1] - first,
  };
}

/// Asks for the flows of a series that comes soon: contracts are taken in an order that memory cannot foresee.
static void prefetch_series(const tenor_revaluation *batch, int64_t index) {
  const tile_series s = series_at(batch, index);
  if (index % batch->weight_count == 0) prefetch(s.rows, s.count * (int64_t)sizeof *s.rows);
  prefetch(s.weights, s.count * (int64_t)sizeof *s.weights);
}

void tenor_revalue(const tenor_revaluation *batch, tenor_path path) {
  const tile_functions *functions = functions_of(path);
  const int64_t count = batch->contract_count * batch->weight_count;
  tile t = {.table = batch->table, .stride = batch->stride};
  int64_t next = 0;
  int64_t prefetched = 0;
  while (next < count) {
    for (; prefetched < count && prefetched < next + prefetch_distance; prefetched++)
      prefetch_series(batch, prefetched);
    tile_series lead = series_at(batch, next++);
    lead.shared = lead.count;
    t.series[0] = lead;
    int width = 1;
    while (width < tile_width && next < count) {
      tile_series other = series_at(batch, next);
      const int64_t shorter = other.count < lead.count ? other.count : lead.count;
      other.shared = other.rows == lead.rows ? shorter : common_prefix(lead.rows, other.rows, shorter);
      // A neighbour that shares little with the lead does better as the lead of its own tile.
      if (2 * other.shared < lead.count || 2 * other.shared < other.count) break;
      int place = width++;
      for (; place > 1 && t.series[place - 1].shared < other.shared; place--) t.series[place] = t.series[place - 1];
      t.series[place] = other;
      next++;
    }
    // An empty place writes zeros where the lead, which is stored last, writes its sums.
    for (int k = width; k < tile_width; k++)
      t.series[k] = (tile_series){.rows = lead.rows, .weights = lead.weights, .out = lead.out};
    functions->sum(&t);
    for (int k = 1; k < width; k++) {
      const tile_series *s = &t.series[k];
      if (s->shared < s->count) functions->add_rest(s, s->shared, batch->table, batch->stride);
    }
  }
}
