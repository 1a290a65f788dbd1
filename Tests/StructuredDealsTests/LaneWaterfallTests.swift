import Collateral
import StructuredDeals
import Testing

@testable import StructuredDeals

/// Eight paths at once beside the interpreter of one.
@Suite struct LaneWaterfallTests {
  /// Two pools into bonds of every rule: a Z, a schedule, shares, groups pro rata, write-offs that come back, a reserve, steps that
  /// are taken on some paths only.
  static let deal = Deal(
    name: "lanes",
    collateral: [
      CollateralGroup(name: "one", interestTo: "interest", principalTo: "principal"),
      CollateralGroup(name: "two", interestTo: "interest", principalTo: "principal", penaltiesTo: "reserve"),
    ],
    bonds: [
      DealBond(name: "P", balance: 40e6, coupon: 0.05),
      DealBond(
        name: "F", balance: 30e6, coupon: "max(0, min(series.RATE + 1%, 8%))", interestOnShortfall: false),
      DealBond(name: "S", balance: 20e6, coupon: "if(collateral.net_rate > 6%, 6%, collateral.net_rate)"),
      DealBond(name: "Z", balance: 15e6, coupon: 0.07), DealBond(name: "B", balance: 10e6, coupon: 0.06),
      DealBond(name: "IO", balance: 0, coupon: 0.01, notional: "senior.opening_balance"),
      DealBond(name: "R", balance: 0),
    ],
    classes: [BondClass(name: "senior", bonds: ["P", "F"])],
    accounts: [
      DealAccount(name: "interest"), DealAccount(name: "principal"),
      DealAccount(
        name: "reserve", balance: 1e6, keepsCash: true, target: "max(0.5% * collateral.balance, 1e5)"),
    ],
    fees: [
      DealFee(name: "trustee", amount: "0.02% * collateral.opening_balance * year_fraction"),
      DealFee(name: "extra", amount: "if(period == 3 or not (series.RATE < 4%), 1000, 0)", carries: false),
    ],
    schedules: [BalanceSchedule(name: "plan", balances: (1...60).map { 40e6 - 650_000 * Double($0) })],
    waterfall: [
      Step(.payFees(PayFees(["trustee", "extra"], from: "interest"))),
      Step(.accrete(Accrete(["Z"], from: "interest", to: "principal")), when: "P.balance + F.balance > 0"),
      Step(.payInterest(PayInterest(["P", "F", "IO"], order: .proRata, from: "interest"))),
      Step(
        .transfer(Transfer(from: "reserve", to: "interest", amount: "S.interest_unpaid - interest.balance"))),
      Step(.payInterest(PayInterest(["S", "Z", "B"], from: "interest"))),
      Step(
        .writeDown(
          WriteDown(["B", "Z", "S"], amount: "bonds.balance - collateral.balance - principal.balance"))),
      Step(
        .payPrincipal(
          PayPrincipal(
            .split([
              .init(
                "if(two.loss > 20000, 0.7, 0.8)", .sequential([.downTo("plan", .bond("P")), .bond("F")])),
              .init(nil, .proRata([.bond("S"), .bond("B")])),
            ]),
            from: "principal", amount: "principal.balance * 0.9"))),
      Step(
        .payPrincipal(
          PayPrincipal(.sequential(["P", "F", "S", "Z", "B"].map { .bond($0) }), from: "principal"))),
      Step(
        .transfer(Transfer(from: "interest", to: "reserve", amount: "reserve.target - reserve.balance")),
        when: "reserve.balance <= reserve.target"),
      Step(
        .writeUp(WriteUp(["S", "Z", "B"], amount: "min(collateral.balance - bonds.balance, 1e4)")),
        when: "series.RATE >= 4% and collateral.factor > 10%"),
      Step(.release(Release(from: "principal", to: "R"))), Step(.release(Release(from: "interest", to: "R"))),
      Step(.release(Release(from: "reserve", to: "R")), when: "collateral.balance == 0"),
    ])

