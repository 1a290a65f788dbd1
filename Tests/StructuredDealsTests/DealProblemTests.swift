import Collateral
import StructuredDeals
import Testing

/// What is refused before a deal runs, and where it is said to be.
@Suite struct DealProblemTests {
  private static func problems(_ deal: Deal) -> [String] {
    do throws(DealProblems) {
      _ = try Waterfall(deal)
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  private static let bonds = [DealBond(name: "A", balance: 100), DealBond(name: "B", balance: 100)]

  private static func problems(_ steps: [Step], definitions: [Definition] = [], bonds: [DealBond] = bonds)
    -> [String]
  {
    problems(SmallDeals.deal(bonds: bonds, definitions: definitions, steps: steps))
  }

  @Test func unknownNamesAreToldWithTheirPlaceAndThoseThereAre() {
    let found = DealProblemTests.problems([
      Step(.payInterest(PayInterest(["A", "Q"], from: "cash"))),
      Step(
        .payPrincipal(
          PayPrincipal(.sequential([.bond("A"), .proRata([.bond("B"), .bond("C")])]), from: "bank"))),
      Step(.payFees(PayFees(["trustee"], from: "cash")), when: "A.size > 1 and lawyer.due > 0"),
    ])
    #expect(
      found == [
        "waterfall[0].bonds[1]: 'Q' is not a bond; there are A, B, R",
        "waterfall[1].from: 'bank' is not an account; there are cash",
        "waterfall[1].pay.sequential[1].pro_rata[1]: 'C' is not a bond; there are A, B, R",
        "waterfall[2].when: 'A' has no 'size'; it has balance, opening_balance, original_balance, factor, interest_due, "
          + "interest_paid, interest_unpaid, principal_paid, written_down",
        "waterfall[2].when: 'lawyer.due' is not known; it is no part of the deal, nor period, date or series.NAME",
        "waterfall[2].fees[0]: 'trustee' is not a fee; there are none",
      ])
  }

  @Test func definitionsMayNotGoInACircle() {
    let found = DealProblemTests.problems(
      [],
      definitions: [
        Definition(name: "a", formula: "b + 1"), Definition(name: "b", formula: "2 * c"),
        Definition(name: "c", formula: "a"), Definition(name: "d", formula: "a + x"),
      ])
    #expect(found.count == 4)
    #expect(found.first == "definitions[0].formula: goes round in a circle: a needs b needs c needs a")
    #expect(found.last?.hasPrefix("definitions[3].formula: 'x' is not known") == true)
  }

  @Test func targetsMayNotNeedTargets() {
    let deal = SmallDeals.deal(
      bonds: [],
      accounts: [
        DealAccount(name: "r", keepsCash: true, target: "t"), DealAccount(name: "s", keepsCash: true),
      ], definitions: [Definition(name: "t", formula: "r.target")],
      steps: [Step(.transfer(Transfer(from: "cash", to: "s", amount: "s.target")))])
    #expect(
      DealProblemTests.problems(deal) == [
        "accounts[1].target: needs 'r.target'; a target needs no other target",
        "waterfall[0].amount: 's' has no target; give it one in accounts",
      ])
  }

