import JSONDocuments

extension Command {
  static let collateralPrices = Command(
    path: ["collateral", "prices"],
    summary: "Agency pools on simulated rates beside prices: a spread for each coupon, and what it leaves",
    arguments: ["LOANS"],
    options: [
      Option(
        name: "prices", value: "FILE", help: "program, coupon and price of each pool of the tape, CSV or JSON"
      ),
      Option(
        name: "market", value: "PATH",
        help:
          "discount curve, model of short rates, models of prepayment and mortgage rates, economy; a JSON document or a folder"
      ),
      Option(
        name: "prepayment", value: "NAME",
        help: "a model of the market, or a speed such as '8 CPR'; the market's only model if left out"),
      Option(
        name: "paths", value: "N", help: "paths of rates, a multiple of 128 up to 16384; 128 if left out"),
      Option(name: "seed", value: "N", help: "of the paths; 1 if left out"),
      Option(name: "csv", value: nil, help: "print a row per pool as CSV"),
      Option.json,
    ],
    example:
      "tenor collateral prices Samples/agency-pools-2023-03-31/loans.csv "
      + "--prices Samples/agency-pools-2023-03-31/filed.csv --market Samples/agency-pools-2023-03-31/market",
    notes:
      "Prices are of the beginning of a month, without accrued interest; docs/models/agency-pool-prices.md says what is assumed.",
    run: { arguments, console in
      let pricing = try PoolPricing(arguments)
      let stacks = try pricing.stacks()
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(PoolPricesReport(stacks, pricing)))
      } else {
        let lines =
          arguments.has("csv")
          ? PoolPricesText.csv(stacks, pricing) : PoolPricesText.summary(stacks, pricing)
        for line in lines { console.print(line) }
      }
      return .success
    })
}
