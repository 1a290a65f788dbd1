import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// The payments of a batch of floating contracts as weighted sums of discount products.
///
/// Everything that does not depend on a scenario is settled here: days, known fixings, weights. Equal products are kept once,
/// whichever contracts need them.
struct ProjectedFlows {
  /// Weight times the value of a product.
  struct Term: Hashable {
    /// Place in `products`, or −1 − place in `nonlinear`.
    let product: Int32
    let weight: Double
  }

  /// One payment, as the sum of terms that is its present value in `unit`.
  struct Payment {
    let payDay: Int32
    /// The currency in which it is paid.
    let currency: Currency
    /// The currency in which its terms are values: another than `currency` where a notional is yet to be set at a rate of
    /// exchange.
    let unit: Currency
    /// The curve that discounts it, with its issue spread.
    let curve: Int
    let isInterest: Bool
    /// Per unit of quantity.
    let balance: Double
    let terms: Range<Int>
    /// Of interest: its period.
    let period: Period?
  }

  /// The period of a coupon.
  struct Period {
    let start: CivilDate
    let end: CivilDate
    /// Of interest.
    let years: Double
    /// As a part of the notional at the start.
    let notionalFactor: Double
    let isFixed: Bool

    init(_ coupon: LegCoupon) {
      start = coupon.start
      end = coupon.end
      years = coupon.years
      notionalFactor = coupon.notionalFactor
      if case .fixed = coupon.interest { isFixed = true } else { isFixed = false }
    }

    init(_ coupon: CouponGrid.Coupon, isFixed: Bool) {
      start = coupon.start
      end = coupon.end
      years = coupon.years
      notionalFactor = 1
      self.isFixed = isFixed
    }
  }

  /// Interest accrued, as terms that are no present values.
  struct Accrual {
    let currency: Currency
    let terms: Range<Int>
  }

  /// What the contracts have in common, with one another and with those of batches before.
  var shared: SharedProducts
  private(set) var nonlinear: [NonlinearProduct] = []
  /// Those of which options are.
  private(set) var surfaces: [RateSurface] = []
  private(set) var terms: [Term] = []
  private(set) var payments: [Payment] = []
  private(set) var accruals: [Accrual] = []
  let context: PricingContext
  /// Whether payments are wanted one by one; otherwise one stands for a whole leg where its terms alone count.
  let areSingle: Bool
  let valuationDate: CivilDate
  private var placeOfOption: [RateOption: Int] = [:]
  private var placeOfSwapRate: [SwapRatePayment: Int] = [:]

  /// What a table of products may hold before the next contracts get one of their own. Many contracts share what a coupon is worth, so
  /// that larger tables are worked out less often: this is what legs on every day of 30 years need under 100 scenarios.
  static let tableBytes = 64 << 20

  /// What is summed together: terms that stay in the cache, as long as what they are made of is kept for the next.
  private static let termCount = 1 << 18

  var isFull: Bool {
    terms.count >= Self.termCount || isFull(rows: products.count + nonlinear.count * rowsPerNonlinear)
  }

  /// Whether what the contracts have in common fills a table alone.
  var isFullForNext: Bool { isFull(rows: products.count) }

  private func isFull(rows: Int) -> Bool {
    rows * markets.rowStride * MemoryLayout<Double>.stride >= Self.tableBytes
  }

  /// Of contracts in one currency.
  private let rowsPerNonlinear: Int

  var markets: any ScenarioMarketSource { context.markets }
  var curves: [DiscountKey] { shared.curves }
  var products: [DiscountProduct] { shared.products }

  init(_ context: PricingContext, areSingle: Bool = true) {
    self.context = context
    shared = context.products.take()
    self.areSingle = areSingle
    valuationDate = context.markets.valuationDate
    rowsPerNonlinear =
      1 + ProjectedNeeds(context.request, currencies: [context.request.reportingCurrency]).slopes.count
  }

  /// The place of a curve; throws what the market lacks.
  mutating func curve(_ key: DiscountKey) throws(CellGap) -> Int { try shared.curve(key, in: markets) }