  @Test func cashThatNobodyTakesIsFound() {
    func deal(_ steps: [Step]) -> Deal {
      Deal(
        name: "leaks",
        collateral: [CollateralGroup(name: "pool", interestTo: "interest", principalTo: "principal")],
        bonds: [DealBond(name: "A", balance: 100), DealBond(name: "R", balance: 0)],
        accounts: [
          DealAccount(name: "interest"), DealAccount(name: "principal"), DealAccount(name: "spread"),
        ],
        waterfall: steps)
    }
    let leak =
      "may be left with nobody; empty it by a later step without condition, RELEASE or TRANSFER without amount, or set keeps_cash"
    let releases = [
      Step(.release(Release(from: "interest", to: "R"))),
      Step(.transfer(Transfer(from: "principal", to: "spread"))),
    ]
    #expect(
      DealProblemTests.problems(deal(releases)) == [
        "waterfall[1].to: cash in 'spread' \(leak)",
        "collateral[0].principal_to: cash in 'principal' \(leak)",
      ])
    #expect(
      DealProblemTests.problems(deal(releases + [Step(.release(Release(from: "spread", to: "R")))])).isEmpty)
    let conditional = Step(.release(Release(from: "spread", to: "R")), when: "A.balance > 0")
    #expect(DealProblemTests.problems(deal(releases + [conditional])).count == 2)
    // Cash that goes round between two accounts is left in one of them.
    #expect(
      DealProblemTests.problems(
        deal([
          Step(.transfer(Transfer(from: "interest", to: "principal"))),
          Step(.transfer(Transfer(from: "principal", to: "interest"))),
        ])
      ).count == 4)
  }

  @Test func sharesMustBeSharesOfAWhole() {
    func split(_ shares: [Formula?]) -> [String] {
      DealProblemTests.problems([
        Step(
          .payPrincipal(
            PayPrincipal(.split(zip(shares, ["A", "B", "R"]).map { .init($0, .bond($1)) }), from: "cash")))
      ])
    }
    #expect(split(["0.6", "40%"]).isEmpty)
    #expect(split(["0.6", nil]).isEmpty)
    #expect(
      split(["0.5", "0.25"]).first?.hasPrefix("waterfall[0].pay.split: has shares that sum to 0.75") == true)
    #expect(
      split(["0.6", nil, nil]) == [
        "waterfall[0].pay.split: has 2 parts without a share; leave out one at most"
      ])
    #expect(split(["1.6", "-0.6"]).count == 1)
    let deal = SmallDeals.deal(
      bonds: DealProblemTests.bonds, steps: [],
      exchangeable: [
        ExchangeableClass(name: "E", parts: [.init(bond: "A", share: 1.5), .init(bond: "Z", share: 1)])
      ])
    #expect(
      DealProblemTests.problems(deal) == [
        "exchangeable[0].parts[1]: 'Z' is not a bond; there are A, B, R",
        "exchangeable[0].parts[0].share: 1.5 is not a share; write a number above 0, at most 1",
      ])
  }

  @Test func shareFormulasThatGoWrongStopTheRun() throws {
    let deal = SmallDeals.deal(
      bonds: DealProblemTests.bonds,
      steps: [
        Step(
          .payPrincipal(
            PayPrincipal(.split([.init("period / 2", .bond("A")), .init("0.5", .bond("B"))]), from: "cash")),
          name: "split")
      ])
    let pool = SmallDeals.pool(200, interest: [0, 0], principal: [10, 10])
    #expect(
      throws: DealRunError(
        deal: "small", period: 2, step: "waterfall[0] split",
        message: "the shares of a split are 1.0, 0.5; they must lie between 0 and 1 and sum to 1")
    ) {
      try SmallDeals.run(deal, pool)
    }
  }

  @Test func namesAreNamesAndUnique() {
    let deal = SmallDeals.deal(
      bonds: [
        DealBond(name: "A-1", balance: 1), DealBond(name: "cash", balance: 1),
        DealBond(name: "max", balance: -1),
      ],
      steps: [])
    #expect(
      DealProblemTests.problems(deal) == [
        "bonds[0].name: 'A-1' is not a name; use letters, digits and _, no digit first",
        "bonds[2].name: 'max' means something else in formulas; choose another name",
        "accounts[0].name: 'cash' names two parts of the deal; choose another name",
        "bonds[2].balance: -1.0 is not an amount of zero or above",
      ])
  }

  @Test func heldBondsExistAndAreHeldOnce() throws {
    let lower = SmallDeals.deal(bonds: DealProblemTests.bonds, steps: [])
    let deal = Deal(
      name: "upper",
      collateral: [
        CollateralGroup(
          name: "held", interestTo: "cash", principalTo: "cash",
          bonds: [
            HeldBond(deal: "small", bond: "A", share: 0.7), HeldBond(deal: "small", bond: "A", share: 0.7),
            HeldBond(deal: "small", bond: "C", share: 1), HeldBond(deal: "big", bond: "A", share: 1),
          ])
      ],
      bonds: [DealBond(name: "R", balance: 0)], accounts: [DealAccount(name: "cash")],
      waterfall: [Step(.release(Release(from: "cash", to: "R")))], underlying: [lower])
    #expect(
      DealProblemTests.problems(deal) == [
        "collateral[0].bonds[1].share: more than all of 'A' is held",
        "collateral[0].bonds[2].bond: 'C' is not a bond of 'small'",
        "collateral[0].bonds[3].deal: 'big' is not an underlying deal; there are small",
      ])
  }

  @Test func inputsThatLackSomethingAreTold() throws {
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 100, coupon: "series.SOFR - 4%")],
      steps: [Step(.payInterest(PayInterest(["A"], from: "cash")))])
    let pool = SmallDeals.pool(100, interest: [1, 1], principal: [50, 50])
    let waterfall = try Waterfall(deal)
    func message(_ inputs: DealInputs) -> String? {
      do throws(DealRunError) {
        _ = try waterfall.run(inputs)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(message(DealInputs(collateral: [:]))?.contains("no flows for the collateral 'pool'") == true)
    #expect(message(DealInputs(collateral: ["pool": pool]))?.contains("no series 'SOFR'") == true)
    #expect(message(DealInputs(collateral: ["pool": pool], series: ["SOFR": [0.05]])) == nil)
    #expect(
      message(DealInputs(collateral: ["pool": pool], series: ["SOFR": [0.05, 0.03]]))?.contains(
        "period 2: 'A' would have interest of -0.01") == true)
    var wrong = pool
    wrong.balance[1] = 10
    #expect(
      message(DealInputs(collateral: ["pool": wrong], series: ["SOFR": [0.05]]))
        == "small: the flows of 'pool', month 2: the balance is 10.0, but principal and losses leave 0.0")
  }

  @Test func interestBelowTheServicingFeeIsToldWithItsCause() throws {
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 100, coupon: 0.01)],
      steps: [Step(.payInterest(PayInterest(["A"], from: "cash")))])
    let waterfall = try Waterfall(deal)
    func message(_ change: (inout CollateralFlows) -> Void) -> String? {
      var pool = SmallDeals.pool(100, interest: [1, 1], principal: [50, 50])
      pool.servicingFee = [0.5, 1.5]
      change(&pool)
      do throws(DealRunError) {
        _ = try waterfall.run(DealInputs(collateral: ["pool": pool]))
        return nil
      } catch {
        return error.description
      }
    }
    let fix =
      "; the fee is taken out of interest that is paid: lower servicing_fee of the flows or servicing_fee_percent of the loans, "
      + "or raise what loans pay (payment_cap_percent, lifetime_floor_percent)"
    let start =
      "small: the flows of 'pool', month 2: interest of 1.0 does not cover the servicing fee of 1.5, as "
    #expect(message { _ in } == start + "the fee is above the loans' rates" + fix)
    #expect(
      message {
        $0.deferredInterest[1] = 3
        $0.balance[1] = 3
      } == start + "interest of 3.0 joins the balance instead of being paid" + fix)
    #expect(
      message {
        $0.scheduledPrincipal[1] = 0
        $0.balance[1] = 50
        $0.delinquent90[1] = 20
      } == start + "loans that are late or in default pay less interest than their fee" + fix)
    let negative = message { $0.interest[1] = -1 }
    #expect(negative?.contains("interest of -1.0 does not cover the servicing fee of 1.5") == true)
    #expect(negative?.contains("as the loans' rates are below zero; ") == true)
    // Interest that is just the fee leaves nothing, which is no fault.
    #expect(message { $0.servicingFee[1] = 1 } == nil)
  }
}
