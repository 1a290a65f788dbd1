import DatesAndConventions

/// A deal in the middle of a period, on one path or on eight: what steps read and change, in place: a run would spend its time on copies.
final class DealState<Number: PathNumber> {
  struct Group: Sendable {
    var originalBalance: Number
    var collections: Collections<Number>
    var cumulativeLoss = Number.zero
    var cumulativeDefaults = Number.zero
    var isCalled = Number.Truth(repeating: false)
    /// What was bought in periods before, to run off.
    var vintages: [Vintage] = []
    /// Cash that was spent on collateral in the period.
    var purchaseCost = Number.zero

    /// A purchase: its balance, and the period it was made in.
    struct Vintage: Sendable {
      var balance: Number
      let period: Int
    }

    @inline(__always) var balance: Number { collections.performing + collections.inDefault }

    mutating func buy(balance: Number, for cost: Number, period: Int) {
      vintages.append(Vintage(balance: balance, period: period))
      purchaseCost += cost
      collections.purchased += balance
      collections.performing += balance
    }

    /// Ends it on the paths of `sold`: what is paid is principal, what is paid below the balance a loss.
    mutating func sell(for proceeds: Number, where sold: Number.Truth) {
      let (gone, kept) = (balance.taken(where: sold), .!sold)
      isCalled = isCalled .| sold
      collections.prepayment += proceeds
      collections.loss += gone - proceeds
      cumulativeLoss += gone - proceeds
      collections.performing = collections.performing.taken(where: kept)
      collections.inDefault = collections.inDefault.taken(where: kept)
      collections.late.days30 = collections.late.days30.taken(where: kept)
      collections.late.days60 = collections.late.days60.taken(where: kept)
      collections.late.days90 = collections.late.days90.taken(where: kept)
      for vintage in vintages.indices {
        vintages[vintage].balance = vintages[vintage].balance.taken(where: kept)
      }
    }
  }

  struct Bond: Sendable {
    let originalBalance: Number
    var openingBalance = Number.zero
    var balance: Number
    /// What interest of the period accrues on.
    var notional = Number.zero
    /// Annual rate of the period.
    var rate = Number.zero
    var interestDue = Number.zero
    var interestPaid = Number.zero
    var interestAccreted = Number.zero
    var principalPaid = Number.zero
    var residualPaid = Number.zero
    var writtenDown = Number.zero
    var writtenUp = Number.zero
    /// Written down less written up, before the period.
    var writtenDownBefore = Number.zero
    /// Whether nothing is left of it and nothing due on any path, so that steps may pass it over. Always false where steps are checked: a
    /// run tells of its bonds to the end.
    var isRetired = false

    // Calls would copy the bond.
    @inline(__always) var interestUnpaid: Number {
      (interestDue - interestPaid - interestAccreted).aboveZero
    }
    @inline(__always) var outstandingWriteDown: Number { writtenDownBefore + writtenDown - writtenUp }

    /// Begins a period.
    mutating func open() {
      guard !isRetired else { return residualPaid = .zero }
      openingBalance = balance
      interestDue = interestUnpaid
      interestPaid = .zero
      interestAccreted = .zero
      principalPaid = .zero
      residualPaid = .zero
      writtenDownBefore = outstandingWriteDown
      writtenDown = .zero
      writtenUp = .zero
    }
  }

  struct Fee: Sendable {
    var due = Number.zero
    var paid = Number.zero
    var unpaid: Number { (due - paid).aboveZero }
  }

  struct Swap: Sendable {
    /// What the counterparty owes, below zero what the deal owes, with what it left unpaid before.
    var net = Number.zero
    var settled = Number.zero
    var unsettled: Number { net - settled }
  }

  struct Facility: Sendable {
    /// Drawn and not repaid.
    var balance = Number.zero
    var limit = Number.zero
    /// With what earlier periods left unpaid.
    var interestDue = Number.zero
    var interestPaid = Number.zero
    var drawn = Number.zero
    var repaid = Number.zero

    var available: Number { (limit - balance).aboveZero }
    var interestUnpaid: Number { (interestDue - interestPaid).aboveZero }
  }

