import Instruments
import Pricing

extension Command {
  static let bondYield = Command(
    path: ["bond", "yield"], summary: "Yield of a bond at a clean price, by its market's convention",
    options: BondTermsOptions.options + [
      Option(name: "price", value: "PRICE", help: "clean price per 100 of face"), .json,
    ],
    example:
      "tenor bond yield --convention UK_GILT --coupon 8% --maturity 2021-06-07 --settlement 2013-05-29 --price 103.5",
    run: { arguments, console in
      let (bond, settlement) = try BondTermsOptions.bond(arguments)
      guard let price = try arguments.number("price") else {
        throw CommandError(.usage, "--price is missing: --price 99.5")
      }
      guard let calculator = BondYield(bond, settlement: settlement),
        let yield = calculator.yield(dirtyPrice: price + calculator.accrued)
      else {
        throw CommandError(.failed, "no yield gives a clean price of \(price); check the price and the terms")
      }
      try BondQuote(bond, calculator, dirtyPrice: price + calculator.accrued, yield: yield).print(
        arguments, console)
      return .success
    })
}
