/// Entry point of the `tenor` executable: parses the command line, runs one command, exits with its code.
public func tenorMain() {}
