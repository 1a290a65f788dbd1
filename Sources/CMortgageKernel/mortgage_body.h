// Loans run off on many paths at once, written once for every set of instructions. The including file defines
//   TARGET     the function attribute that allows its instructions, or nothing
//   FUNCTIONS  the name of the table of functions
//
// Eight paths stand in a vector, which the compiler cuts into what the instructions have. Only operations that IEEE 754 rounds
// correctly are used, none of them fused and in the same order everywhere, so that the bits are those of every machine.

#include <stdint.h>
#include <string.h>

#include "mortgage.h"

#pragma clang fp contract(off)
// Vectors are passed within this file only, by functions that are always inlined.
#pragma clang diagnostic ignored "-Wpsabi"

enum { width = 8, groups = tenor_mortgage_lanes / width };

typedef double vector __attribute__((ext_vector_type(8)));
typedef uint64_t words __attribute__((ext_vector_type(8)));

#define INLINE static inline __attribute__((always_inline)) TARGET

INLINE vector load(const double *address) {
  vector value;
  memcpy(&value, address, sizeof value);
  return value;
}

INLINE void store(double *address, vector value) { memcpy(address, &value, sizeof value); }

INLINE vector lower(vector a, vector b) { return a < b ? a : b; }
INLINE vector higher(vector a, vector b) { return a > b ? a : b; }

INLINE double sum(vector v) { return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7])); }

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

/// The natural logarithm of positive numbers in the normal range; error about 1 ulp.
INLINE vector logarithm(vector x) {
  // x = m 2^n with m from 0.707 to 1.414, where the upper word of 0.707 is 3FE6A09E; log m = 2 artanh s.
  const words offset = as_words(x) - 0x3FE6A09E00000000;
  const vector m = as_doubles((offset & 0x000FFFFFFFFFFFFF) + 0x3FE6A09E00000000);
  // n + 1023 in the low bits of 2^52 makes a double without a conversion.
  const vector n = as_doubles(((offset + 0x3FF0000000000000) >> 52) | 0x4330000000000000) - (0x1p52 + 1023);
  const vector s = (m - 1) / (m + 1);
  const vector z = s * s;
  // The series of artanh; the first term left out is below 4e-19 of the sum.
  vector series = z * (2.0 / 23) + 2.0 / 21;
  series = series * z + 2.0 / 19;
  series = series * z + 2.0 / 17;
  series = series * z + 2.0 / 15;
  series = series * z + 2.0 / 13;
  series = series * z + 2.0 / 11;
  series = series * z + 2.0 / 9;
  series = series * z + 2.0 / 7;
  series = series * z + 2.0 / 5;
  series = series * z + 2.0 / 3;
  const vector tail = s * (z * series);
  // ln 2 in two parts, the first with enough trailing zeros for n times it to be exact.
  return n * 0x1.62e42feep-1 + (2 * s + (tail + n * 0x1.a39ef35793c76p-33));
}

