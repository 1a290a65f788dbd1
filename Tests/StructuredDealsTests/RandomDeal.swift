import Collateral
import StructuredDeals

/// A deal, its collateral and its series made from a seed: any bonds, any rules, any order of steps.
struct RandomDeal {
  /// How loans of a group pay, by the month.
  private struct Pool {
    let balance: Double
    let wac: Double
    let term: Int
    let smm: Double
    let mdr: Double
    let severity: Double
    let late: Double

    /// Other paths prepay and default more, and are late more.
    func flows(path: Int) -> CollateralFlows {
      let speed = Double(path)
      var flows = Pools.level(
        balance: balance, wac: wac, fee: 0.0025, term: term, smm: { _ in smm * (1 + speed / 4) },
        mdr: { _ in mdr * (1 + speed / 2) }, severity: severity)
      for month in 0..<flows.months {
        flows.delinquent60[month] = flows.balance[month] * late * (1 + speed)
        flows.delinquent90[month] = flows.delinquent60[month] / 2
        flows.prepaymentPenalty[month] = flows.prepayment[month] * 0.01
      }
      return flows
    }
  }

  let deal: Deal
  private let pools: [String: Pool]
  private let rates: [Double]

  var inputs: DealInputs { inputs(path: 0) }

  /// Of one of several paths, on which rates and speeds differ.
  func inputs(path: Int) -> DealInputs {
    DealInputs(
      collateral: pools.mapValues { $0.flows(path: path) },
      series: ["SOFR": rates.map { $0 * (1 + 0.1 * Double(path)) }])
  }

  /// The same with a deal over it that holds shares of its first bonds and a pool of its own.
  func held() -> (deal: Deal, inputs: (Int) -> DealInputs) {
    let upper = Deal(
      name: "over \(deal.name)", monthsPerPeriod: deal.monthsPerPeriod,
      collateral: [
        CollateralGroup(
          name: "held", interestTo: "cash", principalTo: "cash",
          bonds: [
            HeldBond(deal: deal.name, bond: "B0", share: 0.5),
            HeldBond(deal: deal.name, bond: "B1", share: 1),
          ]),
        CollateralGroup(name: "own", interestTo: "cash", principalTo: "cash"),
      ],
      bonds: [
        DealBond(name: "A", balance: deal.bonds[0].balance / 2, coupon: "min(collateral.net_rate, 3%)"),
        DealBond(name: "R", balance: 0),
      ],
      accounts: [DealAccount(name: "cash")],
      waterfall: [
        Step(.payInterest(PayInterest(["A"], from: "cash"))),
        Step(.payPrincipal(PayPrincipal(.bond("A"), from: "cash", amount: "collateral.principal"))),
        Step(.release(Release(from: "cash", to: "R"))),
      ],
      underlying: [deal])
    let own = Pool(
      balance: 1e6, wac: 0.06, term: 20, smm: 0.01, mdr: 0.001, severity: 0.4, late: 0)
    return (
      upper,
      { path in
        var inputs = inputs(path: path)
        inputs.collateral = Dictionary(
          uniqueKeysWithValues: inputs.collateral.map { ("\(deal.name).\($0)", $1) })
        inputs.collateral["own"] = own.flows(path: path)
        return inputs
      }
    )
  }

