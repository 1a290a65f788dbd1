/// A deal whose names have been looked up: places in lists instead of names, formulas instead of texts.
struct BoundDeal: Sendable {
  struct Group: Sendable {
    let name: String
    let interestTo: Int
    let principalTo: Int
    let penaltiesTo: Int
  }

  struct Bond: Sendable {
    let name: String
    let coupon: BoundFormula
    /// `nil` for the bond's own balance.
    let notional: BoundFormula?
    let dayCount: DealDayCount
    let interestOnShortfall: Bool
  }

  struct Account: Sendable {
    let name: String
    let keepsCash: Bool
    let target: BoundFormula?
    /// `nil` for none.
    let interest: BoundFormula?
    let interestTo: Int
  }

  struct Fee: Sendable {
    let name: String
    let amount: BoundFormula
    let carries: Bool
  }

  struct Swap: Sendable {
    let name: String
    let notional: BoundFormula
    let receive: BoundFormula
    let pay: BoundFormula
    let dayCount: DealDayCount
  }

  struct Facility: Sendable {
    let name: String
    let limit: BoundFormula
    let rate: BoundFormula
    let dayCount: DealDayCount
  }

  struct Trigger: Sendable {
    let name: String
    let when: BoundFormula
    let breaches: Int
    let isLatched: Bool
    /// Whether a step tests it; else it is tested when the period opens.
    let hasStep: Bool
  }

  var groups: [Group] = []
  var bonds: [Bond] = []
  var accounts: [Account] = []
  var fees: [Fee] = []
  var swaps: [Swap] = []
  var facilities: [Facility] = []
  var triggers: [Trigger] = []
  var schedules: [[Double]] = []
  /// Names of the series that formulas use.
  var series: [String] = []
  var steps: [BoundStep] = []
}

/// A step whose names have been looked up.
struct BoundStep: Sendable {
  let path: String
  let title: String
  let when: BoundFormula?
  let action: Action

  enum Action: Sendable {
    case payFees(BoundPayFees)
    case payInterest(BoundPayInterest)
    case accrete(BoundAccrete)
    case payPrincipal(BoundPayPrincipal)
    case transfer(BoundTransfer)
    case release(BoundRelease)
    case writeDown(BoundWriteDown)
    case writeUp(BoundWriteUp)
    case settle(BoundSettle)
    case test(BoundTestTriggers)
    case call(BoundCallCollateral)
    case draw(BoundDraw)
    case repay(BoundRepay)
    case purchase(BoundPurchase)
  }
}
