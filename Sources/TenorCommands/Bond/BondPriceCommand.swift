import DatesAndConventions
import Instruments
import Pricing

extension Command {
  static let bondPrice = Command(
    path: ["bond", "price"], summary: "Price of a bond at a yield, by its market's convention",
    options: BondTermsOptions.options + [
      Option(name: "yield", value: "RATE", help: "yield to maturity, such as 3.85%"), .json,
    ],
    example:
      "tenor bond price --convention US_TREASURY --coupon 4.375% --maturity 2041-05-15 --settlement 2023-04-03 --yield 3.75%",
    run: { arguments, console in
      let (bond, settlement) = try BondTermsOptions.bond(arguments)
      guard let yield = try arguments.rate("yield") else {
        throw CommandError(.usage, "--yield is missing: --yield 3.85%")
      }
      guard let calculator = BondYield(bond, settlement: settlement),
        let dirty = calculator.dirtyPrice(yield: yield), dirty.isFinite
      else {
        throw CommandError(
          .failed, "a yield of \(yield * 100)% has no price under \(bond.convention.rawValue)")
      }
      try BondQuote(bond, calculator, dirtyPrice: dirty, yield: yield).print(arguments, console)
      return .success
    })
}

extension BondQuote {
  /// Throws where a price far from the flows leaves no finite duration.
  init(_ bond: FixedBond, _ calculator: BondYield, dirtyPrice: Double, yield: Double) throws(CommandError) {
    let sensitivity = calculator.sensitivity(yield: yield)
    guard sensitivity.modifiedDuration.isFinite, sensitivity.macaulayDuration.isFinite,
      sensitivity.convexity.isFinite
    else {
      throw CommandError(
        .failed, "a yield of \(yield * 100)% leaves no duration; check the price, the yield and the terms")
    }
    self.init(
      convention: bond.convention.rawValue, settlement: calculator.settlement.description,
      maturity: bond.maturity.description, cleanPrice: dirtyPrice - calculator.accrued,
      accrued: calculator.accrued,
      dirtyPrice: dirtyPrice, yield: yield, modifiedDuration: sensitivity.modifiedDuration,
      macaulayDuration: sensitivity.macaulayDuration, convexity: sensitivity.convexity)
  }
}
