import Models
import NumericalMethods

/// Factors of a rate model on all paths of a note, at the days on which something becomes known.
///
/// Places are those of the days from 1 on; place 0 is today, where every factor is 0.
struct SimulatedStates {
  let model: NoteModel
  private let formula: (any ShortRatePaths)?
  private let times: [Double]
  /// By place, then factor.
  private var columns: [[[Double]]]
  /// By place: what the numeraire has earned beyond the forwards, as a logarithm.
  private var excess: [[Double]]

  init(_ model: NoteModel, times: [Double], seed: UInt64) {
    self.model = model
    self.times = [0] + times
    let zeros = [Double](repeating: 0, count: SimulatedNote.pathCount)
    guard !times.isEmpty else {
      formula = nil
      columns = [[zeros]]
      excess = [zeros]
      return
    }
    let first = model.paths(times, seed: seed)
    formula = first
    var block = first.makeBlock()
    columns = [[[Double]]](
      repeating: [[Double]](repeating: zeros, count: block.factors.count), count: times.count + 1)
    excess = [[Double]](repeating: zeros, count: times.count + 1)
    let (width, blocks) = (PathBlock.width, SimulatedNote.pathsPerRepetition / PathBlock.width)
    for repetition in 0..<SimulatedNote.repetitions {
      let paths = repetition == 0 ? first : model.paths(times, seed: seed &+ UInt64(repetition))
      for number in 0..<blocks {
        paths.fill(&block, number: number)
        let start = repetition * SimulatedNote.pathsPerRepetition + number * width
        for place in 0...times.count {
          for lane in 0..<width { excess[place][start + lane] = block.excess[place * width + lane] }
          for factor in block.factors.indices {
            for lane in 0..<width {
              columns[place][factor][start + lane] = block.factors[factor][place * width + lane]
            }
          }
        }
      }
    }
  }

  func factors(at place: Int) -> [[Double]] { columns[place] }

  /// How zero bonds at a place move, for a bond of so many years from then.
  func zeroBond(at place: Int, years: Double) -> ZeroBondFormula? {
    formula.map { $0.zeroBondFormula(at: times[place], years: years) }
  }

  func covariance(at place: Int) -> [[Double]] { formula?.factorCovariance(at: times[place]) ?? [] }

  /// What 1 paid `years` after a place is worth on each path over what it is worth today: D(t)·P(t, t + years) / P(0, t + years).
  ///
  /// The mean over the paths of each repetition is made 1, which it is of all paths. `nil` where nothing moves it.
  func weights(at place: Int, years: Double) -> [Double]? {
    guard place > 0, let bond = zeroBond(at: place, years: years) else { return nil }
    var values = excess[place].map { bond.shift - $0 }
    for (factor, sensitivity) in zip(columns[place], bond.sensitivities) {
      for path in values.indices { values[path] -= sensitivity * factor[path] }
    }
    Exponential.expInPlace(&values)
    SimulatedNote.scale(&values, weights: nil, mean: 1)
    return values
  }

  /// e^(shift − Σ sensitivity·factor) on each path.
  func exponentials(at place: Int, shift: Double, sensitivities: [Double]) -> [Double] {
    var values = [Double](repeating: shift, count: SimulatedNote.pathCount)
    for (factor, sensitivity) in zip(columns[place], sensitivities) {
      for path in values.indices { values[path] -= sensitivity * factor[path] }
    }
    Exponential.expInPlace(&values)
    return values
  }
}

extension SimulatedNote {
  /// Multiplies the values of each repetition by one number, so that their weighted mean is `mean`.
  static func scale(_ values: inout [Double], weights: [Double]?, mean: Double) {
    for repetition in 0..<repetitions {
      let paths = repetition * pathsPerRepetition..<(repetition + 1) * pathsPerRepetition
      var sum = 0.0
      if let weights {
        for path in paths { sum += values[path] * weights[path] }
      } else {
        for path in paths { sum += values[path] }
      }
      let factor = mean * Double(pathsPerRepetition) / sum
      for path in paths { values[path] *= factor }
    }
  }
}
