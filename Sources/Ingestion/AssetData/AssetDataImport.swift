public import Collateral
import Instruments

/// Reads loans from exhibit 102 of form ABS-EE, the asset data that issuers of asset-backed securities file with the SEC in XML (Regulation
/// AB II, 17 CFR 229.1125, schedule AL): commercial mortgages and loans on cars.
public struct AssetDataImport {
  /// Filings are some dozen megabytes at most.
  static let largest = 512 << 20

  /// What a filing has: its loans, and what became of its assets.
  public struct Filing: Sendable, Hashable {
    public let loans: [PoolLoan]
    /// Assets taken and left out; the row of a rejection is the number of the asset in the file.
    public let report: IngestionReport
    /// Further properties of mortgages, which are filed as assets of their own.
    public let furtherProperties: Int
  }

  /// What is filed about.
  enum Kind {
    case commercialMortgage
    case autoLoan

    init?(namespace: String) {
      let parts = namespace.split(separator: "/")
      if parts.contains("cmbs") {
        self = .commercialMortgage
      } else if parts.contains("autoloan") {
        self = .autoLoan
      } else {
        return nil
      }
    }
  }

  public init() {}

  /// Reads a filing, packed by gzip or not. An asset that cannot be used is left out by itself and told with its number and field.
  ///
  /// Throws `IngestionError` with the line where the XML is malformed, and for other kinds of asset.
  public func filing(_ source: ByteSource, file: String) throws(IngestionError) -> Filing {
    let reader = try XMLReader(
      source.unpacked(file: file, limit: Self.largest), file: file, limit: Self.largest)
    // The outermost element comes first, or the reader has thrown.
    guard case .start(let root)? = try reader.next(), root.name == "assetData",
      let kind = Kind(namespace: root.namespace)
    else {
      throw IngestionError(
        file: file, line: 1, field: "assetData",
        message:
          "is not asset data of commercial mortgages or car loans; give exhibit 102 of a form ABS-EE"
      )
    }
    var loans: [PoolLoan] = []
    var report = IngestionReport(file: file)
    var known: Set<String> = []
    var furtherProperties = 0
    while let asset = try AssetFields.next(reader) {
      if kind == .commercialMortgage, asset.isPropertyAlone {
        furtherProperties += 1
        continue
      }
      do throws(TermsError) {
        let loan = try asset.loan(kind)
        guard known.insert(loan.id).inserted else {
          throw TermsError(
            field: "assetNumber", message: "'\(loan.id)' comes twice; assets have numbers of their own")
        }
        loans.append(loan)
        report.accept()
      } catch {
        report.reject(line: asset.line, field: error.field, value: asset[error.field], error.message)
      }
    }
    return Filing(loans: loans, report: report, furtherProperties: furtherProperties)
  }
}
