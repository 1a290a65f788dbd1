/// Weighted sums of discount-table rows: the inner loop of all static revaluation.
///
/// For each contract and scenario s: out[s] = Σᵢ weight[i] · table[row[i]][s]. Present value, dollar durations and
/// key-rate sensitivities of fixed flows are all of this form with different weights, so one table serves them all.
/// Flows are added in order, so a result does not depend on how contracts are batched.
public enum DiscountKernel {}