/// e to the power of numbers between -700 and 700; the Taylor polynomial of degree 13.
INLINE vector exponential(vector x) {
  const vector shifted = x * 1.4426950408889634 + 0x1.8p52;
  const vector n = shifted - 0x1.8p52;
  const vector r = (x - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33;
  vector series = r * (1.0 / 6227020800) + 1.0 / 479001600;
  series = series * r + 1.0 / 39916800;
  series = series * r + 1.0 / 3628800;
  series = series * r + 1.0 / 362880;
  series = series * r + 1.0 / 40320;
  series = series * r + 1.0 / 5040;
  series = series * r + 1.0 / 720;
  series = series * r + 1.0 / 120;
  series = series * r + 1.0 / 24;
  series = series * r + 1.0 / 6;
  series = series * r + 0.5;
  series = series * r + 1;
  series = series * r + 1;
  return series * as_doubles((as_words(shifted) + 1023) << 52);
}

/// The arc tangent; error about 2 ulp. Moshier, Cephes Mathematical Library 2.8 (2000), atan.c.
INLINE vector arc_tangent(vector x) {
  const vector size = x < 0 ? -x : x;
  const vector above = size > 2.41421356237309504880 ? (vector)-1 : size > 0.66 ? size - 1 : size;
  const vector below = size > 2.41421356237309504880 ? size : size > 0.66 ? size + 1 : (vector)1;
  const vector base =
    size > 2.41421356237309504880 ? (vector)1.57079632679489661923 : size > 0.66 ? (vector)0.785398163397448309616 : (vector)0;
  const vector t = above / below;
  const vector z = t * t;
  vector p = z * -8.750608600031904122785e-1 - 1.615753718733365076637e1;
  p = p * z - 7.500855792314704667340e1;
  p = p * z - 1.228866684490136173410e2;
  p = p * z - 6.485021904942025371773e1;
  vector q = z + 2.485846490142306297962e1;
  q = q * z + 1.650270098316988542046e2;
  q = q * z + 4.328810604912902668951e2;
  q = q * z + 4.853903996359136964868e2;
  q = q * z + 1.945506571482613964425e2;
  const vector result = base + (t + t * (z * p / q));
  return x < 0 ? -result : result;
}

/// SMM by turnover and refinancing; `active` moves a month on.
INLINE vector turnover_refinancing(
  const tenor_prepayment *model, const tenor_mortgage_month *month, vector rate, vector signal, vector *active) {
  const vector incentive = month->note_rate - rate;
  const vector lock_in = higher((vector)model->lock_in_floor, 1 + model->lock_in_slope * lower((vector)0, incentive));
  const vector moving = lower((vector)1, month->turnover * lock_in);
  const vector curve = model->least + model->range / (1 + month->power * signal);
  const vector refinanced = curve * month->refinancing;
  const vector staying = (1 - moving) * model->uncurtailed;
  const vector active_left = *active * staying * (1 - lower((vector)1, refinanced));
  const vector passive_left = (1 - *active) * staying * (1 - lower((vector)1, refinanced * model->passive));
  const vector left = active_left + passive_left;
  *active = left > 0 ? active_left / left : (vector)0;
  return 1 - left;
}

/// SMM by Richard and Roll; `left` of the pool moves a month on.
INLINE vector richard_roll(
  const tenor_prepayment *model, const tenor_mortgage_month *month, vector signal, vector *left) {
  const vector slope = arc_tangent(model->steepness * (model->midpoint - month->note_rate * signal));
  const vector refinancing = model->level - model->amplitude * slope;
  const vector burnout = model->burnout_floor + (1 - model->burnout_floor) * *left;
  const vector annual = lower(higher(refinancing * month->turnover * burnout, (vector)0), (vector)1);
  // What is left of nothing is as good as nothing.
  const vector staying = exponential(logarithm(higher(1 - annual, (vector)1e-300)) / 12);
  *left = *left * (month->ratio * staying);
  return 1 - staying;
}

/// A line on all lanes: sums of what is discounted, or rows of flows.
INLINE void run(
  const tenor_mortgage_line *line, double *interest, double *principal, double *columns, int64_t stride,
  const bool is_richard_roll, const bool has_defaults, const bool has_rows) {
  const tenor_prepayment model = line->model;
  vector performing[groups], in_default[groups], state[groups];
  for (int g = 0; g < groups; g++) {
    performing[g] = line->balance;
    in_default[g] = 0;
    state[g] = line->active;
  }
  const int64_t slots = line->lag + 1;
  for (int64_t m = 0; m < line->month_count; m++) {
    const tenor_mortgage_month month = line->months[m];
    const bool is_due = m < line->term;
    const int64_t seen = m - model.lag;
    const int64_t past = line->past_count + seen;
    const double *rates = seen < 0 ? line->past_rates + past * tenor_mortgage_lanes : line->rates + seen * tenor_mortgage_lanes;
    const double *signals =
      seen < 0 ? line->past_signals + past * tenor_mortgage_lanes : line->signals + seen * tenor_mortgage_lanes;
    const double *discounts = line->discounts + m * tenor_mortgage_lanes;
    double *slot = line->defaulted + m % slots * tenor_mortgage_lanes;
    const double *due_slot = line->defaulted + (m + 1) % slots * tenor_mortgage_lanes;
    vector first = 0, second = 0;
    for (int g = 0; g < groups; g++) {
      const int lane = g * width;
      vector smm = 0;
      if (is_due) {
        smm = is_richard_roll
          ? richard_roll(&model, &month, load(signals + lane), &state[g])
          : turnover_refinancing(&model, &month, load(rates + lane), load(signals + lane), &state[g]);
        smm = lower((vector)1, smm * month.multiple);
      }
      const vector before = performing[g];
      vector new = 0, surviving = before, prepaid, liquidated = 0, lost = 0, advanced = 0, base = before;
      if (has_defaults) {
        new = before * month.defaults;
        store(slot + lane, new);
        surviving = before - new;
        prepaid = lower(before * month.ratio * smm, surviving * month.ratio);
        const vector at_default = m >= line->lag ? load(due_slot + lane) : (vector)0;
        liquidated = at_default * month.liquidated;
        lost = at_default * month.lost;
        const vector waiting = new + in_default[g];
        advanced = (waiting - liquidated) * month.advanced;
        base = surviving + waiting * month.advances;
        in_default[g] = higher((vector)0, waiting - liquidated - advanced);
      } else {
        prepaid = before * month.ratio * smm;
      }
      performing[g] = surviving * month.ratio - prepaid;
      if (has_rows) {
        const vector values[tenor_mortgage_columns] = {
          performing[g], in_default[g], base * month.rate - surviving * month.deferred, base * month.fee,
          surviving * month.scheduled + advanced, prepaid, prepaid * month.penalty, new, liquidated - lost, lost,
          surviving * month.deferred,
        };
        double *row = columns + m * tenor_mortgage_lanes + lane;
        for (int column = 0; column < tenor_mortgage_columns; column++, row += stride)
          store(row, load(row) + values[column]);
      } else if (has_defaults) {
        const vector discount = load(discounts + lane);
        first += discount * (base * (month.rate - month.fee) - surviving * month.deferred + prepaid * month.penalty);
        second += discount * (surviving * month.scheduled + advanced + prepaid + (liquidated - lost));
      } else {
        const vector discount = load(discounts + lane);
        first += discount * before;
        second += discount * prepaid;
      }
    }
    if (has_rows) continue;
    const double a = sum(first), b = sum(second);
    if (has_defaults) {
      interest[m] += a;
      principal[m] += b;
    } else {
      interest[m] += a * (month.rate - month.fee - month.deferred) + b * month.penalty;
      principal[m] += a * month.scheduled + b;
    }
  }
}

TARGET static void sums(const tenor_mortgage_line *line, double *interest, double *principal) {
  const bool is_richard_roll = line->model.form == tenor_richard_roll;
  if (is_richard_roll && line->has_defaults) run(line, interest, principal, 0, 0, true, true, false);
  else if (is_richard_roll) run(line, interest, principal, 0, 0, true, false, false);
  else if (line->has_defaults) run(line, interest, principal, 0, 0, false, true, false);
  else run(line, interest, principal, 0, 0, false, false, false);
}

TARGET static void flows(const tenor_mortgage_line *line, double *columns, int64_t stride) {
  const bool is_richard_roll = line->model.form == tenor_richard_roll;
  if (is_richard_roll) run(line, 0, 0, columns, stride, true, true, true);
  else run(line, 0, 0, columns, stride, false, true, true);
}

const mortgage_functions FUNCTIONS = {.sums = sums, .flows = flows};
