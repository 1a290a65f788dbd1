import NumericalMethods
import Testing

/// Errors of parameters against closed forms.
struct LikelihoodErrorsTests {
  /// With one parameter the clustered error is the root of Σs²·G/(G−1) over the information.
  @Test func oneParameter() throws {
    let errors = try #require(LikelihoodErrors(information: [[4]], scores: [[1], [-3], [2]]))
    #expect(errors.standard == [0.5])
    #expect(abs(try #require(errors.clustered)[0] - (14 * 3.0 / 2).squareRoot() / 4) < 1e-15)
  }

  /// The product with two parameters: inverse {{2, −1}, {−1, 2}}/3, scores' squares {{2, 0}, {0, 8}}·4/3.
  @Test func twoParameters() throws {
    let errors = try #require(
      LikelihoodErrors(information: [[2, 1], [1, 2]], scores: [[1, 0], [-1, 0], [0, 2], [0, -2]]))
    for error in errors.standard { #expect(abs(error - (2.0 / 3).squareRoot()) < 1e-15) }
    let clustered = try #require(errors.clustered)
    #expect(abs(clustered[0] - (64.0 / 27).squareRoot()) < 1e-14)
    #expect(abs(clustered[1] - (136.0 / 27).squareRoot()) < 1e-14)
  }

  @Test func fewClustersAndNoMaximum() throws {
    #expect(try #require(LikelihoodErrors(information: [[4]], scores: [[0]])).clustered == nil)
    #expect(LikelihoodErrors(information: [[-4]], scores: [[1], [-1]]) == nil)
    #expect(LikelihoodErrors(information: [[1, 1], [1, 1]], scores: []) == nil)
  }
}
