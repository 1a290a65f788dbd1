import Collateral
import JSONDocuments
import MarketData
import StructuredDeals

/// Tables of a bond for people and for programs.
enum DealTableText {
  /// A row per combination of speeds: a yield for each price, and what no price changes.
  static func table(_ grid: SpeedGrid, _ request: DealTableRequest) -> [String] {
    guard let first = grid.cells.first?.bond else { return [] }
    let middle = request.prices[request.prices.count / 2]
    let deal = request.projection.waterfall.deal.name
    var lines = [
      "\(deal), \(request.bond): face \(NumberText.grouped(first.face)), accrued "
        + "\(NumberText.fixed(first.accrued / first.face * 100, decimals: 6)) per 100", "",
    ]
    var columns: [(String, TextTable.Alignment)] = [
      ("prepayment", .left), ("default", .left), ("severity", .right),
    ]
    columns += request.prices.map { ("yield at \(JSONNumber.text($0))", .right) }
    let at = "at \(JSONNumber.text(middle))"
    columns += [("duration \(at)", .right), ("convexity", .right)]
    if request.index != nil { columns.append(("margin \(at), bp", .right)) }
    if request.curve != nil { columns.append(("Z-spread \(at), bp", .right)) }
    columns += [
      ("WAL", .right), ("principal in", .left), ("loss", .right), ("written down", .right),
      ("pool loss", .right),
    ]
    var table = TextTable(columns)
    for cell in grid.cells {
      let bond = cell.bond
      var row = names(cell.speeds)
      row += request.prices.map { text(bond.yield(price: $0).map { $0 * 100 }, decimals: 4) }
      let yield = bond.yield(price: middle)
      row.append(text(yield.map(bond.flows.modifiedDuration(yield:)), decimals: 3))
      row.append(text(yield.map(bond.flows.convexity(yield:)), decimals: 3))
      if let index = request.index {
        row.append(text(bond.discountMargin(price: middle, index: index).map { $0 * 10_000 }, decimals: 1))
      }
      if let curve = request.curve {
        row.append(
          text(
            bond.zSpread(price: middle, discount: curve.discountFactor(at:)).map { $0 * 10_000 }, decimals: 1)
        )
      }
      row.append(text(bond.averageLife, decimals: 2))
      row.append(bond.window.map { "\($0.lowerBound)-\($0.upperBound)" } ?? "-")
      row.append(NumberText.percent(bond.lossShare, decimals: 2))
      row.append(NumberText.grouped(bond.writtenDown))
      row.append(NumberText.percent(cell.poolLoss, decimals: 2))
      table.append(row)
    }
    lines += table.lines
    lines += spreads(grid, request, price: middle)
    return lines
  }

  /// Where the spread comes from, a line per combination.
  private static func spreads(_ grid: SpeedGrid, _ request: DealTableRequest, price: Double) -> [String] {
    guard let curve = request.curve, let tier = request.tier else { return [] }
    var table = TextTable([
      ("prepayment", .left), ("default", .left), ("severity", .right), ("nominal", .right),
      ("Z-spread", .right),
      ("credit", .right), ("liquidity", .right), ("residual", .right),
    ])
    for cell in grid.cells {
      let parts = SpreadParts(
        cell.bond, price: price, tier: tier.name, tiers: tier.tiers, discount: curve.discountFactor(at:))
      let numbers = [parts?.nominal, parts?.zSpread, parts?.credit, parts?.liquidity, parts?.residual]
      table.append(names(cell.speeds) + numbers.map { text($0.map { $0 * 10_000 }, decimals: 1) })
    }
    return [
      "", "Spread at \(JSONNumber.text(price)) over \(request.curveID), tier \(tier.name), basis points",
    ]
      + table.lines
  }

  /// A row per combination and price; decimals, years and currency units.
  static func csv(_ grid: SpeedGrid, _ request: DealTableRequest) -> [String] {
    var lines = [
      "bond,prepayment,default,severity,price,yield,mortgage_yield,discount_margin,z_spread,macaulay_duration,"
        + "modified_duration,convexity,wal,first_principal_month,last_principal_month,principal_loss,written_down,"
        + "interest_unpaid,pool_loss,nominal_spread,credit_spread,liquidity_spread,residual_spread"
    ]
    func number(_ value: Double?) -> String { value.map(JSONNumber.text) ?? "" }
    for cell in grid.cells {
      let bond = cell.bond
      for price in request.prices {
        let yield = bond.yield(price: price)
        let parts = request.curve.flatMap { curve in
          request.tier.flatMap {
            SpreadParts(
              bond, price: price, tier: $0.name, tiers: $0.tiers, discount: curve.discountFactor(at:))
          }
        }
        let cells =
          [
            bond.name, cell.speeds.prepayment?.text ?? "", cell.speeds.defaults?.text ?? "",
            number(cell.speeds.severity),
          ]
          + [
            price, yield, yield.map(InvestorFlows.mortgageYield(bondEquivalent:)),
            request.index.flatMap { bond.discountMargin(price: price, index: $0) },
            request.curve.flatMap { bond.zSpread(price: price, discount: $0.discountFactor(at:)) },
            yield.map(bond.flows.duration(yield:)), yield.map(bond.flows.modifiedDuration(yield:)),
            yield.map(bond.flows.convexity(yield:)), bond.averageLife,
            bond.window.map { Double($0.lowerBound) }, bond.window.map { Double($0.upperBound) },
            bond.principalLoss, bond.writtenDown, bond.interestUnpaid, cell.poolLoss, parts?.nominal,
            parts?.credit, parts?.liquidity, parts?.residual,
          ].map(number)
        lines.append(cells.joined(separator: ","))
      }
    }
    return lines
  }

  static func text(_ found: BreakEven, _ title: String) -> String {
    var text: String
    switch found.outcome {
    case .found:
      text =
        "break-even \(title): \(NumberText.percent(found.rate, decimals: 4)) CDR, pool loss "
        + NumberText.percent(found.poolLoss, decimals: 2)
    case .brokenAtLowest: text = "break-even \(title): none, it does not hold without defaults"
    case .standsHighest:
      text =
        "break-even \(title): holds at \(NumberText.percent(found.rate, decimals: 0)) CDR, pool loss "
        + NumberText.percent(found.poolLoss, decimals: 2)
    }
    if !found.isMonotone { text += "; it holds again at a higher CDR, so there are others" }
    return text
  }

  private static func names(_ speeds: AssumedSpeeds) -> [String] {
    [
      speeds.prepayment?.text ?? "as given", speeds.defaults?.text ?? "as given",
      speeds.severity.map { NumberText.percent($0) } ?? "as given",
    ]
  }

  private static func text(_ value: Double?, decimals: Int) -> String {
    value.map { NumberText.fixed($0, decimals: decimals) } ?? "-"
  }
}