  @Test func isTheInterpreterOnEachPath() throws {
    let waterfall = try Waterfall(Self.deal)
    let lanes = try #require(LaneWaterfall(waterfall))
    let inputs = (0..<8).map { lane in
      let speed = Double(lane)
      return DealInputs(
        collateral: [
          "one": Pools.level(
            balance: 70e6, wac: 0.07, fee: 0.004, term: 90, smm: { _ in 0.004 * speed },
            mdr: { _ in 0.0006 * speed },
            severity: 0.5),
          "two": Pools.level(
            balance: 47e6, wac: 0.06, fee: 0.003, term: 70, smm: { _ in 0.02 - 0.002 * speed },
            mdr: { month in month > 20 ? 0.0004 * speed : 0 }, severity: 0.6),
        ],
        series: ["RATE": (0..<90).map { 0.02 + 0.005 * speed + 0.0001 * Double($0) }])
    }
    func brought(_ group: String) -> [LaneWaterfall.Month] {
      (0..<inputs[0].collateral[group]!.months).map { month in
        var brought = LaneWaterfall.Month()
        for lane in 0..<8 {
          let flows = inputs[lane].collateral[group]!
          brought.performing[lane] = flows.balance[month]
          brought.inDefault[lane] = flows.inDefault[month]
          brought.interest[lane] = flows.interest[month] - flows.servicingFee[month]
          brought.scheduled[lane] = flows.scheduledPrincipal[month]
          brought.prepayment[lane] = flows.prepayment[month]
          brought.recovery[lane] = flows.recovery[month]
          brought.loss[lane] = flows.loss[month]
          brought.defaults[lane] = flows.defaults[month]
        }
        return brought
      }
    }
    let runs = try inputs.map { try waterfall.run($0) }
    var largest = 0.0
    let isRun = lanes.run(
      opening: [.init(repeating: 70e6), .init(repeating: 47e6)], lanes.groups.map(brought),
      series: { month in [LaneWaterfall.Lanes((0..<8).map { inputs[$0].series["RATE"]![month] })] },
      paid: { month, bonds in
        for (bond, paid) in bonds.enumerated() {
          for lane in 0..<8 {
            let flows = runs[lane].bonds[bond]
            for (one, other) in [
              (paid.interest, flows.interest), (paid.principal, flows.principal),
              (paid.residual, flows.residual),
            ] {
              largest = max(largest, abs(one[lane] - other[month]))
            }
          }
        }
      })
    #expect(isRun)
    #expect(largest < 1e-6)
    // Every kind of step has done something on some path.
    #expect(runs.contains { $0.bonds[4].writtenDown.contains { $0 > 0 } })
    #expect(runs.contains { $0.bonds.contains { $0.writtenUp.contains { $0 > 0 } } })
    #expect(runs.contains { $0.bonds[3].accretion.contains { $0 > 0 } })
  }

  /// What lanes do not know is left to the interpreter, and so is what they would have to refuse.
  @Test func leavesTheRestToTheInterpreter() throws {
    let steps: [Step] = [
      Step(.call(CallCollateral(["pool"], to: "cash")), when: "pool.factor < 10%"),
      Step(.payInterest(PayInterest(["A"], from: "cash"))),
      Step(.payPrincipal(PayPrincipal(.bond("A"), from: "cash"))),
    ]
    let bonds = [DealBond(name: "A", balance: 100, coupon: "series.RATE")]
    let called = SmallDeals.deal(bonds: bonds, steps: steps)
    #expect(LaneWaterfall(try Waterfall(called)) == nil)
    let plain = try #require(
      LaneWaterfall(try Waterfall(SmallDeals.deal(bonds: bonds, steps: Array(steps.dropFirst())))))
    var month = LaneWaterfall.Month()
    month.interest = .init(repeating: 1)
    month.scheduled = .init(repeating: 100)
    var rates = LaneWaterfall.Lanes(repeating: 0.05)
    #expect(
      plain.run(opening: [.init(repeating: 100)], [[month]], series: { _ in [rates] }, paid: { _, _ in }))
    rates[5] = -0.01
    #expect(
      !plain.run(opening: [.init(repeating: 100)], [[month]], series: { _ in [rates] }, paid: { _, _ in }))
  }
}
