/// One basis point as a decimal.
let basisPoint = 1e-4
