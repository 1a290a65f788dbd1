import DatesAndConventions

/// The curves of instruments of a market, ready to be solved for any quotes: schedules are made and dependences found once.
struct CurveSystem: Sendable {
  /// The curves of instruments by id in the market's order; their numbers are their places. Plain curves, which
  /// are known, come after them.
  let quotes: [CurveQuotes]
  /// Ids of plain curves; numbers go on from those of `quotes`.
  let plain: [String]
  /// In an order in which they can be solved.
  let blocks: [CurveBlock]
  private let turns: [[RateTurn]]

  /// Throws the first quote that is no equation between the market's curves.
  init(_ snapshot: MarketSnapshot) throws(CurveBuildError) {
    let date = snapshot.valuationDate
    let quotes = snapshot.curves.filter(\.isOfInstruments)
    self.quotes = quotes
    plain = snapshot.curves.filter { !$0.isOfInstruments }.map(\.id)
    let numbers = Dictionary(
      uniqueKeysWithValues: (quotes.map(\.id) + plain).enumerated().map { ($1, $0) })
    turns = quotes.map { quotes in
      guard case .instruments(let terms) = quotes.kind else { return [] }
      return terms.turns.map {
        RateTurn(
          startYears: CurveTime.years(from: date, to: $0.start),
          endYears: CurveTime.years(from: date, to: $0.end), rate: $0.basisPoints / 10_000)
      }
    }
    let builder = InstrumentEquationBuilder(
      valuationDate: date, curves: numbers, indexCurves: snapshot.indexCurves
    ) { snapshot.spotRate($0) }
    // Alone, to see what each refers to; those that turn out to be solved together are written again together.
    var alone: [CurveBlock] = []
    for (number, curve) in quotes.enumerated() {
      var own = builder
      alone.append(
        try CurveBlock(curves: [number], quotes: [curve], builder: &own, valuationDate: date))
    }
    let count = quotes.count
    let groups = CurveDependencies.groups(alone.map { Set($0.looks.map(\.curve).filter { $0 < count }) })
    var blocks: [CurveBlock] = []
    for group in groups {
      if group.count == 1 {
        blocks.append(alone[group[0]])
      } else {
        var own = builder
        blocks.append(
          try CurveBlock(
            curves: group, quotes: group.map { quotes[$0] }, builder: &own, valuationDate: date))
      }
    }
    self.blocks = blocks
  }

  func question(_ block: CurveBlock, _ quotes: [CurveQuotes], _ known: [Int: ZeroCurve])
    -> CurveBlock.Question
  {
    CurveBlock.Question(
      quotes: block.curves.flatMap { quotes[$0].instruments.map(\.value) }, known: known,
      interpolations: block.curves.map { quotes[$0].interpolation }, turns: block.curves.map { turns[$0] })
  }

  /// The curves under moved quotes, from those of the base market.
  ///
  /// A block whose quotes and earlier curves did not move keeps its base curves to the bit. Throws the quote that cannot be
  /// met.
  ///
  /// - Parameters:
  ///   - moved: as `quotes`, with other values.
  ///   - plainCurves: curves by id that are not solved here, as moved.
  func solve(
    _ moved: [CurveQuotes], plainCurves: [String: ZeroCurve], base: [String: ZeroCurve]
  ) throws(CurveBuildError) -> [String: ZeroCurve] {
    var known: [Int: ZeroCurve] = [:]
    var isMoved: Set<Int> = []
    for (offset, id) in plain.enumerated() {
      guard let curve = plainCurves[id] else { continue }
      known[quotes.count + offset] = curve
      if curve != base[id] { isMoved.insert(quotes.count + offset) }
    }
    var built: [String: ZeroCurve] = [:]
    for block in blocks {
      let bases = block.curves.compactMap { base[quotes[$0].id] }
      let isSame =
        block.curves.allSatisfy { moved[$0] == quotes[$0] }
        && block.looks.allSatisfy { !isMoved.contains($0.curve) }
      let curves =
        isSame
        ? bases
        : try solve(block, question(block, moved, known), moved, from: bases.flatMap(\.zeroRates)).curves
      for (number, curve) in zip(block.curves, curves) {
        known[number] = curve
        built[quotes[number].id] = curve
        if !isSame { isMoved.insert(number) }
      }
    }
    return built
  }

  /// The solution of one block. Throws the quote that is worst met where that is not within the tolerance.
  func solve(
    _ block: CurveBlock, _ question: CurveBlock.Question, _ moved: [CurveQuotes], from guess: [Double]
  ) throws(CurveBuildError) -> CurveSolution {
    let solution = block.solve(question, from: guess)
    guard solution.worst <= CurveBlock.tolerance else {
      let names = block.curves.flatMap { number in moved[number].instruments.map { (moved[number].id, $0) } }
      let sizes = solution.values.map { $0.isFinite ? abs($0) : .infinity }
      let (curve, quote) = names[sizes.indices.max { sizes[$0] < sizes[$1] } ?? 0]
      throw CurveBuildError(
        curve: curve, quote: quote.instrument.description,
        problem: "no zero rates from -100% to 1000% give the quote \(quote.value) together with the others"
          + (block.curves.count > 1
            ? " of \(block.curves.map { moved[$0].id }.listed), which are solved together" : "")
          + "; check it against its neighbours")
    }
    return solution
  }
}

extension CurveQuotes {
  /// Whether the curve is built from instruments, and so together with others.
  public var isOfInstruments: Bool {
    switch kind {
    case .zero, .par, .fitted: false
    case .instruments: true
    }
  }
}

extension MarketSnapshot {
  /// Units of a pair's second currency for one of its first; `nil` when the snapshot lacks one of them.
  func spotRate(_ pair: CurrencyPairConvention) -> Double? {
    func units(_ currency: Currency) -> Double? { currency == fxBase ? 1 : fxRates[currency.code] }
    guard let base = units(pair.baseCurrency), let quote = units(pair.quoteCurrency) else { return nil }
    return quote / base
  }
}
