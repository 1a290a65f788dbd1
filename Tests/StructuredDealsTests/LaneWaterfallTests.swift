import Collateral
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
    let comparison = try LaneComparison(Waterfall(Self.deal), inputs)
    #expect(comparison.isRun && comparison.faults.isEmpty, "\(comparison.faults.first ?? "")")
    // Every kind of step has done something on some path.
    #expect(comparison.runs.contains { $0.bonds[4].writtenDown.contains { $0 > 0 } })
    #expect(comparison.runs.contains { $0.bonds.contains { $0.writtenUp.contains { $0 > 0 } } })
    #expect(comparison.runs.contains { $0.bonds[3].accretion.contains { $0 > 0 } })
  }

  /// Swaps, facilities, triggers, calls, purchases, interest on accounts, quarters, loans that are late.
  @Test(arguments: [0, 700])
  func isTheInterpreterOfAnyDeal(first: Int) throws {
    var (called, bought, tripped, delinquent, drawn, endsDiffer) = (false, false, false, false, false, false)
    for seed in first..<first + 20 {
      let random = RandomDeal(seed: seed)
      let comparison = try LaneComparison(Waterfall(random.deal), (0..<8).map { random.inputs(path: $0) })
      #expect(
        comparison.isRun && comparison.faults.isEmpty, "seed \(seed): \(comparison.faults.first ?? "fault")")
      #expect(comparison.periods == comparison.runs.map(\.periods).max())
      // On some paths, not on all.
      func some(_ holds: (DealRun) -> Bool) -> Bool {
        let count = comparison.runs.filter(holds).count
        return count > 0 && count < 8
      }
      called = called || some { ($0.collateral[0].balance.dropLast(3).last ?? 1) == 0 }
      bought = bought || comparison.runs.contains { $0.collateral[0].purchased.contains { $0 > 0 } }
      tripped = tripped || some { $0.triggers[0].isTripped.contains(true) }
      delinquent = delinquent || some { $0.triggers[2].isTripped.contains(true) }
      drawn = drawn || comparison.runs.contains { $0.facilities[0].drawn.contains { $0 > 0 } }
      endsDiffer = endsDiffer || Set(comparison.runs.map(\.periods)).count > 1
    }
    #expect(called && bought && tripped && delinquent && drawn && endsDiffer)
  }

  /// Bonds of a deal as collateral of another, which has a pool that ends before them.
  @Test func isTheInterpreterOfADealOfBonds() throws {
    var count = 0
    for seed in 100..<115 {
      let (deal, inputs) = RandomDeal(seed: seed).held()
      let waterfall = try Waterfall(deal)
      guard LaneWaterfall(waterfall) != nil else { continue }
      count += 1
      let comparison = try LaneComparison(waterfall, (0..<8).map(inputs))
      #expect(
        comparison.isRun && comparison.faults.isEmpty, "seed \(seed): \(comparison.faults.first ?? "fault")")
    }
    #expect(count > 5 && count < 15)
  }

  /// The deals of `Samples/deals`.
  @Test(arguments: [
    ("agency-cmo", "pool"), ("auto-abs", "pool"), ("clo", "loans"), ("cmbs", "pool"),
    ("revolving-auto", "loans"), ("senior-sub-rmbs", "pool"), ("ubs-2017-c1/deal", "pool"),
  ])
  func isTheInterpreterOfSamples(_ name: String, _ group: String) throws {
    let waterfall = try Waterfall(SampleDeal.decoded(name))
    let balance = waterfall.deal.bonds.reduce(0) { $0 + $1.balance }
    let inputs = (0..<8).map { path in
      let speed = Double(path)
      return DealInputs(
        collateral: [
          group: Pools.level(
            balance: balance * 1.02, wac: 0.085, fee: 0.005, term: 70, smm: { _ in 0.003 + 0.004 * speed },
            mdr: { month in month > 10 ? 0.0015 * speed : 0 }, severity: 0.5)
        ],
        series: ["SOFR": (0..<70).map { 0.03 + 0.004 * speed + 0.0001 * Double($0) }])
    }
    let comparison = try LaneComparison(waterfall, inputs)
    #expect(comparison.isRun && comparison.faults.isEmpty, "\(comparison.faults.first ?? "fault")")
    if !waterfall.deal.triggers.isEmpty {
      #expect(comparison.runs.contains { $0.triggers.contains { $0.isTripped.contains(true) } })
      #expect(comparison.runs.contains { $0.triggers.contains { !$0.isTripped.contains(true) } })
    }
  }

  /// What lanes would have to refuse is left to the interpreter, and so are deals over bonds of one that purchases.
  @Test func leavesTheRestToTheInterpreter() throws {
    let bonds = [DealBond(name: "A", balance: 100, coupon: "series.RATE")]
    let deal = SmallDeals.deal(
      bonds: bonds,
      steps: [
        Step(.payInterest(PayInterest(["A"], from: "cash"))),
        Step(.payPrincipal(PayPrincipal(.bond("A"), from: "cash"))),
      ])
    let lanes = try #require(LaneWaterfall(try Waterfall(deal)))
    var month = LaneWaterfall.Month()
    month.openingBalance = .init(repeating: 100)
    month.interest = .init(repeating: 1)
    month.scheduled = .init(repeating: 100)
    let only = month
    let pools = ["pool": LaneWaterfall.Pool(months: 1, opensInDefault: false) { $1 = only }]
    var rates = LaneWaterfall.Lanes(repeating: 0.05)
    #expect(lanes.run(pools, series: ["RATE": [rates]], paid: { _, _, _ in }))
    rates[5] = -0.01
    #expect(!lanes.run(pools, series: ["RATE": [rates]], paid: { _, _, _ in }))
    #expect(!lanes.run(pools, series: [:], paid: { _, _, _ in }))
    #expect(!lanes.run([:], series: ["RATE": [rates]], paid: { _, _, _ in }))
  }
}
