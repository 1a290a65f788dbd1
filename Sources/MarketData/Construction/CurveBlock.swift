import DatesAndConventions
import NumericalMethods

/// Curves that are solved together: their pillars, the equations of their quotes, and the times at which those look at these
/// and at earlier curves.
struct CurveBlock: Sendable {
  /// Numbers of the curves solved here, ascending.
  let curves: [Int]
  /// For each of `curves`, Act/365F years of its pillars: the last day that each of its quotes looks at, but for swaps
  /// between given dates their end, so that forwards of a log-linear curve jump there and not when payments are made.
  let pillars: [[Double]]
  let equations: CurveEquations
  /// The nodes of one curve have consecutive numbers, in order of time.
  let looks: [Look]
  let nodeCount: Int

  struct Look: Sendable {
    let curve: Int
    let firstNode: Int
    /// Ascending.
    let years: [Double]
  }

  init(
    curves: [Int], quotes: [CurveQuotes], builder: inout InstrumentEquationBuilder, valuationDate: CivilDate
  ) throws(CurveBuildError) {
    var pillars: [[Double]] = []
    for (curve, quotes) in zip(curves, quotes) {
      guard case .instruments(let terms) = quotes.kind else {
        preconditionFailure("blocks are of curves of instruments")
      }
      builder.begin(quotes, terms)
      var years: [Double] = []
      for quote in quotes.instruments {
        try builder.add(quote.instrument)
        let pillar = try CurveBlock.pillar(of: quote.instrument, curve, quotes.id, builder, valuationDate)
        if let last = years.last, pillar <= last {
          throw CurveBuildError(
            curve: quotes.id, quote: quote.instrument.description,
            problem:
              "reaches no further than \(quotes.instruments[years.count - 1].instrument); keep one of them, and "
              + "put instruments in order of the last day they reach")
        }
        years.append(pillar)
      }
      pillars.append(years)
    }
    let ordered = builder.nodes.ordered
    var number = ordered
    var looks: [Look] = []
    for (position, node) in ordered.enumerated() {
      number[node] = position
      let curve = builder.nodes.curves[node]
      let time = CurveTime.years(from: valuationDate, to: builder.nodes.dates[node])
      if let last = looks.last, last.curve == curve {
        looks[looks.count - 1] = Look(curve: curve, firstNode: last.firstNode, years: last.years + [time])
      } else {
        looks.append(Look(curve: curve, firstNode: position, years: [time]))
      }
    }
    var equations = builder.equations
    equations.renumber(number)
    self.curves = curves
    self.pillars = pillars
    self.equations = equations
    self.looks = looks
    nodeCount = ordered.count
  }

  /// The last time at which the equation written last looks at its own curve.
  private static func pillar(
    of instrument: CurveInstrument, _ curve: Int, _ id: String, _ builder: InstrumentEquationBuilder,
    _ valuationDate: CivilDate
  ) throws(CurveBuildError) -> Double {
    var dates = builder.equations.nodesOfLastEquation
      .filter { builder.nodes.curves[$0] == curve }.map { builder.nodes.dates[$0] }
    if case .swap(let convention, .dates(_, let end)) = instrument {
      let calendar = BusinessCalendar(joining: SwapConvention.of(convention).calendars)
      let adjusted = calendar.adjust(end, .modifiedFollowing)
      if dates.contains(adjusted) { dates = [adjusted] }
    }
    let last = dates.max()
    guard let last, last > valuationDate else {
      throw CurveBuildError(
        curve: id, quote: instrument.description,
        problem: "says nothing of this curve; it is told by the curves of its indices and of its discounting")
    }
    return CurveTime.years(from: valuationDate, to: last)
  }
}
