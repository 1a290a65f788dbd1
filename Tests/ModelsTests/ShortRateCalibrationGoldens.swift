import Foundation
import Models

/// `Goldens/short-rate-calibrations.json`, by `Tools/goldens/short_rate_calibrations.py`.
struct ShortRateCalibrationGoldens: Decodable, Sendable {
  struct Quote: Decodable, Sendable {
    let swaption: ShortRateGoldens.Swaption
    let value: Double
  }

  struct TwoFactors: Decodable, Sendable {
    let rate: Double
    let a: Double
    let sigma: Double
    let b: Double
    let eta: Double
    let rho: Double
    let quotes: [Quote]

    var model: G2 {
      G2(
        first: HullWhite(meanReversion: a, volatility: sigma),
        second: HullWhite(meanReversion: b, volatility: eta), correlation: rho)
    }
  }

  struct Lognormal: Decodable, Sendable {
    let rate: Double
    let a: Double
    let sigma: Double
    let steps: Int
    let quotes: [Quote]

    var model: BlackKarasinski { BlackKarasinski(meanReversion: a, volatility: sigma) }
  }

  let g2: [TwoFactors]
  let blackKarasinski: [Lognormal]

  static func read() throws -> ShortRateCalibrationGoldens {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Goldens/short-rate-calibrations.json")
    return try JSONDecoder().decode(ShortRateCalibrationGoldens.self, from: Data(contentsOf: file))
  }
}
