import Collateral
import DatesAndConventions

extension MarketSnapshot {
  func checkCollateral(into problems: inout [MarketDataProblem]) {
    guard let collateral else { return }
    check(collateral.prepaymentModels, "collateral.prepayment_models", into: &problems)
    check(collateral.defaultModels, "collateral.default_models", into: &problems)
    check(collateral.severityModels, "collateral.severity_models", into: &problems)
    for problem in collateral.mortgageRateModel?.problems ?? [] {
      problems.add("collateral.mortgage_rate_model.\(problem.field)", problem.message)
    }
    check(
      collateral.mortgageRates, "collateral.mortgage_rates", { (-0.1...1).contains($0) },
      "rates are decimals from -0.1 to 1, such as 0.065 for 6.5%", into: &problems)
    let prices = "an index of house prices is above 0, such as 312.4"
    let isPrice = { (value: Double) in value.isFinite && value > 0 }
    check(
      collateral.nationalHousePrices, "collateral.national_house_prices", isPrice, prices, into: &problems)
    for (region, series) in collateral.housePrices.sorted(by: { $0.key < $1.key }) {
      if region.isEmpty { problems.add("collateral.house_prices", "has a region without a name; name it") }
      check(series, "collateral.house_prices.\(region)", isPrice, prices, into: &problems)
    }
    check(
      collateral.unemployment, "collateral.unemployment", { (0...1).contains($0) },
      "unemployment is a decimal from 0 to 1, such as 0.041 for 4.1%", into: &problems)
  }

  private func check(
    _ models: [some CollateralModelParameters], _ path: String, into problems: inout [MarketDataProblem]
  ) {
    var before: String?
    for model in models {
      if model.name == before { problems.add("\(path)[\(model.name)]", "is there twice; keep one") }
      before = model.name
      for problem in model.problems {
        problems.add("\(path)[\(model.name)].\(problem.field)", problem.message)
      }
    }
  }

  private func check(
    _ series: [MonthlyValue], _ path: String, _ isInRange: (Double) -> Bool, _ rule: String,
    into problems: inout [MarketDataProblem]
  ) {
    var before: YearMonth?
    for value in series {
      if let before, value.month == before {
        problems.add("\(path)[\(value.month)]", "is there twice; keep one")
      } else if let expected = before?.adding(months: 1), value.month != expected {
        problems.add(path, "lacks \(expected) between months that are there; give every month")
      }
      before = value.month
      if !isInRange(value.value) {
        problems.add("\(path)[\(value.month)].value", "is \(value.value); \(rule)")
      }
    }
    if let before, before > YearMonth(valuationDate) {
      problems.add("\(path)[\(before)]", "is after the valuation date; leave out what is not known yet")
    }
  }
}