  init(seed: Int) {
    var random = SeededRandom(seed: seed)
    let quarterly = random.chance(0.3)
    let groups = 1 + random.below(2)
    var collateral: [CollateralGroup] = []
    var pools: [String: Pool] = [:]
    var total = 0.0
    for group in 0..<groups {
      let name = "pool\(group)"
      collateral.append(CollateralGroup(name: name, interestTo: "interest", principalTo: "principal"))
      let balance = random.between(1e6, 500e6)
      let (smm, mdr) = (random.between(0, 0.03), random.between(0, 0.01))
      total += balance
      pools[name] = Pool(
        balance: balance, wac: random.between(0.03, 0.15), term: 12 + random.below(100), smm: smm, mdr: mdr,
        severity: random.unit(), late: random.between(0, 0.01))
    }
    let count = 2 + random.below(5)
    let names = (0..<count).map { "B\($0)" }
    let weights = names.map { _ in random.between(0.1, 1) }
    // From much overcollateralised to undercollateralised.
    let issued = total * random.between(0.8, 1.02)
    let bonds = zip(names, weights).map { name, weight in
      DealBond(
        name: name, balance: issued * weight / weights.reduce(0, +), coupon: RandomDeal.coupon(&random),
        dayCount: .thirty360, interestOnShortfall: random.chance(0.5))
    }
    var steps = [Step(.payFees(PayFees(["servicing", "trustee"], from: "interest")))]
    if random.chance(0.4) {
      steps.append(Step(.repay(Repay("line", from: "interest", amount: "40% * interest.balance"))))
      steps.append(Step(.draw(Draw("line", to: "interest", amount: "bonds.interest_due - interest.balance"))))
    }
    if random.chance(0.5) { steps.append(Step(.settle(Settle("hedge", account: "interest")))) }
    if random.chance(0.4) {
      steps.append(
        Step(.accrete(Accrete([names[count - 1]], from: "interest", to: "principal")), when: "B0.balance > 0")
      )
    }
    steps.append(
      Step(
        .payInterest(PayInterest(names, order: random.chance(0.5) ? .proRata : .sequential, from: "interest"))
      ))
    if random.chance(0.6) {
      steps.append(
        Step(
          .transfer(
            Transfer(from: "reserve", to: "interest", amount: "bonds.interest_unpaid - interest.balance"))))
      steps.append(Step(.payInterest(PayInterest(names.reversed(), from: "interest"))))
    }
    if random.chance(0.5) {
      steps.append(
        Step(
          .call(CallCollateral(["pool0"], price: .init(random.between(0.8, 1.1)), to: "principal")),
          when: "collateral.factor < 15%"))
    }
    if random.chance(0.5) {
      steps.append(
        Step(
          .transfer(
            Transfer(from: "interest", to: "principal", amount: "bonds.balance - collateral.balance")),
          when: "tripped or delinquent or period > 6"))
    }
    if random.chance(0.4) {
      steps.append(
        Step(
          .purchase(
            Purchase(
              "pool0", from: "principal", amount: "60% * pool0.principal",
              price: .init(random.between(0.8, 1.1)))),
          when: "period <= 8 and not tripped"))
    }
    steps.append(
      Step(
        .payPrincipal(PayPrincipal(RandomDeal.rule(names, &random, depth: 0), from: "principal")),
        when: "not tripped"))
    steps.append(
      Step(
        .payPrincipal(PayPrincipal(.sequential(names.map { .bond($0) }), from: "principal")), when: "tripped")
    )
    if random.chance(0.8) {
      steps.append(
        Step(
          .writeDown(
            WriteDown(names.reversed(), amount: "bonds.balance - collateral.balance - principal.balance"))))
    }
    if random.chance(0.3) {
      steps.append(Step(.writeUp(WriteUp(names, amount: "collateral.balance - bonds.balance"))))
    }
    steps += [
      Step(.test(TestTriggers(["late"]))),
      Step(.transfer(Transfer(from: "interest", to: "reserve", amount: "reserve.target - reserve.balance"))),
      Step(.transfer(Transfer(from: "reserve", to: "interest")), when: "collateral.balance == 0 or late"),
      Step(.transfer(Transfer(from: "principal", to: "interest"))),
      Step(.release(Release(from: "interest", to: "R"))),
    ]
    deal = Deal(
      name: "seed \(seed)", monthsPerPeriod: quarterly ? 3 : 1, collateral: collateral,
      bonds: bonds + [DealBond(name: "R", balance: 0)],
      accounts: [
        DealAccount(name: "interest"), DealAccount(name: "principal"),
        DealAccount(
          name: "reserve", balance: total * 0.01, keepsCash: true, target: "2% * collateral.balance",
          interest: "series.SOFR", interestTo: random.chance(0.5) ? "interest" : nil),
      ],
      fees: [
        DealFee(
          name: "servicing", amount: .init("\(random.between(0, 0.06)) * collateral.opening_balance / 12")),
        DealFee(name: "trustee", amount: 1000.0, carries: false),
      ],
      swaps: [DealSwap(name: "hedge", notional: "B0.balance", receive: "series.SOFR", pay: "4%")],
      facilities: [DealFacility(name: "line", limit: "1% * bonds.balance", rate: "series.SOFR + 2%")],
      triggers: [
        Trigger(
          name: "tripped",
          when: .init("collateral.cumulative_loss / collateral.original_balance > \(random.between(0, 0.2))"),
          isLatched: random.chance(0.5)),
        Trigger(name: "late", when: "B0.interest_unpaid > 0 and period > 20", breaches: 2),
        Trigger(
          name: "delinquent", when: "pool0.delinquent_60 + pool0.delinquent_90 > 3% * pool0.performing",
          breaches: 3),
      ], waterfall: steps)
    var rate = 0.05
    rates = (0..<120).map { _ in
      rate = max(0, rate + random.between(-0.005, 0.005))
      return rate
    }
    self.pools = pools
  }

  private static func coupon(_ random: inout SeededRandom) -> Formula {
    switch random.below(4) {
    case 0: return Formula(random.between(0, 0.1))
    case 1: return "min(series.SOFR + 1%, 9%)"
    case 2: return "max(0, 20% - 3 * series.SOFR)"
    default: return "collateral.net_rate"
    }
  }

  private static func rule(_ names: [String], _ random: inout SeededRandom, depth: Int) -> PrincipalRule {
    if names.count == 1 { return .bond(names[0]) }
    if depth < 3, random.chance(0.2) {
      return .sequential([
        .downTo("60% * bonds.original_balance", rule(names, &random, depth: depth + 1)),
        rule(names, &random, depth: depth + 1),
      ])
    }
    let cut = 1 + random.below(names.count - 1)
    let parts = [Array(names[..<cut]), Array(names[cut...])].map { rule($0, &random, depth: depth + 1) }
    switch random.below(3) {
    case 0: return .sequential(parts)
    case 1: return .proRata(parts)
    default:
      return .split([.init(Formula(random.unit()), parts[0]), .init(nil, parts[1])])
    }
  }
}
