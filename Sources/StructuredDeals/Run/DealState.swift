import DatesAndConventions

/// A deal in the middle of a period: what steps read and change. Never copied: a run would spend its time on that.
struct DealState: ~Copyable, Sendable {
  struct Period: Sendable {
    var number = 0
    var date: CivilDate?
    var months = 1
    /// From the payment before to this one; 0 where dates are not known.
    var days = 0

    var yearFraction: Double { Double(months) / 12 }

    func fraction(_ dayCount: DealDayCount) -> Double {
      switch dayCount {
      case .thirty360: return yearFraction
      case .actual360: return Double(days) / 360
      case .actual365: return Double(days) / 365
      }
    }
  }

  struct Group: Sendable {
    var originalBalance: Double
    var collections: Collections
    var cumulativeLoss = 0.0
    var cumulativeDefaults = 0.0
    var isCalled = false
    /// What was bought in periods before, to run off.
    var vintages: [Vintage] = []
    /// Cash that was spent on collateral in the period.
    var purchaseCost = 0.0

    /// A purchase: its balance, and the period it was made in.
    struct Vintage: Sendable {
      let balance: Double
      let period: Int
    }

    var balance: Double { collections.performing + collections.inDefault }

    mutating func buy(balance: Double, for cost: Double, period: Int) {
      vintages.append(Vintage(balance: balance, period: period))
      purchaseCost += cost
      collections.purchased += balance
      collections.performing += balance
    }

    /// Ends it: what is paid is principal, what is paid below the balance a loss.
    mutating func sell(for proceeds: Double) {
      isCalled = true
      collections.prepayment += proceeds
      collections.loss += balance - proceeds
      cumulativeLoss += balance - proceeds
      collections.performing = 0
      collections.inDefault = 0
      collections.late = Collections.Late()
      vintages = []
    }
  }

  struct Bond: Sendable {
    let originalBalance: Double
    var openingBalance = 0.0
    var balance: Double
    /// What interest of the period accrues on.
    var notional = 0.0
    /// Annual rate of the period.
    var rate = 0.0
    /// Accrued on the notional in the period, and on interest left unpaid before.
    var interestAccrued = 0.0
    var interestDue = 0.0
    var interestPaid = 0.0
    var interestAccreted = 0.0
    var principalPaid = 0.0
    var residualPaid = 0.0
    var writtenDown = 0.0
    var writtenUp = 0.0
    /// Written down less written up, before the period.
    var writtenDownBefore = 0.0

    var interestUnpaid: Double { max(0, interestDue - interestPaid - interestAccreted) }
    var outstandingWriteDown: Double { writtenDownBefore + writtenDown - writtenUp }
  }

  struct Fee: Sendable {
    var due = 0.0
    var paid = 0.0
    var unpaid: Double { max(0, due - paid) }
  }

  struct Swap: Sendable {
    /// What the counterparty owes, below zero what the deal owes, with what it left unpaid before.
    var net = 0.0
    var settled = 0.0
    var unsettled: Double { net - settled }
  }

  struct Facility: Sendable {
    /// Drawn and not repaid.
    var balance = 0.0
    var limit = 0.0
    /// With what earlier periods left unpaid.
    var interestDue = 0.0
    var interestPaid = 0.0
    var drawn = 0.0
    var repaid = 0.0

    var available: Double { max(0, limit - balance) }
    var interestUnpaid: Double { max(0, interestDue - interestPaid) }
  }

  struct Trigger: Sendable {
    var isTripped = false
    /// Tests breached in a row.
    var breaches = 0
  }

  let deal: BoundDeal
  let dealName: String
  var period = Period()
  var groups: [Group]
  var bonds: [Bond]
  /// Cash in each.
  var accounts: [Double]
  var fees: [Fee]
  var swaps: [Swap]
  var facilities: [Facility]
  /// Interest that each account earned in the period.
  var accountInterest: [Double]
  /// Of each group, whether there is something like it to buy.
  var canPurchase: [Bool]
  var triggers: [Trigger]
  var series: [Double]
  /// Cash that came from outside and went outside in the period.
  var cashIn = 0.0
  var cashOut = 0.0
  var openingCash = 0.0
  /// Collateral less bonds, before the period.
  var openingOvercollateralisation = 0.0
  /// The place of the step that is taken; `nil` between steps.
  var step: Int?
  var explanation: Explanation?

  init(_ bound: BoundDeal, _ deal: Deal, opening: [Double]) {
    self.deal = bound
    dealName = deal.name
    groups = zip(deal.collateral, opening).map { group, opening in
      Group(
        originalBalance: group.originalBalance ?? opening,
        collections: Collections(openingBalance: opening, performing: opening, inDefault: 0))
    }
    bonds = deal.bonds.map { Bond(originalBalance: $0.originalBalance ?? $0.balance, balance: $0.balance) }
    accounts = deal.accounts.map(\.balance)
    fees = deal.fees.map { _ in Fee() }
    swaps = deal.swaps.map { _ in Swap() }
    facilities = deal.facilities.map { _ in Facility() }
    accountInterest = deal.accounts.map { _ in 0 }
    canPurchase = deal.collateral.map { _ in false }
    triggers = deal.triggers.map { _ in Trigger() }
    series = bound.series.map { _ in 0 }
  }

  func error(_ message: String) -> DealRunError {
    DealRunError(
      deal: dealName, period: period.number,
      step: step.map { "\(deal.steps[$0].path) \(deal.steps[$0].title)" },
      message: message)
  }
}
