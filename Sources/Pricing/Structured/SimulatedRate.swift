import CashFlows
import DatesAndConventions
import Glibc
import Instruments
import Models

/// What the coupon of a period pays on each path, as a function of the index's curve.
enum SimulatedRate {
  case known(Double)
  case index(IndexCoupon)
  case swapRates(SwapRatePaths)
  case range(RangePaths)

  /// - Parameters:
  ///   - weights: Of the payment.
  ///   - indexDays: Where the discount factors of days stand.
  init(
    _ rate: PeriodRate, _ states: SimulatedStates, place: (Int32) -> Int, years: (Int32) -> Double,
    payDay: Int32, weights: [Double]?, indexDays: [Int32]
  ) {
    switch rate {
    case .known(let amount): self = .known(amount)
    case .range(let terms, let days, let known, let perDay, let fixingDay):
      guard case .oneFactor(let model) = states.model else {
        preconditionFailure("ranges are seen from one factor")
      }
      self = .range(
        RangePaths(
          terms, days, known: known, perDay: perDay, model: model, states, place: place(fixingDay),
          from: years(fixingDay), paid: years(payDay), years: years, indexDays: indexDays))
    case .swapRates(let terms, let resets, let couponYears, let fixingDay):
      self = .swapRates(
        SwapRatePaths(
          terms, resets, couponYears: couponYears, states, place: place(fixingDay), fixing: years(fixingDay),
          years: years, indexDays: indexDays))
    case .index(let terms, let reset, let couponYears, let fixingDay):
      self = .index(
        IndexCoupon(
          terms, reset, couponYears: couponYears, states, place: place(fixingDay), fixing: years(fixingDay),
          start: years(reset.start.dayNumber), end: years(reset.end.dayNumber), paid: years(payDay),
          weights: weights,
          startPlace: indexDays.firstIndex(of: reset.start.dayNumber) ?? 0,
          endPlace: indexDays.firstIndex(of: reset.end.dayNumber) ?? 0))
    }
  }

  /// Ways in which the logarithms of the index's discount factors move together, each as weights of places.
  var moves: [[(place: Int, weight: Double)]] {
    switch self {
    case .known: []
    case .index(let coupon): [[(coupon.startPlace, 1), (coupon.endPlace, -1)]]
    case .swapRates(let coupon): coupon.moves
    case .range(let range): range.moves
    }
  }

  /// Writes what is paid on each path per 1 of face, and what is gained on it per 1 of each of `moves`.
  ///
  /// - Parameters:
  ///   - indexFactors: Discount factors of the index's curve.
  ///   - moves: A number a path for each of `moves`, or nothing where they are not asked for.
  func pay(_ indexFactors: [Double], into amounts: inout [Double], moves: inout [[Double]]) {
    switch self {
    case .known(let amount):
      for path in amounts.indices { amounts[path] = amount }
    case .index(let coupon): coupon.pay(indexFactors, into: &amounts, moves: &moves)
    case .swapRates(let coupon): coupon.pay(indexFactors, into: &amounts, moves: &moves)
    case .range(let range): range.pay(indexFactors, into: &amounts, moves: &moves)
    }
  }

  /// What is paid where rates come as their forwards.
  func forwardAmount(_ indexFactors: [Double]) -> Double {
    switch self {
    case .known(let amount): amount
    case .index(let coupon): coupon.forwardAmount(indexFactors)
    case .swapRates(let coupon): coupon.forwardAmount(indexFactors)
    case .range(let range): range.forwardAmount(indexFactors)
    }
  }
}

/// A coupon on the rate of a deposit from s to e: a + b·growth within bounds, where the growth P(s)/P(e) is its forward times a factor
/// of the path.
struct IndexCoupon {
  let startPlace: Int
  let endPlace: Int
  private let constant: Double
  private let slope: Double
  private let least: Double
  private let most: Double
  /// `nil` where the rate is set today.
  private let factors: [Double]?

  /// - Parameters:
  ///   - couponYears: Of interest.
  ///   - place: Of the states that the rate hangs on.
  ///   - fixing: Years to there; `start` and `end` of the deposit, `paid` the coupon.
  init(
    _ rate: FloatingRate, _ reset: RateReset, couponYears: Double, _ states: SimulatedStates, place: Int,
    fixing: Double, start: Double, end: Double, paid: Double, weights: [Double]?, startPlace: Int,
    endPlace: Int
  ) {
    slope = rate.gearing * couponYears / reset.depositYears
    constant = rate.spread * couponYears - slope
    least = rate.floor.map { $0 * couponYears } ?? -.infinity
    most = rate.cap.map { $0 * couponYears } ?? .infinity
    self.startPlace = startPlace
    self.endPlace = endPlace
    guard place > 0, let first = states.zeroBond(at: place, years: start - fixing),
      let last = states.zeroBond(at: place, years: end - fixing),
      let payment = states.zeroBond(at: place, years: paid - fixing)
    else {
      factors = nil
      return
    }
    let moves = zip(first.sensitivities, last.sensitivities).map { $0 - $1 }
    var values = states.exponentials(at: place, shift: first.shift - last.shift, sensitivities: moves)
    // The mean with the payment's bond as numeraire: 1 where it falls on the deposit's end.
    let delays = zip(payment.sensitivities, last.sensitivities).map { $0 - $1 }
    var covariance = 0.0
    for (row, delay) in zip(states.covariance(at: place), delays) {
      for (number, move) in zip(row, moves) { covariance += delay * number * move }
    }
    SimulatedNote.scale(&values, weights: weights, mean: exp(covariance))
    factors = values
  }

  func pay(_ indexFactors: [Double], into amounts: inout [Double], moves: inout [[Double]]) {
    let growth = slope * indexFactors[startPlace] / indexFactors[endPlace]
    let (constant, least, most) = (constant, least, most)
    guard let factors else {
      let free = constant + growth
      for path in amounts.indices { amounts[path] = min(max(free, least), most) }
      if !moves.isEmpty {
        let gain = free > least && free < most ? growth : 0
        for path in moves[0].indices { moves[0][path] = gain }
      }
      return
    }
    factors.withUnsafeBufferPointer { factors in
      amounts.withUnsafeMutableBufferPointer { amounts in
        for path in factors.indices {
          amounts[path] = min(max(constant + growth * factors[path], least), most)
        }
      }
      guard !moves.isEmpty else { return }
      moves[0].withUnsafeMutableBufferPointer { gains in
        for path in factors.indices {
          let moved = growth * factors[path]
          gains[path] = constant + moved > least && constant + moved < most ? moved : 0
        }
      }
    }
  }

  func forwardAmount(_ indexFactors: [Double]) -> Double {
    min(max(constant + slope * indexFactors[startPlace] / indexFactors[endPlace], least), most)
  }
}
