import Collateral
import DatesAndConventions
import NumericalMethods
import Testing

/// Speeds by age found from histories that were made with known ones.
struct SpeedCalibrationTests {
  private let start = YearMonth("2015-01")!

  private func loan(_ number: Int, age: Int = 0) throws -> PoolLoan {
    try PoolLoan(id: "L\(number)", balance: 100, noteRate: 0.06, age: age, remainingTerm: 60)
  }

  /// As many prepayments as expected: every unit gives its speeds back.
  @Test(arguments: PrepaymentUnit.allCases) func expectedPrepaymentsGiveTheSpeedBack(
    _ unit: PrepaymentUnit
  ) throws {
    let scale = unit == .psa ? 100.0 : unit == .cpr ? 5 : 1
    let truth = PrepaymentSpeed(
      unit,
      SpeedVector(
        [Double](repeating: 0.02 * scale, count: 3) + [Double](repeating: 0.011 * scale, count: 9) + [
          0.013 * scale
        ], by: .loanAge))
    let histories = try (0..<4).map { number in
      let loan = try loan(number, age: 3 * number)
      let rates = truth.monthly(age: loan.age, months: 24)
      return LoanHistory(
        loan, firstMonth: start, exposed: rates.map { _ in 1_000 }, defaulted: rates.map { _ in 0 },
        prepaid: rates.map { 1_000 * $0 })
    }
    let fit = try SpeedCalibration(unit, ageBands: [1, 4, 13]).fit(histories)
    for (found, expected) in zip(fit.parameters, [0.02, 0.011, 0.013]) {
      #expect(abs(found.value / (expected * scale) - 1) < 1e-6, "\(found)")
    }
    #expect(
      fit.speed.unit == unit && fit.speed.vector.clock == .loanAge && fit.speed.vector.values.count == 13)
    let test = CalibrationTest(
      .speed(fit.speed), histories, EconomyHistory(), baselineRate: fit.prepayments / fit.exposure,
      ageBands: [1, 4, 13])
    #expect(test.ages.map(\.start) == [1, 4, 13] && test.incentives.isEmpty)
    for age in test.ages { #expect(abs(age.expected / age.observed - 1) < 1e-6) }
    #expect(abs(test.ages.reduce(0) { $0 + $1.exposure } - 96_000) < 1e-9)
  }

  /// One rate: the standard error is that of a share, √(p (1 − p) / n).
  @Test func theErrorOfOneRateIsThatOfAShare() throws {
    let histories = try (0..<10).map { number in
      LoanHistory(
        try loan(number), firstMonth: start, exposed: [200, 100], defaulted: [0, 0],
        prepaid: [Double(number % 5), 2])
    }
    let found = try SpeedCalibration(.smm, ageBands: [1]).fit(histories).parameters[0]
    let (events, trials) = (40.0, 3_000.0)
    let rate = events / trials
    #expect(abs(found.value - rate) < 1e-9)
    #expect(abs(try #require(found.standardError) / (rate * (1 - rate) / trials).squareRoot() - 1) < 1e-3)
    // Of a history: events less expected, over p (1 − p). Their squares over ten ninths.
    let squares = (0..<10).reduce(0.0) { $0 + pow(Double($1 % 5) + 2 - 300 * rate, 2) }
    #expect(abs(try #require(found.clusteredError) / ((squares * 10 / 9).squareRoot() / trials) - 1) < 1e-3)
  }

  private func pow(_ base: Double, _ power: Int) -> Double {
    (0..<power).reduce(1) { result, _ in result * base }
  }

  /// Of 300 samples, 95% cover the truth within 1.96 errors: 270 to 297 of them, which is 285 and four roots of 14, rounded inwards.
  /// Where loans of a line share their luck, only the errors by history still do (forty lines, one parameter: a little fewer).
  @Test(arguments: [false, true]) func errorsCoverTheTruth(sharedLuck: Bool) throws {
    let truth = 0.02
    var (standard, clustered) = (0, 0)
    for sample in 0..<300 {
      let histories = try (0..<40).map { line in
        let stream = UInt64(sample * 40 + line)
        // Half of the lines run at 1.6 times the speed, half at 0.4 times.
        let luck = sharedLuck ? (Philox.uniforms(stream: stream, number: 0, key: 1).0 < 0.5 ? 1.6 : 0.4) : 1
        var (exposed, prepaid): ([Double], [Double]) = ([], [])
        var left = 60
        for month in 0..<6 {
          let gone = (0..<left).count {
            Philox.uniforms(stream: stream, number: UInt64(100 + 100 * month + $0), key: 2).0 < truth * luck
          }
          exposed.append(Double(left))
          prepaid.append(Double(gone))
          left -= gone
        }
        return LoanHistory(
          try loan(line), firstMonth: start, exposed: exposed, defaulted: exposed.map { _ in 0 },
          prepaid: prepaid)
      }
      let found = try SpeedCalibration(.smm, ageBands: [1]).fit(histories).parameters[0]
      let error = abs(found.value - truth)
      if error < 1.96 * (try #require(found.standardError)) { standard += 1 }
      if error < 1.96 * (try #require(found.clusteredError)) { clustered += 1 }
    }
    if sharedLuck {
      #expect(standard < 240, "\(standard)")
    } else {
      #expect((270...297).contains(standard), "\(standard)")
    }
    #expect((264...297).contains(clustered), "\(clustered)")
  }

  @Test func whatCannotBeFoundIsSaid() throws {
    let alive = LoanHistory(try loan(1), firstMonth: start, months: 24, ending: .none)
    let gone = LoanHistory(try loan(2), firstMonth: start, months: 6, ending: .prepaid)
    let error = #expect(throws: CalibrationError.self) {
      try SpeedCalibration(.abs, ageBands: [1, 13]).fit([alive, gone])
    }
    #expect(error?.message.contains("from loan month 13 on") == true)
    #expect(throws: CalibrationError.self) { try SpeedCalibration(.abs, ageBands: [2]) }
    #expect(throws: CalibrationError.self) { try SpeedCalibration(.abs, ageBands: [1, 4_000_000]) }
    let one = try SpeedCalibration(.abs, ageBands: [1]).fit([gone]).parameters[0]
    #expect(one.clusteredError == nil && one.standardError != nil)
  }
}
