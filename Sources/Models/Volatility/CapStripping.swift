import NumericalMethods

/// Takes quoted volatilities of caps apart into volatilities of their caplets.
///
/// A cap's quote is the one volatility that, used for all of its caplets, gives the cap's price. For each strike, caplets between the
/// ends of two neighbouring caps get the volatility that makes up the difference of their prices. So every cap has its price, to the
/// rounding of that price, and a quote moves no caplet of a shorter cap. Volatilities that run through the buckets instead swing from one to
/// the next, because each quote would have to undo what the one before does beyond its end.
public struct CapStripping: Sendable, Hashable {
  public let type: VolatilityType
  /// Caplets of the longest cap in the order of their expiries; shorter caps are the first of them. The first period of a cap
  /// that starts now, whose rate is known, may be among them.
  public let caplets: [Caplet]
  /// How many caplets each cap has, ascending.
  public let caps: [Int]
  /// Ascending.
  public let strikes: [Double]
  /// Quoted volatilities by cap and strike.
  public let quotes: [Double]

  public init(type: VolatilityType, caplets: [Caplet], caps: [Int], strikes: [Double], quotes: [Double]) {
    self.type = type
    self.caplets = caplets
    self.caps = caps
    self.strikes = strikes
    self.quotes = quotes
  }

  /// The caplets' volatilities. Throws every quote that cannot be met, by cap and strike.
  public func strip() throws(VolatilitySurfaceError) -> CapletVolatilitySurface {
    var problems = NodeProblems()
    check(into: &problems)
    try problems.throwIfAny()
    var volatilities = [Double](repeating: 0, count: quotes.count)
    for (column, strike) in strikes.enumerated() {
      var begin = 0
      // What caplets before the bucket are worth with their own volatilities.
      var before = 0.0
      for (row, end) in caps.enumerated() {
        let node = row * strikes.count + column
        guard let target = value(0..<end, strike, quotes[node])?.value,
          let found = bucket(begin..<end, strike, target - before)
        else {
          problems.add(
            "cap of \(end) periods, strike \(strike): \(quotes[node]) leaves the periods from \(begin + 1) on "
              + "\(begin == 0 ? "without a volatility" : "less than nothing; raise it or lower the shorter cap's")"
          )
          break
        }
        volatilities[node] = found
        before += value(begin..<end, strike, found)?.value ?? 0
        begin = end
      }
    }
    try problems.throwIfAny()
    return try CapletVolatilitySurface(
      type: type, expiries: caps.map { caplets[$0 - 1].years }, strikes: strikes, volatilities: volatilities)
  }

  /// Price of a cap or floor by its quoted volatility, of the options out of the money in it.
  private func value(_ range: Range<Int>, _ strike: Double, _ volatility: Double) -> (
    value: Double, slope: Double
  )? {
    var (value, slope) = (0.0, 0.0)
    for caplet in caplets[range] {
      guard let one = caplet.outOfTheMoney(strike: strike, volatility: volatility, type) else { return nil }
      value += one.value
      slope += one.slope
    }
    return (value, slope)
  }

  /// The volatility at which the caplets of a bucket are worth `target`.
  private func bucket(_ range: Range<Int>, _ strike: Double, _ target: Double) -> Double? {
    func excess(_ volatility: Double) -> (value: Double, slope: Double) {
      value(range, strike, volatility).map { ($0.value - target, $0.slope) } ?? (.nan, .nan)
    }
    // Out of the money, nothing is what no volatility gives; a little less is rounding.
    if target <= 0 { return target >= -1e-15 * caplets[range].reduce(0) { $0 + $1.weight } ? 0 : nil }
    var high = 0.01
    while excess(high).value < 0 {
      high *= 2
      if high > 100 { return nil }
    }
    return RootSearch(bracket: 0...high, maxIterations: 200).newton(from: high / 2, excess).root
  }

  private func check(into problems: inout NodeProblems) {
    problems.checkAxis("strikes", strikes)
    problems.checkCount("cap volatilities", quotes.count, caps.count * strikes.count)
    if caps.isEmpty { problems.add("caps: give at least one") }
    for (shorter, longer) in zip([0] + caps, caps) where longer <= shorter || longer > caplets.count {
      problems.add(
        "cap of \(longer) periods: periods ascend, from 1 to the \(caplets.count) caplets there are")
    }
    for (index, caplet) in caplets.enumerated() {
      if !(caplet.weight > 0 && caplet.weight.isFinite && caplet.years.isFinite)
        || !type.admits(forward: caplet.forward)
      {
        problems.add("caplet \(index + 1): its weight must be above 0 and its forward above minus the shift")
      }
      if index > 0, !(caplet.years > caplets[index - 1].years) {
        problems.add("caplet \(index + 1): expires no later than the one before; put them in order")
      }
    }
    if problems.found.isEmpty, let first = caps.first, caplets[first - 1].years <= 0 {
      problems.add("cap of \(first) periods: none of its rates is still open")
    }
    for (node, quote) in quotes.enumerated() where !(quote > 0 && quote.isFinite) && !strikes.isEmpty {
      let cap = node / strikes.count < caps.count ? caps[node / strikes.count] : 0
      problems.add("cap of \(cap) periods, strike \(strikes[node % strikes.count]): \(quote) is not above 0")
    }
  }
}
