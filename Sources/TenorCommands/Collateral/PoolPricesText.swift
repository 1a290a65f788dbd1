import Collateral
import DatesAndConventions
import Ingestion
import Instruments
import JSONDocuments
import SecuritisationAnalytics

/// Pools at the spread of their coupon beside their prices, for people and for files.
enum PoolPricesText {
  /// A row a stack, then all differences by size.
  static func summary(_ stacks: [StackPrices], _ pricing: PoolPricing) -> [String] {
    var table = TextTable([
      ("pools of", .left), ("coupon", .right), ("years", .right), ("pools", .right), ("balance", .right),
      ("spread, bp", .right), ("10%", .right), ("median", .right), ("90%", .right), ("largest", .right),
    ])
    for stack in stacks {
      let differences = stack.differences
      table.append(
        [
          name(stack.stack), percent(stack.stack.coupon), "\(stack.stack.termYears)",
          "\(stack.pools.count)", NumberText.grouped(stack.balance),
          NumberText.fixed(stack.spread * 10_000, decimals: 1),
        ]
          + [
            differences.quantile(0.1), differences.median, differences.quantile(0.9), differences.largest,
          ].map { NumberText.fixed($0, decimals: 2) })
    }
    let all = stacks.flatMap(\.pools)
    let differences = PriceDifferences(all.map(\.difference))
    let sizes = differences.sizes
    let balance = all.reduce(0) { $0 + $1.quoted.loan.balance }
    let weighted = all.reduce(0) { $0 + abs($1.difference) * $1.quoted.loan.balance } / balance
    func points(_ value: Double) -> String { NumberText.fixed(value, decimals: 2) }
    return [
      "\(all.count) pools, balance \(NumberText.grouped(balance)), on \(pricing.valuationDate): model less price, per 100, at one spread for each coupon",
      "prepayment: \(pricing.prepayment.name)"
        + (pricing.prepayment.version.map { ", version \($0)" } ?? ""),
      "mortgage rates: \(pricing.mortgageRate.name), version \(pricing.mortgageRate.version)",
      "\(pricing.plan.paths) paths, seed \(pricing.plan.seed)", "",
    ] + table.lines + [
      "",
      "half of the pools are within \(points(sizes.median)), nine tenths within \(points(sizes.quantile(0.9))), all within "
        + "\(points(abs(sizes.largest))); by balance \(points(weighted))",
      "",
    ] + TextHistogram(differences.values, width: 0.25).lines(decimals: 2)
  }

  /// A row a pool; prices and their difference per 100 of balance.
  static func csv(_ stacks: [StackPrices], _ pricing: PoolPricing) -> [String] {
    let header =
      "loan_id,program,part,coupon_percent,term_years,balance,spread_bp,price,model_price,difference"
    return [header]
      + stacks.flatMap { stack in
        stack.pools.map { pool in
          let loan = pool.quoted.loan
          let numbers = [
            percentage(stack.stack.coupon), Double(stack.stack.termYears), loan.balance,
            stack.spread * 10_000,
            pool.quoted.price, pool.modelPrice, pool.difference,
          ].map { JSONNumber.text($0) }
          let price = pricing.prices[loan.id]
          let words = [loan.id, price?.program.rawValue ?? "", price?.part.rawValue ?? ""]
          return (words + numbers).joined(separator: ",")
        }
      }
  }

  private static func name(_ stack: PoolStack) -> String {
    switch stack.part {
    case .all: stack.market
    case .interest: "\(stack.market), interest"
    case .principal: "\(stack.market), principal"
    }
  }

  private static func percent(_ rate: Double) -> String { JSONNumber.text(percentage(rate)) + "%" }

  /// Coupons are written in thousandths of a per cent at most.
  static func percentage(_ rate: Double) -> Double { (rate * 1e8).rounded() / 1e6 }
}

/// The same for programs.
struct PoolPricesReport: Encodable {
  struct Stack: Encodable {
    let market: String
    /// `all`, `interest` or `principal`.
    let part: String
    let couponPercent: Double
    let termYears: Int
    let pools: Int
    let balance: Double
    let spreadBasisPoints: Double
    /// Of model less price: least, a tenth, half, nine tenths, greatest.
    let quantiles: [Double]
  }

  let valuationDate: String
  let prepayment: String
  let prepaymentVersion: String?
  let mortgageRate: String
  let mortgageRateVersion: String
  let paths: Int
  let seed: Int
  let stacks: [Stack]

  init(_ stacks: [StackPrices], _ pricing: PoolPricing) {
    valuationDate = pricing.valuationDate.description
    (prepayment, prepaymentVersion) = pricing.prepayment
    (mortgageRate, mortgageRateVersion) = (pricing.mortgageRate.name, pricing.mortgageRate.version)
    paths = pricing.plan.paths
    seed = Int(pricing.plan.seed)
    self.stacks = stacks.map { stack in
      let differences = stack.differences
      return Stack(
        market: stack.stack.market, part: "\(stack.stack.part)",
        couponPercent: PoolPricesText.percentage(stack.stack.coupon),
        termYears: stack.stack.termYears, pools: stack.pools.count, balance: stack.balance,
        spreadBasisPoints: stack.spread * 10_000,
        quantiles: [0, 0.1, 0.5, 0.9, 1].map(differences.quantile))
    }
  }
}
