import Instruments

/// The tables of a market folder.
struct MarketTables {
  var curves = MarketTable<CurveRow>()
  var spreads = MarketTable<SpreadRow>()
  var exchangeRates = MarketTable<ExchangeRateRow>()
  var indexCurves = MarketTable<IndexCurveRow>()
  var fixings = MarketTable<FixingRow>()
  var creditCurves = MarketTable<CreditRow>()
  var priceIndices = MarketTable<PriceIndexRow>()
  var breakevens = MarketTable<BreakevenRow>()
  var seasonality = MarketTable<SeasonRow>()
  var swaptionVolatilities = MarketTable<SwaptionVolatilityRow>()
  var swaptionSmiles = MarketTable<SwaptionSmileRow>()
  var capVolatilities = MarketTable<CapVolatilityRow>()
  var fxVolatilities = MarketTable<FXVolatilityRow>()
  var shortRateModels = MarketTable<ShortRateModelRow>()
  var economy = MarketTable<EconomyRow>()
  var places = MarketPlaces()

  /// Reads those of the files that are there. Throws at the first row that is wrong.
  init(_ files: [MarketFile: ByteSource]) throws(IngestionError) {
    // A switch names every file, so that none is forgotten.
    for file in MarketFile.allCases {
      guard let source = files[file] else { continue }
      switch file {
      case .manifest: break
      case .curves: try read(file, source, \.curves)
      case .spreads: try read(file, source, \.spreads)
      case .exchangeRates: try read(file, source, \.exchangeRates)
      case .indexCurves: try read(file, source, \.indexCurves)
      case .fixings: try read(file, source, \.fixings)
      case .creditCurves: try read(file, source, \.creditCurves)
      case .priceIndices: try read(file, source, \.priceIndices)
      case .breakevens: try read(file, source, \.breakevens)
      case .seasonality: try read(file, source, \.seasonality)
      case .swaptionVolatilities: try read(file, source, \.swaptionVolatilities)
      case .swaptionSmiles: try read(file, source, \.swaptionSmiles)
      case .capVolatilities: try read(file, source, \.capVolatilities)
      case .fxVolatilities: try read(file, source, \.fxVolatilities)
      case .shortRateModels: try read(file, source, \.shortRateModels)
      case .economy: try read(file, source, \.economy)
      }
    }
  }

  /// That the rows say something impossible together; told at the row of `path`.
  func error(_ path: String, field: String, _ message: String) -> IngestionError {
    let place = places[path]
    return IngestionError(
      file: (place?.file ?? .manifest).rawValue, line: place?.line, field: field, message: message)
  }

  private mutating func read<Row>(
    _ file: MarketFile, _ source: ByteSource, _ table: WritableKeyPath<MarketTables, MarketTable<Row>>
  ) throws(IngestionError) {
    let name = file.rawValue
    let reader = CSVReader(try source.unpacked(file: name, limit: MarketImport.fileBytes))
    var header: CSVHeader<Row.Name>?
    while true {
      switch try reader.next() {
      case .end:
        guard header != nil else {
          throw IngestionError(file: name, message: "is empty; the first row names the columns")
        }
        return
      case .fault(let message): throw IngestionError(file: name, line: reader.line, message: message)
      case .cells:
        guard let header else {
          header = try CSVHeader(reader.cells, required: Row.required, file: name, line: reader.line)
          continue
        }
        guard reader.cells.count == header.width else {
          throw IngestionError(
            file: name, line: reader.line,
            message: "the row has \(reader.cells.count) cells and the header \(header.width)")
        }
        do throws(TermsError) {
          let row = try Row(fields: CSVFields(columns: header.columns, cells: reader.cells))
          try self[keyPath: table].add(row)
          places.add(row.groupPath, file, line: reader.line)
          places.add(row.groupPath + row.place, file, line: reader.line)
        } catch {
          throw IngestionError(file: name, line: reader.line, field: error.field, message: error.message)
        }
      }
    }
  }
}
