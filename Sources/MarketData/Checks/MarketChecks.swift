import DatesAndConventions

/// Looks at a market snapshot for what a person has to see before runs use it.
public struct MarketChecks: Sendable {
  private let thresholds: MarketCheckThresholds

  public init(_ thresholds: MarketCheckThresholds) { self.thresholds = thresholds }

  /// What is to be looked at, by kind and then in document order.
  ///
  /// - Parameter earlier: Snapshots of earlier valuation dates, one for each, in order of date. The last is the one that
  ///   the snapshot is compared with; the others tell how far quotes usually move.
  public func findings(of snapshot: MarketSnapshot, after earlier: [MarketSnapshot]) -> [MarketFinding] {
    let quotes = MarketQuotes(snapshot, base: snapshot.fxBase)
    let series = PublishedSeries.all(of: snapshot)
    var findings = outOfRange(quotes) + outOfRange(series) + builtTooEarly(snapshot)
    let history = earlier.map { MarketQuotes($0, base: snapshot.fxBase) }
    if let previous = history.last, quotes.date - previous.date <= thresholds.longestGap {
      findings += missing(quotes, previous) + stale(quotes, previous) + jumps(quotes, previous, history)
      findings += revised(series, PublishedSeries.all(of: earlier[earlier.count - 1]), previous.date)
    }
    let order = MarketFinding.Kind.allCases
    return order.flatMap { kind in findings.filter { $0.kind == kind } }
  }

  private func outOfRange(_ quotes: MarketQuotes) -> [MarketFinding] {
    quotes.quotes.compactMap { quote in
      switch quote.kind {
      case .rate:
        guard !(thresholds.rateLow...thresholds.rateHigh).contains(quote.value) else { return nil }
        return MarketFinding(
          .outOfRange, quote.place,
          "\(percent(quote.value)) is not from \(percent(thresholds.rateLow)) to \(percent(thresholds.rateHigh))",
          value: quote.value)
      case .spread:
        guard !(thresholds.spreadLow...thresholds.spreadHigh).contains(quote.value) else { return nil }
        return MarketFinding(
          .outOfRange, quote.place,
          "\(quote.value) bp is not from \(thresholds.spreadLow) to \(thresholds.spreadHigh) bp",
          value: quote.value)
      case .volatility(let isNormal):
        let (low, high, unit) =
          isNormal
          ? (thresholds.normalVolatilityLow, thresholds.normalVolatilityHigh, " bp")
          : (thresholds.lognormalVolatilityLow, thresholds.lognormalVolatilityHigh, "%")
        let told = quote.value * (isNormal ? 10_000 : 100)
        guard !(low...high).contains(told) else { return nil }
        return MarketFinding(
          .outOfRange, quote.place,
          "\(MarketChecks.rounded(told))\(unit) is not from \(low) to \(high)\(unit)",
          value: quote.value)
      // Any positive number may be an exchange rate; others, and upfronts and smiles that make no sense, are refused before.
      case .foreignExchange, .upfront, .smile: return nil
      }
    }
  }

  /// Published values that no market has: rates beyond their bounds, and a price index far from its month before.
  private func outOfRange(_ series: [PublishedSeries]) -> [MarketFinding] {
    series.flatMap { series -> [MarketFinding] in
      switch series.kind {
      case .rate:
        return series.values.filter { !(thresholds.rateLow...thresholds.rateHigh).contains($0.value) }.map {
          MarketFinding(
            .outOfRange, "\(series.place)[\($0.time)]",
            "\(percent($0.value)) is not from \(percent(thresholds.rateLow)) to \(percent(thresholds.rateHigh))",
            value: $0.value)
        }
      case .priceIndex:
        return zip(series.values, series.values.dropFirst()).compactMap { before, value in
          let change = (value.value / before.value - 1) * 100
          guard abs(change) > thresholds.indexMove else { return nil }
          return MarketFinding(
            .outOfRange, "\(series.place)[\(value.time)]",
            "\(value.value) is \(MarketChecks.rounded(change))% from \(before.value) of \(before.time)",
            value: value.value, change: change)
        }
      }
    }
  }

  /// What was published and is no longer so: gone, or another number.
  private func revised(
    _ series: [PublishedSeries], _ previous: [PublishedSeries], _ date: CivilDate
  ) -> [MarketFinding] {
    previous.flatMap { before -> [MarketFinding] in
      guard let last = before.values.last else { return [] }
      guard let now = series.first(where: { $0.place == before.place }), let newest = now.values.last else {
        return [MarketFinding(.missing, before.place, "is not there; the snapshot of \(date) has it")]
      }
      let told = Dictionary(before.values.map { ($0.time, $0.value) }) { first, _ in first }
      let changes = now.values.compactMap { value -> MarketFinding? in
        guard let was = told[value.time], was != value.value else { return nil }
        let change = now.kind == .rate ? (value.value - was) * 10_000 : (value.value / was - 1) * 100
        return MarketFinding(
          .jump, "\(now.place)[\(value.time)]", "is \(value.value); the snapshot of \(date) says \(was)",
          value: value.value, previous: was, change: change)
      }
      // Times are written so that they order as text.
      guard newest.time < last.time else { return changes }
      return [
        MarketFinding(
          .missing, "\(before.place)[\(last.time)]", "is not there; the snapshot of \(date) has it",
          previous: last.value)
      ] + changes
    }
  }

