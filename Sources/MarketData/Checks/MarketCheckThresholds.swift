/// When a person has to look at a market snapshot before runs use it.
///
/// In a file, members that are left out keep the values given here.
public struct MarketCheckThresholds: Sendable, Hashable, Codable {
  /// Quoted rates below this, decimals, are out of range.
  public var rateLow = -0.02
  /// Quoted rates above this, decimals, are out of range.
  public var rateHigh = 0.25
  /// Spreads below this, basis points, are out of range.
  public var spreadLow = -200.0
  /// Spreads above this, basis points, are out of range.
  public var spreadHigh = 3_000.0
  /// Moves of a rate beyond this, basis points a weekday, are jumps.
  public var rateJump = 50.0
  /// Moves of a spread beyond this, basis points a weekday, are jumps.
  public var spreadJump = 100.0
  /// Moves of an exchange rate beyond this, per cent a weekday, are jumps.
  public var fxJump = 5.0
  /// Moves of an upfront beyond this, per cent of the notional a weekday, are jumps.
  public var upfrontJump = 5.0
  /// Moves of a volatility beyond this, per cent of it a weekday, are jumps; so are moves of a smile beyond this, per cent of
  /// the volatility at the money.
  public var volatilityJump = 30.0
  /// Normal volatilities below this, basis points, are out of range.
  public var normalVolatilityLow = 1.0
  /// Normal volatilities above this, basis points, are out of range.
  public var normalVolatilityHigh = 500.0
  /// Lognormal volatilities below this, per cent, are out of range.
  public var lognormalVolatilityLow = 1.0
  /// Lognormal volatilities above this, per cent, are out of range.
  public var lognormalVolatilityHigh = 200.0
  /// Values of a price index further than this from the month before, per cent, are out of range.
  public var indexMove = 5.0
  /// Moves beyond this many robust standard deviations of the quote's own are jumps too.
  public var deviations = 8.0
  /// Moves of rates and spreads up to this, basis points, are no jumps whatever the deviations say.
  public var leastMove = 5.0
  /// Moves of exchange rates up to this, per cent, are no jumps whatever the deviations say.
  public var leastFxMove = 0.5
  /// Moves of upfronts up to this, per cent of the notional, are no jumps whatever the deviations say.
  public var leastUpfrontMove = 0.5
  /// Moves of volatilities up to this, per cent, are no jumps whatever the deviations say.
  public var leastVolatilityMove = 2.0
  /// Earlier snapshots from which the deviation is told, at most.
  public var historyDays = 60
  /// Earlier moves without which no deviation is told.
  public var historyLeast = 20
  /// A curve of at least so many quotes is stale when none of them has moved.
  public var staleQuotes = 3
  /// Days by which a snapshot may have been built before its valuation date.
  public var builtBefore = 0
  /// Days to the snapshot before, beyond which the two are not compared.
  public var longestGap = 31

  public static let standard = MarketCheckThresholds()

  public init() {}

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func read<Value: Decodable>(_ key: CodingKeys, _ value: inout Value) throws {
      if let given = try values.decodeIfPresent(Value.self, forKey: key) { value = given }
    }
    try read(.rateLow, &rateLow)
    try read(.rateHigh, &rateHigh)
    try read(.spreadLow, &spreadLow)
    try read(.spreadHigh, &spreadHigh)
    try read(.rateJump, &rateJump)
    try read(.spreadJump, &spreadJump)
    try read(.fxJump, &fxJump)
    try read(.upfrontJump, &upfrontJump)
    try read(.volatilityJump, &volatilityJump)
    try read(.normalVolatilityLow, &normalVolatilityLow)
    try read(.normalVolatilityHigh, &normalVolatilityHigh)
    try read(.lognormalVolatilityLow, &lognormalVolatilityLow)
    try read(.lognormalVolatilityHigh, &lognormalVolatilityHigh)
    try read(.indexMove, &indexMove)
    try read(.deviations, &deviations)
    try read(.leastMove, &leastMove)
    try read(.leastFxMove, &leastFxMove)
    try read(.leastUpfrontMove, &leastUpfrontMove)
    try read(.leastVolatilityMove, &leastVolatilityMove)
    try read(.historyDays, &historyDays)
    try read(.historyLeast, &historyLeast)
    try read(.staleQuotes, &staleQuotes)
    try read(.builtBefore, &builtBefore)
    try read(.longestGap, &longestGap)
  }

  /// What is wrong with these, one sentence each; empty for thresholds that can be used.
  public var problems: [String] {
    var problems: [String] = []
    for (name, low, high) in [
      ("rate", rateLow, rateHigh), ("spread", spreadLow, spreadHigh),
      ("normal_volatility", normalVolatilityLow, normalVolatilityHigh),
      ("lognormal_volatility", lognormalVolatilityLow, lognormalVolatilityHigh),
    ] where !(low < high) { problems.append("\(name)_low is not below \(name)_high") }
    for (name, value) in [
      ("rate_jump", rateJump), ("spread_jump", spreadJump), ("fx_jump", fxJump),
      ("upfront_jump", upfrontJump),
      ("volatility_jump", volatilityJump), ("index_move", indexMove), ("deviations", deviations),
    ] where !(value > 0) { problems.append("\(name) is \(value); give a number above 0") }
    for (name, value) in [
      ("least_move", leastMove), ("least_fx_move", leastFxMove), ("least_upfront_move", leastUpfrontMove),
      ("least_volatility_move", leastVolatilityMove),
    ] where !(value >= 0) {
      problems.append("\(name) is \(value); give 0 or more")
    }
    for (name, value, range) in [
      ("history_days", historyDays, 1...1_000), ("history_least", historyLeast, 2...1_000),
      ("stale_quotes", staleQuotes, 1...1_000), ("built_before", builtBefore, 0...1_000),
      ("longest_gap", longestGap, 1...10_000),
    ] where !range.contains(value) {
      problems.append(
        "\(name) is \(value); give a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return problems
  }
}
