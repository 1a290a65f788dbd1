import AccessControl

/// Who asks, as far as a server has found out.
struct Identity: Sendable {
  let principal: Principal
  /// Another person chose the password: nothing else is allowed before it is changed.
  var mustChangePassword = false
}
