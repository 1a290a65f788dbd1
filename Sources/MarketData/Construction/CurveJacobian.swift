import NumericalMethods

/// How the zero rates of a set of curves move with its quotes.
public struct CurveJacobian: Sendable {
  /// A pillar of a curve.
  public struct Pillar: Sendable, Hashable {
    public let curve: String
    /// Act/365F from the valuation date.
    public let years: Double
  }

  /// A quote of a curve.
  public struct Quote: Sendable, Hashable {
    public let curve: String
    public let instrument: CurveInstrument
  }

  /// The rows: the pillars of all curves, a curve after the other. Years are 0 until the curve is solved.
  public private(set) var pillars: [Pillar]
  /// The columns: the quotes of all curves, in the same order; a curve has as many as pillars.
  public let quotes: [Quote]
  /// d zero rate / d quote, row-major: continuously compounded rates, quotes in their own units.
  public private(set) var elements: [Double]
  /// The rows and columns of each curve.
  private let ranges: [String: Range<Int>]
  private let order: [String]

  init(_ curves: [CurveQuotes]) {
    quotes = curves.flatMap { curve in
      curve.instruments.map { Quote(curve: curve.id, instrument: $0.instrument) }
    }
    pillars = quotes.map { Pillar(curve: $0.curve, years: 0) }
    elements = Array(repeating: 0, count: quotes.count * quotes.count)
    order = curves.map(\.id)
    var ranges: [String: Range<Int>] = [:]
    var first = 0
    for curve in curves {
      ranges[curve.id] = first..<first + curve.instruments.count
      first += curve.instruments.count
    }
    self.ranges = ranges
  }

  /// Rows of a curve's pillars and columns of its quotes; `nil` for a curve that is not of the set.
  public func pillars(of curve: String) -> Range<Int>? { ranges[curve] }

  /// Changes of value for one unit of each quote, from those for one unit of each pillar's zero rate: one product of a row
  /// with the matrix. Precondition: as many numbers as pillars.
  public func parSensitivities(_ zeroSensitivities: [Double]) -> [Double] {
    precondition(zeroSensitivities.count == pillars.count, "a number for each pillar")
    var result = Array(repeating: 0.0, count: quotes.count)
    for (row, weight) in zeroSensitivities.enumerated() where weight != 0 {
      for column in quotes.indices { result[column] += weight * elements[row * quotes.count + column] }
    }
    return result
  }

  /// Adds the rows of a block: F(z, earlier curves, q) = 0 gives dz = −F_z⁻¹·(F_q dq + Σ F_earlier dz_earlier).
  mutating func add(
    _ block: CurveBlock, _ question: CurveBlock.Question, _ solution: CurveSolution, _ known: [Int: ZeroCurve]
  ) throws(CurveBuildError) {
    let columns = quotes.count
    let own = block.curves.flatMap { Array(ranges[order[$0]] ?? 0..<0) }
    var right = Array(repeating: 0.0, count: own.count * columns)
    for (row, derivative) in block.equations.quoteDerivatives(exponents: solution.exponents).enumerated() {
      right[row * columns + own[row]] = -derivative
    }
    for look in block.looks where look.curve < order.count && !block.curves.contains(look.curve) {
      guard let rows = ranges[order[look.curve]], let curve = known[look.curve],
        let derivatives = block.jacobian(question, solution, by: look.curve, curve)
      else { continue }
      for row in own.indices {
        for (position, pillar) in rows.enumerated() {
          let weight = derivatives[row * rows.count + position]
          if weight == 0 { continue }
          for column in 0..<columns {
            right[row * columns + column] -= weight * elements[pillar * columns + column]
          }
        }
      }
    }
    guard let factors = LUFactors(block.jacobian(question, solution), count: own.count) else {
      throw CurveBuildError(
        curve: order[block.curves[0]], quote: nil,
        problem: "its quotes do not determine its zero rates; two of them say the same")
    }
    let solved = factors.solve(right, columns: columns)
    for (row, pillar) in own.enumerated() {
      elements.replaceSubrange(
        pillar * columns..<(pillar + 1) * columns, with: solved[row * columns..<(row + 1) * columns])
    }
    for (position, number) in block.curves.enumerated() {
      for (pillar, years) in zip(ranges[order[number]] ?? 0..<0, block.pillars[position]) {
        pillars[pillar] = Pillar(curve: order[number], years: years)
      }
    }
  }
}
