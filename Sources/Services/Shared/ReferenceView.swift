import RunRecords

/// What an instrument record says beside its terms.
struct ReferenceView: Encodable {
  let name: String
  let issuer: String?
  let country: String?
  let sector: String?
  let rating: String?
  let vintage: Int?
  let tags: [String]

  init(_ reference: ReferenceData) {
    name = reference.name
    issuer = reference.issuer
    country = reference.country
    sector = reference.sector
    rating = reference.rating
    vintage = reference.vintage
    tags = reference.tags
  }
}
