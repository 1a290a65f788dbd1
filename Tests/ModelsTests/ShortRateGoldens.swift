import Foundation
import Models

/// `Goldens/short-rates.json`, by `Tools/goldens/short_rates.py`.
struct ShortRateGoldens: Decodable, Sendable {
  struct Swaption: Decodable, Sendable {
    let expiry: Double
    let start: Double
    let payer: Bool
    let strike: Double
    let times: [Double]
    let coupons: [Double]

    var option: BondOption {
      BondOption.swaption(
        isPayer: payer, expiry: expiry, start: start,
        coupons: zip(times, coupons).map { BondOption.Payment(years: $0, amount: $1) })
    }
  }

  struct ZeroBondOption: Decodable, Sendable {
    let rate: Double
    let a: Double
    let sigma: Double
    let expiry: Double
    let maturity: Double
    let strike: Double
    let call: Double
    let put: Double
  }

  struct HullWhiteSwaption: Decodable, Sendable {
    let rate: Double
    let a: Double
    let sigma: Double
    let swaption: Swaption
    let value: Double
  }

  struct TwoFactors: Decodable, Sendable {
    let rate: Double
    let a: Double
    let b: Double
    let sigma: Double
    let eta: Double
    let rho: Double
    let swaption: Swaption
    let value: Double
    let zeroBondCall: Double
  }

  struct Callable: Decodable, Sendable {
    let rate: Double
    let a: Double
    let sigma: Double
    let coupon: Double
    let steps: Int
    let times: [Double]
    let calls: [Double]
    let value: Double
  }

  struct Equilibrium: Decodable, Sendable {
    let rate: Double
    let speed: Double
    let level: Double
    let vasicekVolatility: Double
    let cirVolatility: Double
    let times: [Double]
    let vasicek: [Double]
    let cir: [Double]
    let vasicekCall: Double
    let cirCall: Double
  }

  struct Calibration: Decodable, Sendable {
    struct Quote: Decodable, Sendable {
      let expiry: Double
      let start: Double
      let payer: Bool
      let strike: Double
      let times: [Double]
      let coupons: [Double]
      let market: Double
      let model: Double

      var option: BondOption {
        Swaption(
          expiry: expiry, start: start, payer: payer, strike: strike, times: times, coupons: coupons
        ).option
      }
    }

    let rate: Double
    let a: Double
    let sigma: Double
    let quotes: [Quote]
  }

  let zeroBondOptions: [ZeroBondOption]
  let hullWhiteSwaptions: [HullWhiteSwaption]
  let g2: [TwoFactors]
  let blackKarasinski: [Callable]
  let equilibrium: [Equilibrium]
  let calibrations: [Calibration]

  static func read() throws -> ShortRateGoldens {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Goldens/short-rates.json")
    return try JSONDecoder().decode(ShortRateGoldens.self, from: Data(contentsOf: file))
  }

  /// P(0, years) of a flat curve, continuously compounded.
  static func flat(_ rate: Double) -> (Double) -> Double { { exp(-rate * $0) } }
}
