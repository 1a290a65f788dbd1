/// Where the standard normal numbers of simulated paths come from.
///
/// What a path is given depends on the source and the path's number alone: any path can be made anywhere, and paths are the
/// same for any number of threads.
public enum PathSource: Sendable, Hashable {
  /// Independent numbers, by `Philox`.
  case independent(seed: UInt64)
  /// The same, but within a block of paths the second half are the mirror images of the first.
  case antithetic(seed: UInt64)
  /// Scrambled Sobol points through a Brownian bridge for each factor; numbers beyond the last dimension of the sequence,
  /// which are details of the bridge, are independent. A power of two of paths is best.
  case sobol(seed: UInt64)
  /// Scrambled Sobol points whose first numbers move the path in directions that what is paid depends on most (`PathDirections`), for each
  /// factor; numbers beyond the last dimension are independent. For mortgages, with half the error of a bridge.
  case directedSobol(seed: UInt64)

  /// Estimates of an expectation that are independent of each other, from what each path gave: all of them, or the means
  /// of mirror images, or the one mean of Sobol points.
  ///
  /// Precondition: `values` are those of whole blocks in their order.
  public func independentMeans(_ values: [Double]) -> [Double] {
    precondition(values.count % PathBlock.width == 0 && !values.isEmpty, "values of whole blocks")
    switch self {
    case .independent: return values
    case .antithetic:
      let half = PathBlock.width / 2
      return (0..<values.count / 2).map { pair in
        let place = pair / half * PathBlock.width + pair % half
        return 0.5 * (values[place] + values[place + half])
      }
    case .sobol, .directedSobol: return [Estimate.mean(values)]
    }
  }
}
