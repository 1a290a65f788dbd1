import Instruments
public import StructuredDeals

/// The columns of spreads by credit tier.
enum SpreadTierField: Int, FieldName {
  case tier, years, creditBasisPoints, liquidityBasisPoints

  var name: String {
    switch self {
    case .tier: return "tier"
    case .years: return "years"
    case .creditBasisPoints: return "credit_bp"
    case .liquidityBasisPoints: return "liquidity_bp"
    }
  }
}

/// Reads spreads by credit tier from CSV, whole or not at all.
public struct SpreadTierImport {
  public init() {}

  /// Reads one row a tier and life: `tier, years, credit_bp, liquidity_bp`; an empty liquidity is zero.
  ///
  /// Throws `IngestionError` with the line and column at fault.
  public func csv(_ source: ByteSource, file: String) throws(IngestionError) -> SpreadTiers {
    let reader = CSVReader(source)
    var header: CSVHeader<SpreadTierField>?
    var points: [SpreadTiers.Point] = []
    while true {
      switch try reader.next() {
      case .end:
        guard !points.isEmpty else {
          throw IngestionError(
            file: file, message: "has no spreads; write a header and a row for each tier and life")
        }
        return SpreadTiers(points)
      case .fault(let message): throw IngestionError(file: file, line: reader.line, message: message)
      case .cells:
        guard let header else {
          header = try CSVHeader(
            reader.cells, required: [.tier, .years, .creditBasisPoints], file: file, line: reader.line)
          continue
        }
        guard reader.cells.count == header.width else {
          throw IngestionError(
            file: file, line: reader.line,
            message: "the row has \(reader.cells.count) cells and the header \(header.width)")
        }
        do throws(TermsError) {
          points.append(
            try point(CSVFields<SpreadTierField>(columns: header.columns, cells: reader.cells), points))
        } catch {
          throw IngestionError(file: file, line: reader.line, field: error.field, message: error.message)
        }
      }
    }
  }

  private func point(
    _ fields: CSVFields<SpreadTierField>, _ points: [SpreadTiers.Point]
  ) throws(TermsError) -> SpreadTiers.Point {
    let tier = try fields.required(.tier, fields.text(.tier, limit: 40))
    let years = try fields.required(.years, fields.number(.years))
    guard years > 0, years <= 100 else {
      throw TermsError(field: "years", message: "\(years) is not above 0 and at most 100")
    }
    guard !points.contains(where: { $0.tier == tier && $0.years == years }) else {
      throw TermsError(field: "years", message: "\(tier) has \(years) years twice; keep one")
    }
    func spread(_ field: SpreadTierField) throws(TermsError) -> Double? {
      guard let basisPoints = try fields.number(field) else { return nil }
      guard (-10_000...10_000).contains(basisPoints) else {
        throw TermsError(
          field: field.name, message: "\(basisPoints) is not between -10000 and 10000 basis points")
      }
      return basisPoints / 10_000
    }
    return SpreadTiers.Point(
      tier: tier, years: years, credit: try fields.required(.creditBasisPoints, spread(.creditBasisPoints)),
      liquidity: try spread(.liquidityBasisPoints) ?? 0)
  }
}