  struct Trigger: Sendable {
    var isTripped = Number.Truth(repeating: false)
    /// Tests breached in a row.
    var breaches = Number.zero
  }

  let deal: BoundDeal
  let dealName: String
  var period = DealPeriod()
  /// The last period of each path, from 1: that of the collateral, or of what was bought.
  var lastPeriod = Number.zero
  let groups: FixedList<Group>
  let bonds: FixedList<Bond>
  /// Cash in each.
  let accounts: FixedList<Number>
  let fees: FixedList<Fee>
  let swaps: FixedList<Swap>
  let facilities: FixedList<Facility>
  /// Interest that each account earned in the period.
  let accountInterest: FixedList<Number>
  /// Of each group, whether there is something like it to buy.
  let canPurchase: FixedList<Number.Truth>
  let triggers: FixedList<Trigger>
  let series: FixedList<Number>
  /// Cash that came from outside and went outside in the period.
  var cashIn = Number.zero
  var cashOut = Number.zero
  var openingCash = Number.zero
  /// Collateral less bonds, before the period.
  var openingOvercollateralisation = Number.zero
  /// The place of the step that is taken; `nil` between steps.
  var step: Int?
  /// The paths that the step is taken on; all between steps.
  private(set) var isTaken = Number.Truth(repeating: true)
  private var isTakenEverywhere = true
  /// Whether all that must hold is checked after every step; else that no balance is below zero and no cash is left, at the end of the
  /// period.
  let checksSteps: Bool
  let isExplained: Bool
  /// Of the period and the first path; empty where it is not asked for.
  var explanation = Explanation()

  init(
    _ bound: BoundDeal, _ deal: Deal, opening: [Number], canPurchase: [Number.Truth], isExplained: Bool,
    checksSteps: Bool
  ) {
    self.deal = bound
    self.isExplained = isExplained
    self.checksSteps = checksSteps
    dealName = deal.name
    groups = FixedList(
      zip(deal.collateral, opening).map { group, opening in
        Group(
          originalBalance: group.originalBalance.map { Number(repeating: $0) } ?? opening,
          collections: Collections(performing: opening, inDefault: .zero))
      })
    bonds = FixedList(
      deal.bonds.map {
        Bond(
          originalBalance: Number(repeating: $0.originalBalance ?? $0.balance),
          balance: Number(repeating: $0.balance))
      })
    accounts = FixedList(deal.accounts.map { Number(repeating: $0.balance) })
    fees = FixedList(deal.fees.map { _ in Fee() })
    swaps = FixedList(deal.swaps.map { _ in Swap() })
    facilities = FixedList(deal.facilities.map { _ in Facility() })
    accountInterest = FixedList(deal.accounts.map { _ in .zero })
    self.canPurchase = FixedList(canPurchase)
    triggers = FixedList(deal.triggers.map { _ in Trigger() })
    series = FixedList(bound.series.map { _ in .zero })
  }

  deinit {
    groups.deallocate()
    bonds.deallocate()
    accounts.deallocate()
    fees.deallocate()
    swaps.deallocate()
    facilities.deallocate()
    accountInterest.deallocate()
    canPurchase.deallocate()
    triggers.deallocate()
    series.deallocate()
  }

  /// The paths whose last period is over.
  var hasEnded: Number.Truth { Number(repeating: Double(period.number)) .> lastPeriod }

  /// The next amounts are of these paths alone.
  func take(where holds: Number.Truth) {
    isTaken = holds
    isTakenEverywhere = holds.holdsEverywhere
  }

  func takeEverywhere() {
    isTaken = Number.Truth(repeating: true)
    isTakenEverywhere = true
  }

  /// Zero on the paths that the step is not taken on.
  func ifTaken(_ number: Number) -> Number { isTakenEverywhere ? number : number.taken(where: isTaken) }

  func error(_ message: String) -> DealRunError {
    DealRunError(
      deal: dealName, period: period.number,
      step: step.map { "\(deal.steps[$0].path) \(deal.steps[$0].title)" },
      message: message)
  }
}

/// A period of a deal.
struct DealPeriod: Sendable {
  /// From 1; 0 before the first.
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
