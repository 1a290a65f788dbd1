import Glibc

/// A bond on its lattice, with the discount factors of its days under every scenario.
struct DiscountedLattice {
  private let bond: LatticeBond
  private let table: DiscountTable
  private let rows: [Int]
  /// By column; empty where nothing has gone by.
  private let elapsedDays: [Int]

  /// - Parameter elapsedDays: By column, as in `PricingContext`.
  init(_ bond: LatticeBond, _ table: DiscountTable, elapsedDays: [Int]) {
    self.elapsedDays = elapsedDays
    self.bond = bond
    self.table = table
    rows = bond.days.map { Int(table.row($0)) }
  }

  /// - Parameter column: 0 for the base market, 1 + s for scenario s.
  func value(column: Int, spread: Double) -> Double {
    bond.value(factors(column, spread), elapsed: elapsed(column))
  }

  func derivatives(column: Int, spread: Double, tents: KeyRateTents) -> LatticeDerivatives {
    let (value, discounted) = bond.expected(factors(column, spread), elapsed: elapsed(column))
    var dollarDuration = 0.0
    var keyRates = [Double](repeating: 0, count: tents.years.count)
    for (amount, years) in zip(discounted, bond.years) {
      dollarDuration += amount * years
      for key in keyRates.indices { keyRates[key] += amount * years * tents.weight(key, at: years) }
    }
    return LatticeDerivatives(value: value, dollarDuration: dollarDuration, keyRates: keyRates)
  }

  func expectedPayments(column: Int, spread: Double) -> [ExpectedPayment] {
    let factors = factors(column, spread)
    return zip(zip(bond.days, factors), bond.expected(factors, elapsed: elapsed(column)).discounted).map {
      place, discounted in
      ExpectedPayment(day: place.0, amount: discounted / place.1, discountFactor: place.1)
    }
  }

  /// The spread over the column's curve under which the bond is worth `value`.
  func spread(worth value: Double, column: Int, deferredYears: Double = 0) -> Double? {
    bond.spread(worth: value, discountFactors: factors(column, 0), deferredYears: deferredYears)
  }

  /// Whether two columns hold the same discount factors after the same time.
  func isSame(_ column: Int, as other: Int) -> Bool {
    elapsed(column) == elapsed(other)
      && rows.allSatisfy { table.matrix[$0, column] == table.matrix[$0, other] }
  }

  private func elapsed(_ column: Int) -> Int { elapsedDays.isEmpty ? 0 : elapsedDays[column] }

  private func factors(_ column: Int, _ spread: Double) -> [Double] {
    zip(rows, bond.years).map { row, years in
      table.matrix[row, column] * (spread == 0 ? 1 : exp(-spread * years))
    }
  }
}

/// What a contract with options is expected to pay on a day, with that day's zero bond as numeraire; times its discount
/// factor, and added up, they are the value.
struct ExpectedPayment {
  let day: Int32
  /// Per unit of quantity.
  let amount: Double
  /// Spread included.
  let discountFactor: Double
}

/// A value and its first derivatives, as in `ContractAmounts`.
struct LatticeDerivatives {
  let value: Double
  let dollarDuration: Double
  /// By key.
  let keyRates: [Double]
}
