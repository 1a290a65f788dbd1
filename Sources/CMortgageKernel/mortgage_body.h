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

/// The twelfth root of numbers from 1e-300 to 1; error below 3 ulp.
///
/// y is x^(-1/12), about. What h = 1 - x y^12 is off by goes by (1 - h)^(-1/12), and x^(1/12) is x y^11 (1 - h)^(-11/12).
INLINE vector twelfth_root(vector x) {
  // Bits grow nearly as a logarithm does: 13/12 of those of 1, less a twelfth of those of x, with the constant for which h is
  // between -0.330 and 0.351.
  vector y = as_doubles((0x45431062 - (((as_words(x) >> 32) * 0x15555555) >> 32)) << 32);
  vector square = y * y, fourth = square * square;
  vector h = 1 - x * (fourth * (fourth * fourth));
  // The cubic nearest to (1 - h)^(-1/12) there: 5.5e-5 off, so that h is below 6.6e-4 next.
  y = y * (((h * 0.03571271 + 0.04818693) * h + 0.0831682) * h + 0.99995424);
  square = y * y;
  fourth = square * square;
  const vector eighth = fourth * fourth;
  h = 1 - x * (fourth * eighth);
  // The first term left out is below 1e-16.
  vector series = h * (416185.0 / 497664) + 8855.0 / 10368;
  series = series * h + 253.0 / 288;
  series = series * h + 11.0 / 12;
  const vector root = x * (eighth * (square * y));
  return root + root * (series * h);
}

/// The arc tangent; error below 2 ulp.
///
/// Angles are counted from 0, a quarter or a half of pi, whichever is nearest, so that |t| is at most tan(pi / 8). There the
/// polynomial of degree 11 in z = t^2 through Chebyshev's points is 5e-18 off.
INLINE vector arc_tangent(vector x) {
  const words sign = as_words(x) & 0x8000000000000000;
  const vector size = as_doubles(as_words(x) ^ sign);
  const double eighth = 0.41421356237309503, three_eighths = 2.4142135623730949;
  const vector above = size > three_eighths ? (vector)-1 : size > eighth ? size - 1 : size;
  const vector below = size > three_eighths ? size : size > eighth ? size + 1 : (vector)1;
  const vector base = size > three_eighths ? (vector)1.5707963267948966 : size > eighth ? (vector)0.78539816339744828 : (vector)0;
  const vector t = above / below;
  const vector z = t * t;
  // Even and odd powers apart, as each step waits for the one before it.
  const vector w = z * z;
  vector even = w * -0.01917688711906226 - 0.0508544973794026;
  vector odd = w * 0.03923165829558719 + 0.0585814891280221;
  even = even * w - 0.06664511447381948;
  odd = odd * w + 0.07692183190826087;
  even = even * w - 0.09090904578123903;
  odd = odd * w + 0.11111111015256361;
  even = even * w - 0.14285714284666542;
  odd = odd * w + 0.1999999999999552;
  even = even * w - 0.3333333333333333;
  const vector series = even + z * odd;
  return as_doubles(as_words(base + (t + t * (z * series))) ^ sign);
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

/// SMM by Richard and Roll on all lanes; `left` of the pool moves a month on.
///
/// Each of the two functions is taken on all lanes before the next: their steps wait for each other, and a processor looks ahead
/// no farther than over a few lanes of both.
INLINE void richard_roll(
  const tenor_prepayment *model, const tenor_mortgage_month *month, const double *signals, vector *left, vector *smm) {
  const double start = model->steepness * model->midpoint, slope = model->steepness * month->note_rate;
  const double season = month->turnover, floor = model->burnout_floor;
  for (int g = 0; g < groups; g++) {
    const vector refinancing = model->level - model->amplitude * arc_tangent(start - slope * load(signals + g * width));
    const vector burnout = floor + (1 - floor) * left[g];
    smm[g] = lower(higher(refinancing * season * burnout, (vector)0), (vector)1);
  }
  for (int g = 0; g < groups; g++) {
    // What is left of nothing is as good as nothing.
    const vector staying = twelfth_root(higher(1 - smm[g], (vector)1e-300));
    left[g] = left[g] * (month->ratio * staying);
    smm[g] = 1 - staying;
  }
}

/// A line on all lanes: sums of what is discounted, or rows of flows.
INLINE void run(
  const tenor_mortgage_line *line, double *interest, double *principal, const tenor_mortgage_rows *rows,
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
    vector monthly[groups];
    if (is_richard_roll && is_due) richard_roll(&model, &month, signals, state, monthly);
    vector first = 0, second = 0;
    for (int g = 0; g < groups; g++) {
      const int lane = g * width;
      vector smm = 0;
      if (is_due) {
        smm = is_richard_roll
          ? monthly[g]
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
        double *row = rows->first + (g * rows->months + m) * rows->columns * width;
        for (int column = 0; column < tenor_mortgage_columns; column++, row += width)
          store(row, rows->adds ? load(row) + values[column] : values[column]);
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
  if (is_richard_roll && line->has_defaults) run(line, interest, principal, 0, true, true, false);
  else if (is_richard_roll) run(line, interest, principal, 0, true, false, false);
  else if (line->has_defaults) run(line, interest, principal, 0, false, true, false);
  else run(line, interest, principal, 0, false, false, false);
}

TARGET static void flows(const tenor_mortgage_line *line, const tenor_mortgage_rows *rows) {
  const bool is_richard_roll = line->model.form == tenor_richard_roll;
  if (is_richard_roll) run(line, 0, 0, rows, true, true, true);
  else run(line, 0, 0, rows, false, true, true);
}

const mortgage_functions FUNCTIONS = {.sums = sums, .flows = flows};