  private func builtTooEarly(_ snapshot: MarketSnapshot) -> [MarketFinding] {
    guard let built = CivilDate(iso: snapshot.builtAt.prefix(10)) else {
      return [
        MarketFinding(
          .stale, "built_at",
          "'\(snapshot.builtAt.prefix(40))' is no time in ISO 8601, so its age cannot be told")
      ]
    }
    let days = snapshot.valuationDate - built
    guard days > thresholds.builtBefore else { return [] }
    return [
      MarketFinding(
        .stale, "built_at",
        "\(built) is \(days) \(days == 1 ? "day" : "days") before the valuation date \(snapshot.valuationDate)"
      )
    ]
  }

  private func missing(_ quotes: MarketQuotes, _ previous: MarketQuotes) -> [MarketFinding] {
    let present = Set(quotes.quotes.map(\.group))
    return previous.groups.flatMap { group -> [MarketFinding] in
      if !present.contains(group.name) {
        return [
          MarketFinding(
            .missing, group.name,
            "is not there; the snapshot of \(previous.date) has \(group.quotes.count) "
              + (group.quotes.count == 1 ? "quote" : "quotes") + " of it")
        ]
      }
      return group.quotes.filter { quotes[$0.place] == nil }.map {
        MarketFinding(
          .missing, $0.place, "is not there; the snapshot of \(previous.date) has it", previous: $0.value)
      }
    }
  }

  private func stale(_ quotes: MarketQuotes, _ previous: MarketQuotes) -> [MarketFinding] {
    quotes.groups.compactMap { group in
      let isSame = group.quotes.allSatisfy { previous[$0.place]?.value == $0.value }
      // Spreads of zero stand in for curves that nobody publishes.
      let isPlaceholder = group.quotes.allSatisfy { $0.kind == .spread && $0.value == 0 }
      guard group.quotes.count >= thresholds.staleQuotes, isSame, !isPlaceholder else { return nil }
      return MarketFinding(
        .stale, group.name, "all \(group.quotes.count) quotes are those of \(previous.date)")
    }
  }

  private func jumps(_ quotes: MarketQuotes, _ previous: MarketQuotes, _ history: [MarketQuotes])
    -> [MarketFinding]
  {
    let days = MarketChecks.weekdays(from: previous.date, to: quotes.date)
    return quotes.quotes.compactMap { quote in
      guard let before = previous[quote.place] else { return nil }
      guard before.convention == quote.convention else {
        return MarketFinding(
          .jump, quote.place,
          "is quoted as \(quote.convention), on \(previous.date) as \(before.convention): the two cannot be compared",
          value: quote.value, previous: before.value)
      }
      let change = quote.change(from: before.value)
      let limit = limit(quote.kind) * Double(days).squareRoot()
      let deviations = deviations(of: change / Double(days).squareRoot(), quote.place, history)
      let isUnusual =
        deviations.map { abs($0) > thresholds.deviations && abs(change) > leastMove(quote.kind) } ?? false
      guard abs(change) > limit || isUnusual else { return nil }
      let told = deviations.map { ", \(MarketChecks.rounded(abs($0))) robust standard deviations" } ?? ""
      return MarketFinding(
        .jump, quote.place,
        "moved \(change > 0 ? "+" : "")\(MarketChecks.rounded(change))\(quote.kind.unit) since \(previous.date)\(told)",
        value: quote.value, previous: before.value, change: change, deviations: deviations)
    }
  }

  /// How unusual a move a weekday is for a quote; `nil` where too few moves are known.
  private func deviations(of move: Double, _ place: String, _ history: [MarketQuotes]) -> Double? {
    var moves: [Double] = []
    for (earlier, later) in zip(history, history.dropFirst()) {
      guard let from = earlier[place], let to = later[place], from.convention == to.convention else {
        continue
      }
      let days = MarketChecks.weekdays(from: earlier.date, to: later.date)
      moves.append(to.change(from: from.value) / Double(days).squareRoot())
    }
    guard moves.count >= thresholds.historyLeast else { return nil }
    return RobustMoves(moves).deviations(of: move)
  }

  private func limit(_ kind: MarketQuotes.Kind) -> Double {
    switch kind {
    case .rate: thresholds.rateJump
    case .spread: thresholds.spreadJump
    case .upfront: thresholds.upfrontJump
    case .foreignExchange: thresholds.fxJump
    case .volatility, .smile: thresholds.volatilityJump
    }
  }

  private func leastMove(_ kind: MarketQuotes.Kind) -> Double {
    switch kind {
    case .rate, .spread: thresholds.leastMove
    case .upfront: thresholds.leastUpfrontMove
    case .foreignExchange: thresholds.leastFxMove
    case .volatility, .smile: thresholds.leastVolatilityMove
    }
  }

  /// Mondays to Fridays after the first day, up to the second; at least 1, so that a weekend's snapshot counts as a day.
  static func weekdays(from: CivilDate, to: CivilDate) -> Int {
    let count = (1...max(1, to - from)).count { !from.adding(days: $0).isWeekend }
    return max(1, count)
  }

  private func percent(_ rate: Double) -> String { "\(MarketChecks.rounded(rate * 100))%" }

  /// With two decimals at most, for messages.
  static func rounded(_ value: Double) -> String {
    let cut = (value * 100).rounded() / 100
    return cut == cut.rounded() && abs(cut) < 1e15 ? "\(Int(cut))" : "\(cut)"
  }
}
