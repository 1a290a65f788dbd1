#ifndef TENOR_DISCOUNT_KERNEL_H
#define TENOR_DISCOUNT_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

/// Instructions that a processor may or may not have. Every path rounds a multiply and
/// add once, so all give the same bits.
typedef enum {
  tenor_path_portable = 0,
  tenor_path_avx2 = 1,
  tenor_path_avx512 = 2,
} tenor_path;

/// Flows of many contracts in flat columns, and the table that discounts them.
///
/// out[contract][weight][s] = sum over the contract's flows i, in order, of weights[weight][i] * table[rows[i]][s].
typedef struct {
  /// Flows of contract c are offsets[c] ..< offsets[c + 1].
  const int64_t *offsets;
  /// Row of each flow in the table.
  const int32_t *rows;
  /// One column of flow_count doubles after another.
  const double *weights;
  int64_t flow_count;
  int64_t weight_count;
  /// The contracts, each once; neighbours that share dates are computed together.
  const int32_t *order;
  int64_t contract_count;
  /// Rows of `stride` doubles; stride is a multiple of 4.
  const double *table;
  int64_t stride;
  /// contract_count * weight_count rows of `stride` doubles, overwritten.
  double *out;
} tenor_revaluation;

/// Whether this machine and its operating system run `path`.
bool tenor_path_is_available(tenor_path path);

/// Fills `out`. Precondition: `path` is available and every row is in the table.
void tenor_revalue(const tenor_revaluation *batch, tenor_path path);

#endif
