/// Which positions are meant, by the groups they are in: of each dimension named, any of the groups named. `nil` is the
/// group of those that have none.
public typealias PositionGroups = [CubeDimension: [String?]]