  /// Makes room for so many contracts of a usual length.
  mutating func reserve(contracts: Int) {
    terms.reserveCapacity(min(64 * contracts, Self.termCount))
    payments.reserveCapacity(min((areSingle ? 32 : 2) * contracts, Self.termCount / 2))
  }

  func offset(_ day: CivilDate) -> Int32 { day.dayNumber - valuationDate.dayNumber }

  mutating func need(_ day: Int32, of curve: Int) { shared.need(day, of: curve) }

  mutating func add(_ weight: Double, _ product: DiscountProduct) {
    add(weight, product: place(of: product))
  }

  mutating func add(_ weight: Double, product: Int32) { terms.append(Term(product: product, weight: weight)) }

  /// The place of a product among those of the batch.
  mutating func place(of product: DiscountProduct) -> Int32 {
    shared.place(of: product, valuationDay: valuationDate.dayNumber)
  }

  /// Adds `scale` times other terms.
  mutating func add(_ unit: ArraySlice<Term>, times scale: Double) {
    for term in unit { add(scale * term.weight, product: term.product) }
  }

  mutating func add(_ weight: Double, _ product: CompoundedProduct) {
    let today = valuationDate.dayNumber
    shared.needDays(of: product.product, valuationDay: today)
    for step in product.steps {
      need(today + step.start, of: product.curve)
      need(today + step.end, of: product.curve)
    }
    nonlinear.append(.compounded(product))
    terms.append(Term(product: Int32(-nonlinear.count), weight: weight))
  }

  mutating func add(_ weight: Double, _ option: RateOption) {
    let place = placeOfOption[option] ?? nonlinear.count
    if place == nonlinear.count {
      nonlinear.append(.option(option))
      placeOfOption[option] = place
    }
    terms.append(Term(product: Int32(-1 - place), weight: weight))
  }

  mutating func add(_ weight: Double, _ payment: SwapRatePayment) {
    terms.append(term(weight, payment))
  }

  /// The payment as a term that nothing is made of yet.
  mutating func term(_ weight: Double, _ payment: SwapRatePayment) -> Term {
    let place = placeOfSwapRate[payment] ?? nonlinear.count
    if place == nonlinear.count {
      nonlinear.append(.swapRate(payment))
      placeOfSwapRate[payment] = place
    }
    return Term(product: Int32(-1 - place), weight: weight)
  }

  mutating func add(_ weight: Double, _ option: RateDifferenceOption) {
    nonlinear.append(.rateDifference(option))
    terms.append(Term(product: Int32(-nonlinear.count), weight: weight))
  }

  mutating func add(_ weight: Double, _ option: BermudanOption) {
    nonlinear.append(.bermudan(option))
    terms.append(Term(product: Int32(-nonlinear.count), weight: weight))
  }

  /// The terms that `build` adds, which are no payment's.
  mutating func collected(_ build: (inout ProjectedFlows) throws(CellGap) -> Void) throws(CellGap) -> [Term] {
    let start = terms.count
    try build(&self)
    defer { terms.removeLast(terms.count - start) }
    return Array(terms[start...])
  }

  /// The row of a term's value in a table with so many slopes for each product that is not linear.
  func row(_ term: Term, slopes: Int) -> Int {
    if term.product >= 0 { return Int(term.product) }
    return products.count + Int(-1 - term.product) * (1 + slopes)
  }

  /// The place of a surface among those of the batch.
  mutating func place(of surface: RateSurface) -> Int {
    if let known = surfaces.firstIndex(where: { $0.id == surface.id }) { return known }
    surfaces.append(surface)
    return surfaces.count - 1
  }

  mutating func append(_ payment: Payment) { payments.append(payment) }

  mutating func append(_ accrual: Accrual) { accruals.append(accrual) }

  /// Forgets what a contract that cannot be valued has left.
  mutating func truncate(payments paymentCount: Int, accruals accrualCount: Int) {
    payments.removeLast(payments.count - paymentCount)
    accruals.removeLast(accruals.count - accrualCount)
  }
}
