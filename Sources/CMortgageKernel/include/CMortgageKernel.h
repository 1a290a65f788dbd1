#ifndef TENOR_MORTGAGE_KERNEL_H
#define TENOR_MORTGAGE_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

/// Paths that are taken together; numbers of one month stand side by side.
enum { tenor_mortgage_lanes = 64 };

/// Instructions that a processor may or may not have. Products and sums are rounded one by one on every path, so all give the
/// same bits.
typedef enum {
  tenor_mortgage_portable = 0,
  tenor_mortgage_avx2 = 1,
  tenor_mortgage_avx512 = 2,
} tenor_mortgage_path;

/// Whether this machine and its operating system run `path`.
bool tenor_mortgage_path_is_available(tenor_mortgage_path path);

/// A month of a line of loans, the same on every path. All are parts of 1; rates are a month's.
typedef struct {
  double ratio;        // balance at the end over balance at the beginning, of a loan that pays as it should
  double scheduled;    // 1 - ratio where that is above 0
  double deferred;     // ratio - 1 where that is above 0: interest that joins the balance
  double rate;
  double fee;
  double defaults;     // of the performing balance
  double liquidated;   // of what defaulted `lag` months ago
  double lost;
  double advanced;     // of the balance in default, as principal
  double advances;     // 1 where interest of the balance in default is advanced, else 0
  double penalty;      // of what is prepaid
  double note_rate;    // a decimal a year
  double multiple;     // of SMM
  double turnover;
  double refinancing;
  double power;        // turnover and refinancing: the line's part of e^(-steepness (incentive - midpoint))
} tenor_mortgage_month;

typedef enum { tenor_turnover_refinancing = 0, tenor_richard_roll = 1 } tenor_prepayment_form;

/// Parameters of a model of prepayment, those of its form.
typedef struct {
  tenor_prepayment_form form;
  int64_t lag;         // months from a rate to the prepayments that it causes
  double lock_in_slope, lock_in_floor, uncurtailed, least, range, passive;
  double level, amplitude, steepness, midpoint, burnout_floor;
} tenor_prepayment;

/// Columns of flows: the balance after the month, in default after it, interest, fee, scheduled principal, prepayment, penalty,
/// defaults, recovery, loss, deferred interest.
enum { tenor_mortgage_columns = 11 };

typedef struct {
  const tenor_mortgage_month *months;
  int64_t month_count;
  int64_t term;        // months in which something is due; the others only liquidate
  int64_t lag;         // from default to liquidation
  bool has_defaults;
  double balance;
  double active;       // part of the borrowers that are active at the beginning; 1 for Richard and Roll
  tenor_prepayment model;
  /// Mortgage rates of the months from 0 on, and what the model makes of them: e^(steepness (rate - centre)), or 1 / rate. A row
  /// of lanes a month.
  const double *rates;
  const double *signals;
  /// The same of the months before 0, ending with month -1: at least `model.lag` rows.
  const double *past_rates;
  const double *past_signals;
  int64_t past_count;
  /// Discount factors of the months' payments, a row of lanes each.
  const double *discounts;
  /// Room for (lag + 1) rows.
  double *defaulted;
} tenor_mortgage_line;

/// Adds, month by month, the sums over the lanes of a line's discounted interest and principal. Interest is less the fee, with
/// penalties. Precondition: `path` is available.
void tenor_mortgage_sums(
  const tenor_mortgage_line *line, double *interest, double *principal, tenor_mortgage_path path);

/// Flows by eight lanes, then by month, then by column: what comes next on eight paths lies next.
typedef struct {
  double *first;       // tenor_mortgage_lanes * months * columns
  int64_t months;      // those of the line or more
  int64_t columns;     // tenor_mortgage_columns or more
  bool adds;           // to what is there, or takes its place
} tenor_mortgage_rows;

/// Adds or puts a line's flows. Precondition: `path` is available.
void tenor_mortgage_flows(
  const tenor_mortgage_line *line, const tenor_mortgage_rows *rows, tenor_mortgage_path path);

#endif
