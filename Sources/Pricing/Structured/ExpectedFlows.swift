/// What a note is expected to pay under one set of curves, with each payment day's zero bond as numeraire.
struct ExpectedFlows {
  /// By payment (coupons, calls, redemption) and repetition.
  let amounts: [[Double]]
  /// Of each coupon: what it gains as logarithms of the index's discount factors move, in the order of `SimulatedRate.moves`.
  let slopes: [[Double]]

  /// Means over the repetitions.
  let means: [Double]

  init(amounts: [[Double]], slopes: [[Double]]) {
    self.amounts = amounts
    self.slopes = slopes
    means = amounts.map { $0.reduce(0, +) / Double($0.count) }
  }
}

/// The curves of one scenario on the days of a note.
struct NoteCurves {
  /// Of each coupon, call and the redemption, spreads included.
  let discounts: [Double]
  /// Of the index's curve, by its days.
  let indexFactors: [Double]
}

extension SimulatedNote {
  /// Days of payment: of each coupon, call and the redemption.
  var payDays: [Int32] { coupons.map(\.payDay) + calls.map(\.payDay) + [redemptionDay] }

  /// What is expected to be paid when the issuer calls where that costs it least, as far as it can know.
  func expected(_ curves: NoteCurves) -> ExpectedFlows {
    let last = calls.isEmpty ? nil : lastCoupons(curves)
    var amounts: [[Double]] = []
    var slopes: [[Double]] = []
    var paid = [Double](repeating: 0, count: Self.pathCount)
    var moves: [[Double]] = []
    // 1 on each path that goes on.
    var goesOn = last.map { _ in [Double](repeating: 1, count: Self.pathCount) }
    var ended: [[Double]] = []
    for (number, coupon) in coupons.enumerated() {
      while moves.count < coupon.rate.moves.count { moves.append(paid) }
      coupon.rate.pay(curves.indexFactors, into: &paid, moves: &moves)
      amounts.append(Self.means(paid, coupon.weights, goesOn))
      slopes.append(
        coupon.rate.moves.indices.map {
          Self.means(moves[$0], coupon.weights, goesOn).reduce(0, +) / Double(Self.repetitions)
        })
      if let last, ended.count < calls.count, calls[ended.count].lastCoupon == number {
        let call = calls[ended.count]
        let ends = last.map { $0 == Int32(number) ? call.amount : 0 }
        ended.append(Self.means(ends, call.weights, nil))
        goesOn = last.map { $0 > Int32(number) ? 1 : 0 }
      }
    }
    amounts += ended
    let redemptions = [Double](repeating: redemption, count: Self.pathCount)
    amounts.append(Self.means(redemptions, redemptionWeights, goesOn))
    return ExpectedFlows(amounts: amounts, slopes: slopes)
  }

  /// The mean of each repetition of the product of up to three numbers a path, in eight sums that are added at the end.
  private static func means(_ values: [Double], _ weights: [Double]?, _ parts: [Double]?) -> [Double] {
    values.withUnsafeBytes { values in
      (weights ?? []).withUnsafeBytes { weights in
        (parts ?? []).withUnsafeBytes { parts in
          (0..<repetitions).map { repetition in
            let start = repetition * pathsPerRepetition * 8
            var sum = SIMD8<Double>(repeating: 0)
            for offset in stride(from: start, to: start + pathsPerRepetition * 8, by: 64) {
              var product = values.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
              if !weights.isEmpty {
                product *= weights.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
              }
              if !parts.isEmpty {
                product *= parts.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
              }
              sum += product
            }
            var total = 0.0
            for lane in 0..<8 { total += sum[lane] }
            return total / Double(pathsPerRepetition)
          }
        }
      }
    }
  }
}
